package org.serment.kernel.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// The blind index of one establishment and epoch: equal values give equal opaque numbers, to whoever
/// holds the index key and to no one else. The bytes are those of `docs/spec/index-token.md`.
/// Immutable and thread safe; each thread takes a [Hasher] of its own.
public final class BlindIndex {

    private final Key indexKey;
    private final int tenant;
    private final int epoch;

    public BlindIndex(Key indexKey, int tenant, int epoch) {
        this.indexKey = indexKey;
        this.tenant = tenant;
        this.epoch = epoch;
    }

    public Hasher hasher() {
        return new Hasher(new Hmac(indexKey), tenant, epoch);
    }

    /// Not thread safe.
    public static final class Hasher {

        private static final byte TOKEN = 1;
        private static final byte EXACT = 2;
        private static final byte REFERENCE = 3;

        private final Hmac hmac;
        private final byte[] prefix = new byte[17];
        private final ByteBuffer fields = ByteBuffer.wrap(prefix);

        private Hasher(Hmac hmac, int tenant, int epoch) {
            this.hmac = hmac;
            fields.putInt(1, tenant).putInt(5, epoch);
        }

        /// 64 bits: a search value whose rare false match is harmless or rechecked.
        public long token(int param, String value) {
            return ByteBuffer.wrap(hash(TOKEN, param, value)).getLong();
        }

        /// 128 bits: an identifier.
        public UUID exact(int param, String value) {
            return uuid(hash(EXACT, param, value));
        }

        /// 128 bits of `Type/id`: a resource and whatever refers to it.
        public UUID reference(String typeSlashId) {
            return uuid(hash(REFERENCE, 0, typeSlashId));
        }

        private byte[] hash(byte kind, int param, String value) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            fields.put(0, kind).putInt(9, param).putInt(13, utf8.length);
            return hmac.of(prefix, utf8);
        }

        private static UUID uuid(byte[] hash) {
            ByteBuffer in = ByteBuffer.wrap(hash);
            return new UUID(in.getLong(), in.getLong());
        }
    }
}
