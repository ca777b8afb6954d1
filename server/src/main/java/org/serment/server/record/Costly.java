package org.serment.server.record;

/// Leaves a search that costs more than its [Bounds]; caught once, in [Searching].
final class Costly extends RuntimeException {
    final String parameter;

    Costly(String parameter) {
        super(parameter, null, false, false);
        this.parameter = parameter;
    }
}
