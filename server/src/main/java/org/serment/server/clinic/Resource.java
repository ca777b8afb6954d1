package org.serment.server.clinic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.serment.server.record.Found;
import tools.jackson.databind.JsonNode;

/// A FHIR resource, or a part of one, as pages read it. Nothing in it is taken for granted: what is missing reads as empty.
record Resource(JsonNode json) {
    /// A code with its system and the text that goes with it.
    record Coding(String system, String code, String display) {
        static final Coding NONE = new Coding("", "", "");

        static Coding of(JsonNode json) {
            return new Coding(string(json.path("system")), string(json.path("code")), string(json.path("display")));
        }
    }

    /// A CodeableConcept.
    record Concept(String text, List<Coding> codings) {
        static final Concept NONE = new Concept("", List.of());

        static Concept of(JsonNode json) {
            var codings = new ArrayList<Coding>();
            for (var coding : json.path("coding")) codings.add(Coding.of(coding));
            return new Concept(string(json.path("text")), List.copyOf(codings));
        }

        boolean has(String code) {
            return codings.stream().anyMatch(c -> c.code().equals(code));
        }

        /// What people call it: the text, a coding's own text, at worst a code.
        String name() {
            return Stream.concat(Stream.of(text), Stream.concat(codings.stream().map(Coding::display), codings.stream().map(Coding::code)))
                    .filter(t -> !t.isBlank()).findFirst().orElse("");
        }

        /// The first code.
        String code() {
            return codings.stream().map(Coding::code).filter(c -> !c.isEmpty()).findFirst().orElse("");
        }
    }

    static Resource of(Found found) {
        return new Resource(found.resource());
    }

    String id() {
        return text("id");
    }

    /// A string at a path of members.
    String text(String... path) {
        return string(down(path));
    }

    Resource at(String... path) {
        return new Resource(down(path));
    }

    /// The elements of a list; none when it isn't there.
    List<Resource> all(String... path) {
        var list = down(path);
        if (!list.isArray()) return List.of();
        var all = new ArrayList<Resource>();
        for (var each : list) all.add(new Resource(each));
        return all;
    }

    Optional<Resource> first(String... path) {
        return all(path).stream().findFirst();
    }

    Concept concept(String... path) {
        return Concept.of(down(path));
    }

    List<Concept> concepts(String... path) {
        return all(path).stream().map(r -> Concept.of(r.json)).toList();
    }

    boolean has(String member) {
        return json.has(member);
    }

    /// The date, time or period under the first of the members that is there.
    When when(String... members) {
        return Stream.of(members).map(m -> When.of(json.path(m))).filter(When::known).findFirst().orElse(When.NEVER);
    }

    /// The logical id a reference at a path leads to, when it leads to a resource of that type here.
    Optional<String> leadsTo(String type, String... path) {
        var reference = down(path).path("reference");
        return Optional.of(string(reference)).filter(r -> r.startsWith(type + "/")).map(r -> r.substring(type.length() + 1)).map(r -> r.replaceFirst("/_history/.*", ""));
    }

    /// It was a mistake, or never came to be: not for pages of care.
    boolean withdrawn() {
        var status = text("status");
        return status.equals("entered-in-error") || status.equals("cancelled") || status.equals("not-done")
                || concept("verificationStatus").has("entered-in-error");
    }

    private JsonNode down(String... path) {
        var at = json;
        for (var member : path) at = at.path(member);
        return at;
    }

    static String string(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString("") : "";
    }
}
