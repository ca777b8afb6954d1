package org.serment.kernel.merkle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// 32 bytes of SHA-256, as a value: four big-endian words.
public record Hash(long a, long b, long c, long d) {

    public static final int BYTES = 32;

    /// The root of the empty tree: SHA-256 of nothing.
    public static final Hash EMPTY = digest();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /// @throws IllegalArgumentException unless there are 32 bytes
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("a hash has 32 bytes");
        return read(ByteBuffer.wrap(bytes));
    }

    /// RFC 6962 2.1: SHA-256(0x00 || data).
    public static Hash leaf(byte[] data) {
        return digest(LEAF, data);
    }

    /// RFC 6962 2.1: SHA-256(0x01 || left || right).
    public static Hash node(Hash left, Hash right) {
        return digest(NODE, left.bytes(), right.bytes());
    }

    /// The root over a list of leaf hashes.
    public static Hash root(List<Hash> leaves) {
        int size = leaves.size();
        if (size == 0) return EMPTY;
        if (size == 1) return leaves.getFirst();
        int left = (int) Proof.split(size);
        return node(root(leaves.subList(0, left)), root(leaves.subList(left, size)));
    }

    /// Standard base64; refuses what encoding would not have written.
    public static Optional<Hash> parse(String base64) {
        return Base64Text.decode(base64).filter(bytes -> bytes.length == BYTES).map(Hash::of);
    }

    public byte[] bytes() {
        byte[] out = new byte[BYTES];
        write(ByteBuffer.wrap(out));
        return out;
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }

    static Hash read(ByteBuffer in) {
        return new Hash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    void write(ByteBuffer out) {
        out.putLong(a).putLong(b).putLong(c).putLong(d);
    }

    private static Hash digest(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) sha256.update(part);
            return of(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
