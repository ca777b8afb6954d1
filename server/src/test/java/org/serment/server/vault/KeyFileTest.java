package org.serment.server.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serment.kernel.seal.BlindIndex;
import org.serment.server.db.CannotStart;

class KeyFileTest {
    @Test
    void theSameKeysComeBackAndOnlyTheOwnerReadsTheFile() throws Exception {
        Path file = TestKeys.file();
        KeyFile.create(file, words("correct horse battery"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        KeyFile a = KeyFile.open(file, words("correct horse battery"));
        KeyFile b = KeyFile.open(file, words("correct horse battery"));
        assertEquals(1, a.epoch());
        assertEquals(new BlindIndex(a.index(), 1, 1).hasher().token(1, "x"), new BlindIndex(b.index(), 1, 1).hasher().token(1, "x"));
        assertEquals(a.checkpointSigner().getPublic(), b.checkpointSigner().getPublic());
        assertFalse(a.tokenSigner().getPublic().equals(a.checkpointSigner().getPublic()));
        Signature s = Signature.getInstance("Ed25519");
        s.initSign(a.tokenSigner().getPrivate());
        s.update("x".getBytes(StandardCharsets.UTF_8));
        byte[] signed = s.sign();
        s.initVerify(b.tokenSigner().getPublic());
        s.update("x".getBytes(StandardCharsets.UTF_8));
        assertTrue(s.verify(signed));
        assertThrows(Locked.class, () -> a.epochKey(2));
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws Exception {
        Path file = TestKeys.file();
        KeyFile.create(file, words("correct horse battery"));
        byte[] before = Files.readAllBytes(file);
        assertThrows(CannotStart.class, () -> KeyFile.create(file, words("correct horse battery")));
        assertEquals(new String(before), Files.readString(file));
    }

    @Test
    void aWrongPassphraseOrAnyChangeIsRefused() throws Exception {
        Path file = TestKeys.file();
        KeyFile.create(file, words("correct horse battery"));
        assertThrows(CannotStart.class, () -> KeyFile.open(file, words("incorrect horse battery")));
        List<String> lines = Files.readAllLines(file);
        // Two keys change places.
        List<String> swapped = new java.util.ArrayList<>(lines);
        String[] two = lines.get(2).split(" ");
        String[] three = lines.get(3).split(" ");
        swapped.set(2, two[0] + " " + three[1]);
        swapped.set(3, three[0] + " " + two[1]);
        Files.write(file, swapped);
        assertThrows(CannotStart.class, () -> KeyFile.open(file, words("correct horse battery")));
        // One is missing.
        Files.write(file, lines.subList(0, lines.size() - 1));
        assertThrows(CannotStart.class, () -> KeyFile.open(file, words("correct horse battery")));
        // None is shown.
        assertFalse(KeyFile.class.getDeclaredConstructors()[0].toString().contains("correct"));
        assertEquals("Passphrase[secret]", words("correct horse battery").toString());
        assertThrows(CannotStart.class, () -> words("short"));
    }

    private static Passphrase words(String text) {
        return Passphrase.of(text.toCharArray());
    }
}
