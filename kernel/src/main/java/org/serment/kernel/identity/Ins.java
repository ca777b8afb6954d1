package org.serment.kernel.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/// A national health identity (INS): the 15 characters of a NIR or NIA with a right control key, and
/// the OID that says which of them it is. The first digit never tells a NIR from a NIA.
public record Ins(Kind kind, String value) {

    /// The authority of the number: ANS object identifiers 1.2.250.1.213.1.4.8 to .11. The last two
    /// are refused in production.
    public enum Kind {
        NIR("1.2.250.1.213.1.4.8"), NIA("1.2.250.1.213.1.4.9"),
        TEST("1.2.250.1.213.1.4.10"), DEMONSTRATION("1.2.250.1.213.1.4.11");

        private final String oid;

        Kind(String oid) {
            this.oid = oid;
        }

        public String oid() {
            return oid;
        }

        public static Optional<Kind> of(String oid) {
            for (Kind kind : values()) if (kind.oid.equals(oid)) return Optional.of(kind);
            return Optional.empty();
        }
    }

    /// Sex (7 and 8: temporary), year, month (01-12, or 20-99 when unknown), department, rest, key.
    private static final Pattern SHAPE =
            Pattern.compile("[1278]\\d{2}(?:0[1-9]|1[0-2]|[2-9]\\d)(?:\\d{2}|2[AB])\\d{6}\\d{2}");

    public Ins {
        if (!valid(value)) throw new IllegalArgumentException("not an INS with a right key");
    }

    /// Empty unless the OID is one of the four and the number has the shape and the key of a NIR.
    public static Optional<Ins> of(String oid, String value) {
        return valid(value) ? Kind.of(oid).map(kind -> new Ins(kind, value)) : Optional.empty();
    }

    public static boolean valid(String value) {
        return SHAPE.matcher(value).matches()
                && NirKey.of(value.substring(0, 13)) == Integer.parseInt(value.substring(13));
    }

    /// Never shows the number: it would end in a log.
    @Override
    public String toString() {
        return "Ins[" + kind + "]";
    }
}
