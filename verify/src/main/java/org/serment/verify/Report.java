package org.serment.verify;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.trace.Line;
import org.serment.kernel.trace.Verdict.Genuine;

/// What a genuine proof shows, in plain English.
final class Report {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss.SSS 'UTC'", Locale.ENGLISH);

    private Report() {}

    static String of(Genuine genuine, boolean keyWasGiven) {
        Line line = genuine.line();
        List<String> text = new ArrayList<>();
        text.add("GENUINE: this line is, word for word, in the journal named below.");
        text.add("");
        text.add("  Who      " + who(line));
        text.add("  With     " + line.client() + (line.machine() ? " (a program; no person stood behind it)" : ""));
        text.add("  When     " + TIME.format(line.time().atOffset(ZoneOffset.UTC)));
        text.add("  Did      " + did(line.action()) + (line.outcome() == Line.Outcome.GRANTED ? "" : ": refused, nothing was shown"));
        text.add("  Why      " + why(line));
        text.add("  Patient  " + (line.patient().isEmpty() ? "none" : line.patient()));
        text.add("  What     " + what(line));
        text.add("  Request  " + line.request() + ", establishment " + line.tenant());
        text.add("");
        text.add("  Journal  " + genuine.checkpoint().origin() + ", size " + genuine.checkpoint().size() + " when it was signed");
        text.add("  Key      " + fingerprint(genuine.key()));
        text.add("");
        text.add(keyWasGiven
                ? "The journal's key is the one that you gave."
                : "Compare the key's fingerprint with the one that the hospital publishes: anyone can sign a journal of their own.");
        return String.join("\n", text) + "\n";
    }

    /// SHA-256 in groups of four digits; the first two groups are the key's id in its published text.
    static String fingerprint(Vkey key) {
        return HexFormat.of().formatHex(key.fingerprint()).replaceAll("(.{4})(?=.)", "$1 ");
    }

    private static String who(Line line) {
        String known = Stream.of(line.name(), line.role().toLowerCase(Locale.ROOT), line.unit(), line.organisation())
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        return known.isEmpty() ? line.actor() : known + " (" + line.actor() + ")";
    }

    private static String why(Line line) {
        return Stream.of(why(line.purpose()),
                        line.reasons().isEmpty() ? "" : "rules " + String.join(", ", line.reasons()),
                        line.basis().isEmpty() ? "" : "legal basis " + line.basis())
                .filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String what(Line line) {
        String count = line.count() == 1 ? "1 resource" : line.count() + " resources";
        return line.what().isEmpty() ? count : count + ": " + String.join(", ", line.what());
    }

    private static String did(Action action) {
        return switch (action) {
            case READ -> "read";
            case VREAD -> "read an old version";
            case HISTORY -> "read the history";
            case SEARCH -> "found by a search";
            case CREATE -> "created";
            case UPDATE -> "changed";
            case DELETE -> "deleted";
            case READERS -> "asked who had opened the record";
            case EXPORT -> "copied out in bulk";
            case PROOF -> "downloaded a proof of who had opened the record";
        };
    }

    private static String why(Purpose purpose) {
        return switch (purpose) {
            case TREAT -> "treatment";
            case ETREAT -> "emergency treatment";
            case HPAYMT -> "payment";
            case HOPERAT -> "the hospital's operations";
            case HRESCH -> "research";
            case PUBHLTH -> "public health";
            case PATRQT -> "the patient's own request";
        };
    }
}
