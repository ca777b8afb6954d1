package org.serment.server.fhir;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.serment.r4.Json;
import org.serment.r4.Normal;
import org.serment.r4.terms.Concept;
import org.serment.r4.terms.Expansion;
import org.serment.r4.terms.Terms;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `$lookup`, `$validate-code`, `$expand` on the code systems and value sets that come with R4 (FHIR R4 codesystem-operations.html,
/// valueset-operations.html). They touch no record, so nothing is decided and nothing journalled.
final class Terminology {
    private static final String DEFINITION = "http://hl7.org/fhir/OperationDefinition/";
    private static final Set<String> BOTH = Set.of("GET", "POST");
    /// Codes of one answer.
    private static final int MOST = 10_000;

    private Terminology() {}

    static List<Operation> operations() {
        return List.of(
                on("CodeSystem", "$lookup", "CodeSystem-lookup", Set.of("code", "system", "version", "coding", "date", "displayLanguage", "property"), Terminology::lookup),
                on("CodeSystem", "$validate-code", "CodeSystem-validate-code",
                        Set.of("url", "code", "version", "display", "coding", "codeableConcept", "date", "abstract", "displayLanguage"), Terminology::inSystem),
                on("ValueSet", "$validate-code", "ValueSet-validate-code",
                        Set.of("url", "valueSetVersion", "code", "system", "systemVersion", "display", "coding", "codeableConcept", "date", "abstract", "displayLanguage"), Terminology::inSet),
                on("ValueSet", "$expand", "ValueSet-expand", Set.of("url", "valueSetVersion", "filter", "date", "offset", "count", "activeOnly", "displayLanguage", "includeDesignations",
                        "includeDefinition", "excludeNested", "excludeNotForUI"), Terminology::expand));
    }

    private static Operation on(String type, String name, String definition, Set<String> parameters, Function<Arguments, Answer> work) {
        return new Operation(name, DEFINITION + definition, at -> at.type().equals(Optional.of(type)) && at.id().isEmpty(), BOTH, (call, _) -> Arguments.of(call, parameters, work));
    }

    // ---- code systems

    private record Coded(Optional<String> system, String code, Optional<String> display) {}

    private static Answer lookup(Arguments given) {
        var coded = coded(given, "system");
        if (coded.size() != 1 || coded.getFirst().system().isEmpty()) return needed("code", "say which code: code and system, or coding");
        var asked = coded.getFirst();
        var system = Terms.r4().system(asked.system().orElseThrow());
        if (system.isEmpty()) return noSystem("system");
        var concept = system.get().find(asked.code());
        if (concept.isEmpty()) return Answer.open(Outcomes.one(404, "not-found", "code", "the code system has no such code"));
        var answer = parameters();
        answer.withArray("parameter").addObject().put("name", "name").put("valueString", system.get().title());
        if (!system.get().version().isEmpty()) answer.withArray("parameter").addObject().put("name", "version").put("valueString", system.get().version());
        answer.withArray("parameter").addObject().put("name", "display").put("valueString", shown(concept.get()));
        property(answer, "inactive", !concept.get().active());
        property(answer, "notSelectable", concept.get().groups());
        return Answer.open(200, Json.write(answer));
    }

    private static void property(ObjectNode answer, String code, boolean value) {
        var parts = answer.withArray("parameter").addObject().put("name", "property").putArray("part");
        parts.addObject().put("name", "code").put("valueCode", code);
        parts.addObject().put("name", "value").put("valueBoolean", value);
    }

    private static Answer inSystem(Arguments given) {
        var coded = coded(given, "url");
        if (coded.isEmpty()) return needed("code", "say which code: url and code, coding, or codeableConcept");
        var any = coded.stream().filter(c -> c.system().flatMap(s -> Terms.r4().system(s)).isPresent()).toList();
        if (any.isEmpty()) return coded.stream().allMatch(c -> c.system().isEmpty()) ? needed("url", "say which code system: url, or the system of the coding") : noSystem("url");
        return judged(given, any, c -> Terms.r4().system(c.system().orElseThrow()).flatMap(s -> s.find(c.code())), "the code system");
    }

    // ---- value sets

    private static Answer inSet(Arguments given) {
        var url = given.text("url");
        if (url.isEmpty()) return needed("url", "say which value set: url");
        var coded = coded(given, "system");
        if (coded.isEmpty()) return needed("code", "say which code: code and system, coding, or codeableConcept");
        return expanded(url.get(), codes -> judged(given, coded, c -> codes.concepts().stream()
                .filter(k -> k.code().equals(c.code()) && c.system().filter(s -> !s.equals(k.system())).isEmpty()).findFirst(), "the value set"));
    }

    private static Answer expanded(String url, Function<Expansion.Codes, Answer> then) {
        return switch (Terms.r4().expand(url)) {
            case Expansion.Unknown _ -> Answer.open(Outcomes.one(404, "not-found", "url", "unknown value set: here are those of the R4 specification"));
            case Expansion.Elsewhere e -> Answer.open(Outcomes.one(422, "not-supported", "url", "the value set draws on what is not here: " + e.missing()));
            case Expansion.Codes codes -> then.apply(codes);
        };
    }

    private static Answer judged(Arguments given, List<Coded> coded, Function<Coded, Optional<Concept>> find, String where) {
        var message = where + " has no such code";
        for (var c : coded) {
            var concept = find.apply(c);
            if (concept.isEmpty()) continue;
            if (concept.get().groups() && !given.yes("abstract")) {
                message = "the code only groups others (abstract)";
                continue;
            }
            boolean named = c.display().filter(d -> !Normal.of(d).equals(Normal.of(shown(concept.get())))).isEmpty();
            return result(named, named ? Optional.empty() : Optional.of("the display is not that of the code"), Optional.of(shown(concept.get())));
        }
        return result(false, Optional.of(message), Optional.empty());
    }

    private static Answer result(boolean valid, Optional<String> message, Optional<String> display) {
        var answer = parameters();
        var all = answer.withArray("parameter");
        all.addObject().put("name", "result").put("valueBoolean", valid);
        message.ifPresent(m -> all.addObject().put("name", "message").put("valueString", m));
        display.ifPresent(d -> all.addObject().put("name", "display").put("valueString", d));
        return Answer.open(200, Json.write(answer));
    }

    private static Answer expand(Arguments given) {
        var url = given.text("url");
        if (url.isEmpty()) return needed("url", "say which value set: url");
        for (var number : List.of("count", "offset"))
            if (given.text(number).filter(n -> !n.matches("[0-9]{1,6}")).isPresent()) return Answer.open(Outcomes.one(400, "value", number, "a whole number"));
        int offset = given.text("offset").map(Integer::parseInt).orElse(0);
        int count = Math.min(MOST, given.text("count").map(Integer::parseInt).orElse(MOST));
        return expanded(url.get(), codes -> {
            var words = given.text("filter").map(Normal::of).orElse("");
            var all = codes.concepts().stream().filter(c -> c.active() || !given.yes("activeOnly"))
                    .filter(c -> !c.groups() || !given.yes("excludeNotForUI"))
                    .filter(c -> words.isEmpty() || Normal.of(c.display()).contains(words) || Normal.of(c.code()).contains(words)).toList();
            return Answer.open(200, Json.write(valueSet(given, codes, all, offset, count)));
        });
    }

    private static ObjectNode valueSet(Arguments given, Expansion.Codes codes, List<Concept> all, int offset, int count) {
        var set = JsonNodeFactory.instance.objectNode().put("resourceType", "ValueSet").put("url", codes.set().url());
        if (!codes.set().version().isEmpty()) set.put("version", codes.set().version());
        if (!codes.set().name().isEmpty()) set.put("name", codes.set().name());
        if (!codes.set().title().isEmpty()) set.put("title", codes.set().title());
        set.put("status", "active");
        var expansion = set.putObject("expansion").put("identifier", "urn:uuid:" + UUID.randomUUID()).put("timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("total", all.size()).put("offset", offset);
        var said = List.of("filter", "count", "offset", "activeOnly", "excludeNotForUI").stream().filter(n -> given.text(n).isPresent()).toList();
        if (!said.isEmpty()) {
            var parameters = expansion.putArray("parameter");
            for (var name : said) {
                var p = parameters.addObject().put("name", name);
                switch (name) {
                    case "count", "offset" -> p.put("valueInteger", Integer.parseInt(given.text(name).orElseThrow()));
                    case "filter" -> p.put("valueString", given.text(name).orElseThrow());
                    default -> p.put("valueBoolean", given.yes(name));
                }
            }
        }
        var page = all.subList(Math.min(offset, all.size()), Math.min(all.size(), offset + count));
        if (page.isEmpty()) return set;
        var contains = expansion.putArray("contains");
        for (var c : page) {
            var one = contains.addObject().put("system", c.system());
            if (c.groups()) one.put("abstract", true);
            if (!c.active()) one.put("inactive", true);
            one.put("code", c.code());
            if (!c.display().isEmpty()) one.put("display", c.display());
        }
        return set;
    }

    // ---- what is asked

    /// The codes asked about: `code` with its system, `coding`, or those of `codeableConcept`.
    private static List<Coded> coded(Arguments given, String systemParameter) {
        var all = new ArrayList<Coded>();
        given.text("code").ifPresent(code -> all.add(new Coded(given.text(systemParameter), code, given.text("display"))));
        given.object("coding").ifPresent(c -> coding(c, all));
        given.object("codeableConcept").ifPresent(c -> c.path("coding").forEach(one -> coding(one, all)));
        return all;
    }

    private static void coding(JsonNode coding, List<Coded> all) {
        if (coding.hasNonNull("code"))
            all.add(new Coded(Optional.ofNullable(coding.get("system")).map(JsonNode::asString), coding.path("code").asString(), Optional.ofNullable(coding.get("display")).map(JsonNode::asString)));
    }

    private static String shown(Concept concept) {
        return concept.display().isEmpty() ? concept.code() : concept.display();
    }

    private static ObjectNode parameters() {
        return JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
    }

    private static Answer needed(String parameter, String text) {
        return Answer.open(Outcomes.one(400, "required", parameter, text));
    }

    private static Answer noSystem(String parameter) {
        return Answer.open(Outcomes.one(404, "not-found", parameter, "unknown code system: here are HL7's own of the R4 specification, not SNOMED CT, LOINC or others'"));
    }
}
