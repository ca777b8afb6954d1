package org.serment.server.portal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Message;
import org.serment.kernel.access.Rule;
import org.serment.kernel.trace.Line;

/// What the rules that a line names tell the patient. A line keeps which rules spoke, not which of their conditions failed:
/// of a refusal there can be several possible reasons, and all of them are told.
final class Why {
    private Why() {}

    static List<Message> of(Line line) {
        return reasons(line).stream().flatMap(id -> of(id, line.outcome()).stream()).distinct().toList();
    }

    /// The legal bases. Those of rules that spoke for other parts of the request only are left out, like their reasons.
    static List<String> bases(Line line) {
        var others = line.reasons().stream().filter(id -> !reasons(line).contains(id)).map(Why::basis).flatMap(Optional::stream).collect(Collectors.toSet());
        var own = reasons(line).stream().map(Why::basis).flatMap(Optional::stream).collect(Collectors.toSet());
        return Arrays.stream(line.basis().split(";")).map(String::strip).filter(b -> !b.isEmpty() && (own.contains(b) || !others.contains(b))).distinct().toList();
    }

    /// The rules that speak of this patient: one for the directory, which holds no patient, spoke for something else in the same request.
    private static List<String> reasons(Line line) {
        var all = line.reasons().stream().filter(id -> rule(id).filter(r -> r.tie() == Rule.Tie.DIRECTORY).isEmpty()).toList();
        return all.isEmpty() ? line.reasons() : all;
    }

    private static Optional<String> basis(String id) {
        return rule(id).map(Rule::basis);
    }

    private static Optional<Rule> rule(String id) {
        return HospitalRules.POLICY.rules().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    /// Empty for a rule that is no longer in the book.
    static List<Message> of(String rule, Line.Outcome outcome) {
        return switch (rule) {
            case "tenant" -> List.of(Message.TENANT);
            case "account" -> List.of(Message.NO_ACCOUNT, Message.REVOKED);
            case "review" -> List.of(Message.REVIEW_OVERDUE);
            case "scope" -> List.of(Message.SCOPE);
            case "purpose" -> List.of(Message.PURPOSE);
            case "role" -> List.of(Message.RIGHT);
            case "own" -> List.of(Message.NOT_OWN);
            default -> rule(rule).map(r -> outcome == Line.Outcome.GRANTED ? List.of(granted(r.tie())) : refused(r)).orElse(List.of());
        };
    }

    static Message granted(Rule.Tie tie) {
        return switch (tie) {
            case IN_CARE -> Message.IN_CARE;
            case BREAK_GLASS -> Message.BREAK_GLASS;
            case OWN_RECORD -> Message.OWN_RECORD;
            case DIRECTORY -> Message.DIRECTORY;
            case AUTHOR -> Message.AUTHOR;
            case UNIT -> Message.UNIT;
            case DUTY -> Message.DUTY;
        };
    }

    private static List<Message> refused(Rule rule) {
        var all = new ArrayList<>(refused(rule.tie()));
        for (var guard : Rule.Guard.values()) if (rule.guards().contains(guard)) all.addAll(refused(guard));
        return all;
    }

    static List<Message> refused(Rule.Tie tie) {
        return switch (tie) {
            case IN_CARE -> List.of(Message.NOT_IN_CARE);
            case BREAK_GLASS -> List.of(Message.NO_BREAK_GLASS);
            case OWN_RECORD -> List.of(Message.NOT_OWN);
            case DIRECTORY -> List.of(Message.NOT_DIRECTORY);
            case AUTHOR -> List.of(Message.NOT_AUTHOR);
            case UNIT -> List.of(Message.NOT_UNIT);
            case DUTY -> List.of();
        };
    }

    static List<Message> refused(Rule.Guard guard) {
        return switch (guard) {
            case OPPOSITION -> List.of(Message.OPPOSED, Message.FACT_MISSING);
            case CLEARANCE -> List.of(Message.LABEL, Message.FACT_MISSING);
            case USE_CASE -> List.of(Message.USE_CASE, Message.FACT_MISSING);
        };
    }
}
