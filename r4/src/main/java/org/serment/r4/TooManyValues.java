package org.serment.r4;

/// A resource gives more search values than a store should index: answer it as too costly, never with some left out.
public final class TooManyValues extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int param;

    public TooManyValues(int param) {
        super("too many search values for " + Params.get(param).type() + "." + Params.get(param).code());
        this.param = param;
    }

    /// The parameter whose values passed the limit.
    public int param() {
        return param;
    }
}
