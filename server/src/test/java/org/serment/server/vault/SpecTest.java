package org.serment.server.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Reads what the vault writes with nothing but the JDK and the text of docs/spec/keys.md and envelope.md.
class SpecTest {
    @Test
    void aKeyFileOpensByTheSpecificationAlone() throws Exception {
        Path file = TestKeys.file();
        KeyFile.create(file, Passphrase.of("correct horse battery".toCharArray()));
        List<String> lines = Files.readAllLines(file);
        String[] head = lines.getFirst().split(" ");
        assertEquals("serment-keys-1", head[0]);
        assertTrue(Integer.parseInt(head[1]) >= 210_000);
        byte[] kek = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(new PBEKeySpec("correct horse battery".toCharArray(),
                Base64.getDecoder().decode(head[2]), Integer.parseInt(head[1]), 256)).getEncoded();
        assertEquals(List.of("epoch/1", "index", "journal", "cursor", "checkpoint", "token"),
                lines.stream().skip(1).map(l -> l.substring(0, l.indexOf(' '))).toList());
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split(" ");
            byte[] secret = open(kek, "serment/seal/1", ("serment/keys/1 " + parts[0]).getBytes(StandardCharsets.US_ASCII), Base64.getDecoder().decode(parts[1]));
            assertEquals(32, secret.length);
        }
    }

    @Test
    void aPlaceHasTheBytesOfTheSpecification() {
        UUID hash = new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
        byte[] place = new Place(1, 2, hash, 3, -1, 5, 6, 7, 8).associated();
        byte[] expected = ByteBuffer.allocate(60).putInt(1).putInt(2).putLong(0x0102030405060708L).putLong(0x090a0b0c0d0e0f10L).putInt(3)
                .putLong(-1).putInt(5).putInt(6).putLong(7).putLong(8).array();
        assertTrue(Arrays.equals(expected, place));
    }

    private static byte[] open(byte[] parent, String label, byte[] place, byte[] envelope) throws Exception {
        byte[] header = Arrays.copyOf(envelope, 14);
        byte[] info = ByteBuffer.allocate(label.length() + 14).put(label.getBytes(StandardCharsets.US_ASCII)).put(header).array();
        byte[] derived = KDF.getInstance("HKDF-SHA256").deriveData(
                HKDFParameterSpec.ofExtract().addIKM(parent).addSalt(Arrays.copyOfRange(envelope, 14, 46)).thenExpand(info, 44));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived, 0, 32, "AES"), new GCMParameterSpec(128, derived, 32, 12));
        cipher.updateAAD(header);
        cipher.updateAAD(place);
        return cipher.doFinal(envelope, 46, envelope.length - 46);
    }
}
