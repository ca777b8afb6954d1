package org.serment.r4.extract;

import org.serment.r4.Value;

/// Receives values, in the order found.
interface Sink {
    void add(Value value);
}
