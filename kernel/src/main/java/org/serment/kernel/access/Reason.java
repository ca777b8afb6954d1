package org.serment.kernel.access;

import java.util.List;
import java.util.Objects;

/// Why a decision is what it is.
///
/// @param rule the id of the rule that spoke, or of the check before all rules
/// @param facts the ids of the facts it rests on
public record Reason(String rule, List<String> facts, Message message) {

    public enum Audience { CLINICIAN, PATIENT, AUDITOR }

    public enum Language { FR, EN }

    public Reason {
        Objects.requireNonNull(rule);
        Objects.requireNonNull(message);
        facts = List.copyOf(facts);
    }

    public String text(Audience audience, Language language) {
        return message.text(audience, language);
    }
}
