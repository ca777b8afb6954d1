package org.serment.server.signin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An authenticator in software, and as much of a browser as it needs: makes one passkey (ES256, attestation "none") and shows it.
final class SoftKey {
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int ATTESTED = 64;

    private final byte[] id = new byte[24];
    private final KeyPair pair;
    private final String origin;
    private byte[] user = {};
    int counter = 7;
    boolean verifies = true;

    SoftKey(int port) throws GeneralSecurityException {
        origin = "http://localhost:" + port;
        new SecureRandom().nextBytes(id);
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
    }

    /// What `navigator.credentials.create` gives.
    String make(String options) throws GeneralSecurityException {
        var asked = JsonMapper.shared().readTree(options);
        Assertions.assertEquals("required", asked.at("/authenticatorSelection/userVerification").asString());
        Assertions.assertEquals("required", asked.at("/authenticatorSelection/residentKey").asString());
        user = decoded(asked.at("/user/id").asString());
        byte[] data = data(asked.at("/rp/id").asString(), ATTESTED, attested());
        var object = new ByteArrayOutputStream();
        object.write(0xa3);
        text(object, "fmt");
        text(object, "none");
        text(object, "attStmt");
        object.write(0xa0);
        text(object, "authData");
        bytes(object, data);
        return answer(Map.of("clientDataJSON", encoded(client("webauthn.create", asked)), "attestationObject", encoded(object.toByteArray()), "transports", new String[] {"internal"}));
    }

    /// What `navigator.credentials.get` gives.
    String show(String options) throws GeneralSecurityException {
        var asked = JsonMapper.shared().readTree(options);
        Assertions.assertEquals("required", asked.path("userVerification").asString());
        byte[] data = data(asked.path("rpId").asString(), 0, new byte[0]);
        byte[] client = client("webauthn.get", asked);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(data);
        signature.update(sha256(client));
        return answer(Map.of("clientDataJSON", encoded(client), "authenticatorData", encoded(data), "signature", encoded(signature.sign()), "userHandle", encoded(user)));
    }

    private String answer(Map<String, Object> response) {
        return JsonMapper.shared().writeValueAsString(Map.of("id", encoded(id), "rawId", encoded(id), "type", "public-key", "response", response,
                "authenticatorAttachment", "platform", "clientExtensionResults", Map.of()));
    }

    private byte[] client(String type, JsonNode asked) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + asked.path("challenge").asString() + "\",\"origin\":\"" + origin + "\",\"crossOrigin\":false}").getBytes(StandardCharsets.UTF_8);
    }

    /// Authenticator data (WebAuthn 6.1).
    private byte[] data(String rp, int flags, byte[] rest) throws GeneralSecurityException {
        return ByteBuffer.allocate(37 + rest.length).put(sha256(rp.getBytes(StandardCharsets.UTF_8))).put((byte) (PRESENT | (verifies ? VERIFIED : 0) | flags))
                .putInt(counter++).put(rest).array();
    }

    private byte[] attested() {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        var key = new ByteArrayOutputStream();
        key.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21});
        bytes(key, coordinate(point.getAffineX().toByteArray()));
        key.write(0x22);
        bytes(key, coordinate(point.getAffineY().toByteArray()));
        return ByteBuffer.allocate(18 + id.length + key.size()).put(new byte[16]).putShort((short) id.length).put(id).put(key.toByteArray()).array();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        cbor.write(0x60 + text.length());
        cbor.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void bytes(ByteArrayOutputStream cbor, byte[] bytes) {
        if (bytes.length > 255) cbor.writeBytes(new byte[] {0x59, (byte) (bytes.length >> 8), (byte) bytes.length});
        else cbor.writeBytes(new byte[] {0x58, (byte) bytes.length});
        cbor.writeBytes(bytes);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
