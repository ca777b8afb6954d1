package org.serment.kernel.seal;

import java.nio.ByteBuffer;

/// Seals a message under a key of its own, derived from `parent` and a random salt; opens it again.
/// The associated data names the place of the message (tenant, type, id, version, subject ...): an
/// envelope moved to another place does not open. The bytes are those of `docs/spec/envelope.md`.
public final class Seal {

    /// How many bytes longer an envelope is than its message.
    public static final int OVERHEAD = Envelope.OVERHEAD;

    private static final Envelope ENVELOPE = new Envelope("serment/seal/1");

    private Seal() {}

    /// What an envelope says of itself in clear. It is authenticated on opening only.
    ///
    /// @param keyId the parent key's number, as the sealer named it
    /// @param epoch the parent key's epoch
    public record Header(int version, int suite, long keyId, int epoch) {}

    /// @param salt 32 random bytes, never used before
    public static byte[] seal(Key parent, long keyId, int epoch, byte[] salt, byte[] aad, byte[] plain) {
        return ENVELOPE.close(parent, keyId, epoch, salt, aad, plain);
    }

    /// @throws Unreadable whatever the cause
    public static byte[] open(Key parent, byte[] aad, byte[] envelope) {
        return ENVELOPE.open(parent, aad, envelope);
    }

    /// @throws Unreadable when the bytes can't be an envelope of a version and suite known here
    public static Header header(byte[] envelope) {
        if (envelope.length < OVERHEAD || envelope[0] != Envelope.VERSION || envelope[1] != Envelope.SUITE) {
            throw new Unreadable();
        }
        ByteBuffer in = ByteBuffer.wrap(envelope);
        return new Header(in.get(), in.get(), in.getLong(), in.getInt());
    }
}
