package org.serment.server.portal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.kernel.access.Message;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Reason;
import org.serment.kernel.access.Role;
import org.serment.kernel.trace.Line;
import org.serment.server.web.Language;
import org.serment.server.web.Texts;

/// A line of the journal in a patient's words.
///
/// @param self the reference of the reader's own account, as lines write it
record Words(Texts texts, Language language, String self) {
    /// Who did it.
    ///
    /// @param name    "You", a name, or the account's number when the journal has no name
    /// @param role    in words; empty when unknown
    /// @param machine no person stood behind it
    /// @param with    which application acted for the person; empty for our own pages
    record Who(String name, String role, String unit, boolean own, boolean machine, String with) {
        /// The same, whatever the application.
        Who person() {
            return new Who(name, role, unit, own, machine, "");
        }

        /// The reader, on our own pages: an application that acts for the reader is worth a look.
        boolean myself() {
            return own && with.isEmpty();
        }
    }

    /// The client that lines name when somebody used our pages.
    private static final String PAGES = "pages";
    /// What lines of a change of the means of signing in are about.
    private static final String FACTORS = "factors/";

    boolean myself(Line line) {
        return who(line).myself();
    }

    Who who(Line line) {
        var unit = line.unit().isEmpty() || line.organisation().isEmpty() ? line.unit() + line.organisation() : line.unit() + ", " + line.organisation();
        var with = with(line);
        if (line.actor().equals(self) && !line.machine()) return new Who(texts.of("portal.who.you"), "", "", true, false, with);
        var name = line.name().isEmpty() ? texts.of("portal.who.account", line.actor().replaceFirst("^account/", "")) : line.name();
        return new Who(name, role(line), unit, false, line.machine(), with);
    }

    /// Whoever came by new means of signing in acts under the reader's name and may be somebody else: never folded away as one's own.
    private String with(Line line) {
        if (line.what().stream().anyMatch(w -> w.startsWith(FACTORS))) return texts.of("portal.who.signing");
        return line.machine() || line.client().isEmpty() || line.client().equals(PAGES) ? "" : texts.of("portal.who.with", line.client());
    }

    private String role(Line line) {
        return Arrays.stream(Role.values()).filter(r -> r.name().equals(line.role())).findFirst().map(this::role).orElse(line.role());
    }

    String role(Role role) {
        return texts.of("portal.role." + role.name());
    }

    /// What was done, or tried.
    String did(Line line) {
        return texts.of("portal.did." + line.outcome().name() + "." + line.action().name());
    }

    String purpose(Purpose purpose) {
        return texts.of("portal.purpose." + purpose.name());
    }

    /// What was seen, written or asked for, kind by kind, with how many of each.
    String seen(Line line) {
        var kinds = new LinkedHashMap<String, Integer>();
        for (var what : line.what()) kinds.merge(what.indexOf('/') > 0 ? what.substring(0, what.indexOf('/')) : what, 1, Integer::sum);
        if (kinds.isEmpty()) return texts.of(line.outcome() == Line.Outcome.REFUSED ? "portal.seen.unnamed" : "portal.seen.nothing");
        return kinds.entrySet().stream().map(this::kind).collect(Collectors.joining(", "));
    }

    private String kind(Map.Entry<String, Integer> kind) {
        return kind.getValue() == 1 ? type(kind.getKey()) : texts.of("portal.seen.several", type(kind.getKey()), kind.getValue());
    }

    String type(String type) {
        var key = "portal.type." + type;
        return texts.has(key) ? texts.of(key) : texts.of("portal.type.other", type);
    }

    /// Why it was granted, or what it can have been refused for.
    List<String> why(Line line) {
        return Why.of(line).stream().map(this::message).toList();
    }

    String message(Message message) {
        return new Reason("", List.of(), message).text(Reason.Audience.PATIENT, Reason.Language.valueOf(language.name()));
    }

    /// Why, in one sentence.
    Optional<String> shortly(Line line) {
        var all = why(line);
        if (all.size() > 1 && line.outcome() == Line.Outcome.REFUSED) return Optional.of(texts.of("portal.why.several"));
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", all));
    }

    /// The law that it rests on, in words; as the journal has it where there are none.
    List<String> basis(Line line) {
        return Why.bases(line).stream().map(this::basis).toList();
    }

    String basis(String basis) {
        var key = "portal.basis." + basis.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
        return texts.has(key) ? texts.of(key) : basis;
    }
}
