package org.serment.kernel.merkle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// The name and the Ed25519 public key of a signer of notes (C2SP signed-note, signature type 0x01).
///
/// @param key the 32 bytes of RFC 8032
public record Vkey(String name, byte[] key) {

    private static final byte ED25519 = 1;
    /// What stands before the 32 bytes in an X.509 SubjectPublicKeyInfo (RFC 8410).
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    public Vkey {
        key = key.clone();
        if (key.length != 32 || !nameable(name)) throw new IllegalArgumentException("not a verifier key");
    }

    public static Vkey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (!Arrays.equals(encoded, 0, Math.min(encoded.length, SPKI.length), SPKI, 0, SPKI.length)) {
            throw new IllegalArgumentException("not an Ed25519 key");
        }
        return new Vkey(name, Arrays.copyOfRange(encoded, SPKI.length, encoded.length));
    }

    /// Reads `name+id+base64(type || key)`; empty for any text that [#format()] would not have written.
    public static Optional<Vkey> parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !nameable(parts[0])) return Optional.empty();
        return Base64Text.decode(parts[2])
                .filter(bytes -> bytes.length == 33 && bytes[0] == ED25519)
                .map(bytes -> new Vkey(parts[0], Arrays.copyOfRange(bytes, 1, 33)))
                .filter(vkey -> vkey.format().equals(text));
    }

    public String format() {
        byte[] typed = ByteBuffer.allocate(33).put(ED25519).put(key).array();
        return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Base64.getEncoder().encodeToString(typed);
    }

    /// SHA-256(name || 0x0A || 0x01 || key), of which the key id is the first four bytes.
    public byte[] fingerprint() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        bytes.write('\n');
        bytes.write(ED25519);
        bytes.writeBytes(key);
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    int id() {
        return ByteBuffer.wrap(fingerprint()).getInt();
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            byte[] spki = ByteBuffer.allocate(SPKI.length + 32).put(SPKI).put(key).array();
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// C2SP's rule (no space, no plus), and no mark that would change the name's look on a screen.
    static boolean nameable(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c == '+' || Character.isWhitespace(c)
                || Character.isSpaceChar(c) || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vkey vkey && vkey.name.equals(name) && Arrays.equals(vkey.key, key);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return format();
    }
}
