package org.serment.kernel.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    /// The example of Go's golang.org/x/mod/sumdb/note, where the format comes from.
    private static final Vkey PETER =
            Vkey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").orElseThrow();
    private static final String SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String NOTE = TEXT + "\n— PeterNeumann "
            + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    /// The example of C2SP signed-note.
    private static final String POEM = """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
            """;

    @Test
    void theExampleOfGoVerifiesAndIsSignedAnew() {
        SignedNote note = SignedNote.parse(NOTE).orElseThrow();
        assertEquals(TEXT, note.text());
        assertTrue(note.signedBy(PETER));
        assertEquals(NOTE, SignedNote.sign(TEXT, PETER, privateKey(SECRET)).format());
    }

    @Test
    void theExampleOfC2spParses() {
        SignedNote note = SignedNote.parse(POEM).orElseThrow();
        assertTrue(note.text().endsWith("\n\ned è subito sera.\n"));
        assertEquals("quasimodo.example/salvatore", note.signatures().getFirst().name());
        assertEquals(0x367ba04b, note.signatures().getFirst().id());
        assertEquals(64, note.signatures().getFirst().signature().length);
        assertFalse(note.signedBy(PETER));
        assertEquals(POEM, note.format());
    }

    @Test
    void everyChangedBitOfTheNoteIsRefused() {
        byte[] bytes = NOTE.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String text = new String(changed, StandardCharsets.UTF_8);
            assertFalse(SignedNote.parse(text).filter(note -> note.signedBy(PETER)).isPresent(), text);
        }
    }

    @Test
    void otherSignaturesAreIgnoredAndAWrongOneOfTheKeyIsNot() {
        String foreign = POEM.substring(POEM.lastIndexOf('—'));
        assertTrue(SignedNote.parse(NOTE + foreign).orElseThrow().signedBy(PETER));
        String wrong = NOTE.substring(NOTE.lastIndexOf('—')).replace("x08go/ZJ", "x08go/ZK");
        assertFalse(SignedNote.parse(NOTE + wrong).orElseThrow().signedBy(PETER));
        assertTrue(SignedNote.parse(NOTE + foreign.repeat(32)).isEmpty());
    }

    @Test
    void everyChangedBitOfAKeyIsRefused() {
        byte[] bytes = PETER.format().getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(Vkey.parse(new String(changed, StandardCharsets.UTF_8)).isEmpty());
        }
        assertTrue(Vkey.parse("").isEmpty());
        assertTrue(Vkey.parse("a+b").isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new Vkey("two words", PETER.key()));
        assertThrows(IllegalArgumentException.class, () -> new Vkey("a+b", PETER.key()));
        assertThrows(IllegalArgumentException.class, () -> new Vkey("a", new byte[31]));
    }

    @Test
    void aCheckpointIsSignedByItsOwnLogOnly() {
        Vkey log = new Vkey("log.example/a", PETER.key());
        Checkpoint checkpoint = new Checkpoint("log.example/a", 8, Hash.root(ProofTest.leaves(8)));
        assertEquals("log.example/a\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", checkpoint.text());
        SignedNote note = checkpoint.sign(log, privateKey(SECRET));
        assertEquals(Optional.of(checkpoint), Checkpoint.open(note, log));
        assertEquals(Optional.empty(), Checkpoint.open(note, PETER));
        assertThrows(IllegalArgumentException.class, () -> checkpoint.sign(PETER, privateKey(SECRET)));
        SignedNote byAnother = SignedNote.sign(checkpoint.text(), PETER, privateKey(SECRET));
        assertEquals(Optional.empty(), Checkpoint.open(byAnother, PETER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\n1\n", "a\n01\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
            "a\n-1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n", "a\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyh=\n",
            "a\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg\n", "a\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=",
            "a\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nextension\n", "a b\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
            "\n1\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n",
            "a\n9999999999999999999\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"})
    void otherCheckpointsAreRefused(String text) {
        assertTrue(Checkpoint.parse(text).isEmpty());
    }

    private static PrivateKey privateKey(String typed) {
        byte[] bytes = Base64.getDecoder().decode(typed);
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(
                    new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Arrays.copyOfRange(bytes, 1, 33)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
