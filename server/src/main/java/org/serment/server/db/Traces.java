package org.serment.server.db;

/// Stack traces for the log. The text of an exception may quote what it failed on; its class and its frames do not.
public final class Traces {
    private Traces() {}

    public static Throwable withoutTexts(Throwable thrown) {
        var bare = new Throwable(thrown.getClass().getName(), thrown.getCause() == null ? null : withoutTexts(thrown.getCause()));
        bare.setStackTrace(thrown.getStackTrace());
        return bare;
    }
}
