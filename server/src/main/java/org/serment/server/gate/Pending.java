package org.serment.server.gate;

import org.serment.server.journal.Receipt;

/// A journal entry on its way.
public final class Pending {
    private final Receipt receipt;
    private final String request;

    Pending(Receipt receipt, String request) {
        this.receipt = receipt;
        this.request = request;
    }

    /// Waits until the entry is durable.
    public Released release() {
        receipt.await();
        return new Released(request);
    }
}
