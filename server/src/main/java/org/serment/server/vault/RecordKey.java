package org.serment.server.vault;

import org.serment.kernel.seal.Key;

/// The key of one owner, ready to seal. Only the vault makes and uses it.
public final class RecordKey implements AutoCloseable {
    private final int tenant;
    private final long owner;
    private final int epoch;
    private final Key key;
    private final byte[] wrapped;

    RecordKey(int tenant, long owner, int epoch, Key key, byte[] wrapped) {
        this.tenant = tenant;
        this.owner = owner;
        this.epoch = epoch;
        this.key = key;
        this.wrapped = wrapped;
    }

    public int tenant() {
        return tenant;
    }

    public long owner() {
        return owner;
    }

    int epoch() {
        return epoch;
    }

    Key key() {
        return key;
    }

    byte[] wrapped() {
        return wrapped;
    }

    @Override
    public void close() {
        key.close();
    }
}
