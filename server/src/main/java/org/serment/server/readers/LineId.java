package org.serment.server.readers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.serment.server.journal.Seen;

/// The name of a line outside: a FHIR id such as `j4711-0`.
///
/// @param entry   number of the journal's entry
/// @param ordinal place of the line in it
public record LineId(long entry, int ordinal) {
    private static final Pattern FORM = Pattern.compile("j(0|[1-9]\\d{0,17})-(0|[1-9]\\d{0,8})");

    public static LineId of(Seen seen) {
        return new LineId(seen.entry(), seen.ordinal());
    }

    /// Empty for any text that [#text()] would not have written.
    public static Optional<LineId> parse(String text) {
        Matcher m = FORM.matcher(text);
        return m.matches() ? Optional.of(new LineId(Long.parseLong(m.group(1)), Integer.parseInt(m.group(2)))) : Optional.empty();
    }

    public String text() {
        return "j" + entry + "-" + ordinal;
    }
}
