package org.serment.kernel.access;

import java.util.List;

/// A condition of a WHERE clause, with `?` for each bind: a [Long], an [Integer], a `long[]` or an
/// `int[]`. No value is ever written into the text.
public record Sql(String text, List<Object> binds) {

    public Sql {
        binds = List.copyOf(binds);
    }
}
