package org.serment.server.portal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The sections of my record: where each is, what it searches, and in what order.
enum Section {
    STAYS("Encounter", "-date", List.of(), List.of("stay", "emergency")),
    APPOINTMENTS("Appointment", "-date", List.of(), List.of()),
    PROBLEMS("Condition", "-recorded-date", List.of(new Kind("active", "clinical-status=active,recurrence,relapse"), new Kind("past", "clinical-status=inactive,remission,resolved")), List.of("active", "resolved")),
    ALLERGIES("AllergyIntolerance", "-date", List.of(), List.of("allergy", "criticality")),
    TREATMENTS("MedicationRequest", "-authoredon", List.of(new Kind("active", "status=active,on-hold"), new Kind("past", "status=stopped,completed,cancelled")), List.of("treatment")),
    VACCINATIONS("Immunization", "-date", List.of(), List.of("vaccine")),
    RESULTS("Observation", "-date", List.of(new Kind("laboratory", "category=laboratory"), new Kind("vital", "category=vital-signs"), new Kind("survey", "category=survey,social-history")), List.of("range", "unit", "judged")),
    PROCEDURES("Procedure", "-date", List.of(), List.of()),
    DOCUMENTS("DocumentReference", "-date", List.of(), List.of("superseded"));

    /// A part of a section that can be asked for by itself.
    record Kind(String name, String query) {}

    private final String type;
    private final String sort;
    private final List<Kind> kinds;
    private final List<String> glossary;

    Section(String type, String sort, List<Kind> kinds, List<String> glossary) {
        this.type = type;
        this.sort = sort;
        this.kinds = kinds;
        this.glossary = glossary;
    }

    String type() {
        return type;
    }

    List<Kind> kinds() {
        return kinds;
    }

    /// Words that are explained below it: `portal.glossary.WORD.word` and `.text`.
    List<String> glossary() {
        return glossary;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String path() {
        return "/record/" + key();
    }

    Optional<Kind> kind(Optional<String> name) {
        return name.flatMap(n -> kinds.stream().filter(k -> k.name().equals(n)).findFirst());
    }

    /// The search, newest first.
    String query(Optional<Kind> kind, int count) {
        return kind.map(k -> k.query() + "&").orElse("") + "_sort=" + sort + "&_count=" + count;
    }
}
