package org.serment.kernel.access;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One scope on data (SMART App Launch 2.2, "Scopes for requesting FHIR Resources"): `user/Observation.rs?category=…|laboratory`.
/// The forms of version 1 are read as what they mean in version 2: `.read` is `.rs`, `.write` is `.cud`, `.*` is `.cruds`.
///
/// @param context `patient`, `user` or `system`
/// @param type    a FHIR resource type, or `*`
/// @param letters some of `cruds`, in this order
/// @param query   a search that the resource must satisfy, as it came; empty for any. Never with type `*`
public record Scope(String context, String type, String letters, String query) {

    private static final Pattern FORM = Pattern.compile(
            "(patient|user|system)/(\\*|[A-Z][A-Za-z]{1,40})\\.(read|write|\\*|(?=[cruds])c?r?u?d?s?(?:\\?([!-~&&[^\"\\\\]]{1,500}))?)");

    /// Empty for what is no scope on data.
    public static Optional<Scope> of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) return Optional.empty();
        String query = parts.group(4) == null ? "" : parts.group(4);
        String rights = query.isEmpty() ? parts.group(3) : parts.group(3).substring(0, parts.group(3).indexOf('?'));
        if (!query.isEmpty() && parts.group(2).equals("*")) return Optional.empty();
        return Optional.of(new Scope(parts.group(1), parts.group(2), letters(rights), query));
    }

    private static String letters(String rights) {
        return switch (rights) {
            case "read" -> "rs";
            case "write" -> "cud";
            case "*" -> "cruds";
            default -> rights;
        };
    }

    /// Whether all that this one allows is allowed by `wider`.
    public boolean within(Scope wider) {
        return context.equals(wider.context) && (wider.type.equals("*") || wider.type.equals(type))
                && letters.chars().allMatch(letter -> wider.letters.indexOf(letter) >= 0)
                && (wider.query.isEmpty() || wider.query.equals(query));
    }
}
