package org.serment.kernel.seal;

/// An envelope that doesn't open. One message for every cause: a wrong key, another place, a changed
/// bit and a cut tail look alike to whoever tries.
public final class Unreadable extends RuntimeException {

    public Unreadable() {
        super("unreadable", null, false, false);
    }
}
