package org.serment.r4;

/// How much a reader accepts.
///
/// @param bytes    length of the input
/// @param depth    nesting of elements
/// @param problems how many are listed before reading stops
public record Limits(int bytes, int depth, int problems) {
    /// 64 MiB, 64 levels, 20 problems.
    public static final Limits DEFAULT = new Limits(64 << 20, 64, 20);

    public Limits {
        if (bytes < 1 || depth < 1 || problems < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
