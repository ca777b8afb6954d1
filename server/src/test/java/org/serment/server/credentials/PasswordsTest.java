package org.serment.server.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @ParameterizedTest
    @CsvSource({
            "onze lettre, SHORT", "éàüöîçñêùâï, SHORT", "motdepasse1234, COMMON", "MotDePasse 1234, COMMON", "qwertyuiop123, COMMON",
            "aaaaaaaaaaaaaaaa, COMMON", "abababababababab, COMMON", "anne.durand2026, LOGIN", "ANNE.DURAND!, LOGIN", "anne.durandanne.durand, LOGIN"})
    void weak(String password, Passwords.Weakness why) {
        assertEquals(Optional.of(why), passwords.weakness("anne.durand", password));
    }

    @ParameterizedTest
    @CsvSource({"une phrase assez longue", "correcthorsebattery", "éàüöîçñêùâïô", "12 mots anne.durand et plus encore", "xK9-qq2-Wm4-7u"})
    void good(String password) {
        assertEquals(Optional.empty(), passwords.weakness("anne.durand", password));
    }

    @Test
    void thereIsAnUpperEndToo() {
        assertEquals(Optional.empty(), passwords.weakness("", "abcdefgh".repeat(32)));
        assertEquals(Optional.of(Passwords.Weakness.LONG), passwords.weakness("", "abcdefgh".repeat(32) + "i"));
    }

    @Test
    void aVerifierIsOfOnePasswordAndSaltedAnew() {
        var one = passwords.verifier("une phrase assez longue");
        assertTrue(one.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), one);
        assertNotEquals(one, passwords.verifier("une phrase assez longue"));
        assertTrue(passwords.matches("une phrase assez longue", Optional.of(one)));
        assertFalse(passwords.matches("une phrase assez longuE", Optional.of(one)));
        assertFalse(passwords.matches("une phrase assez longue", Optional.empty()));
        // one password on two keyboards: é as one character, or as e and an accent
        assertTrue(passwords.matches("phrase e\u0301crite", Optional.of(passwords.verifier("phrase \u00e9crite"))));
    }

    /// A verifier that argon2-cffi made: parameters are read from the text.
    @Test
    void itSpeaksTheUsualForm() {
        assertTrue(passwords.matches("password", Optional.of("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")));
        assertFalse(passwords.matches("passwore", Optional.of("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")));
    }
}
