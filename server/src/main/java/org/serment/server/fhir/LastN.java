package org.serment.server.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.r4.Problem;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.record.Found;
import org.serment.server.record.QueryString;
import org.serment.server.record.Record;
import tools.jackson.databind.JsonNode;

/// `Observation/$lastn` (FHIR R4 observation-operation-lastn.html): the newest observations of a patient, `max` of each code.
/// Codes that share a coding are one; without a coding the text counts.
final class LastN {
    /// As many pages of 1,000 are looked through.
    private static final int PAGES = 20;

    private final Gate gate;
    private final Record record;

    LastN(Gate gate, Record record) {
        this.gate = gate;
        this.record = record;
    }

    Operation operation() {
        return new Operation("$lastn", "http://hl7.org/fhir/OperationDefinition/Observation-lastn", at -> at.type().equals(Optional.of("Observation")) && at.id().isEmpty(),
                Set.of("GET", "POST"), (call, at) -> Arguments.query(call, this::answer));
    }

    private Answer answer(Call call) {
        var pairs = QueryString.pairs(call.query()).orElse(List.of());
        var max = call.parameter("max").orElse("1");
        if (call.values("patient").size() + call.values("subject").size() != 1) return bad("patient", "required", "one patient is needed: patient or subject");
        if (!max.matches("[1-9][0-9]{0,3}") || call.values("max").size() > 1) return bad("max", "invalid", "a number from 1 to 9999");
        for (var p : pairs)
            if (p.getKey().startsWith("_") && !Set.of("_format", "_pretty").contains(p.getKey()))
                return bad(p.getKey().matches("_[A-Za-z:]{1,40}") ? p.getKey() : "", "not-supported", "not a parameter of this operation");
        return switch (gate.pass(call.with(Arguments.without(pairs, Set.of("max", "_format", "_pretty"))).ask(Action.SEARCH, "Observation"))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.forbidden("Observation"));
            case Permit permit -> search(call, permit, Arguments.without(pairs, Set.of("max", "_format", "_pretty")) + "&_sort=-date&_count=1000", Integer.parseInt(max));
        };
    }

    private static Answer bad(String parameter, String code, String text) {
        return Answer.open(Outcomes.one(400, code, parameter, text));
    }

    private Answer search(Call call, Permit permit, String query, int max) {
        var groups = new Groups(max);
        var cursor = Optional.<String>empty();
        for (int n = 0; n < PAGES; n++) {
            switch (record.search(permit, query, cursor)) {
                case Record.Search.Refused r -> {
                    return refused(permit, r.problem());
                }
                case Record.Search.Page page -> {
                    page.found().forEach(groups::add);
                    cursor = page.next();
                    if (cursor.isEmpty()) return given(call, page, groups.all());
                }
            }
        }
        return refused(permit, new Problem("", "too-costly", "the patient has too many observations: narrow by category, code or date"));
    }

    private Answer refused(Permit permit, Problem problem) {
        return Answer.failure(gate.enter(permit, List.of()).release(), new Outcomes.Failure(400, List.of(problem)));
    }

    private Answer given(Call call, Record.Search.Page last, List<Found> newest) {
        var page = new Record.Search.Page(last.query(), newest, List.of(), Optional.empty(), last.asked(), Optional.empty(), List.of(), last.permits());
        var released = gate.enter(page.permits(), Record.touched(page), page.query()).release();
        return Answer.of(released, 200, Bundles.searchset(call.base(), call.base() + "/Observation/$lastn?" + call.query(), Optional.empty(), page));
    }

    /// The newest of each code, code by code, in the order of each code's newest.
    private static final class Groups {
        private final int max;
        private final Map<String, List<Found>> byCode = new HashMap<>();
        private final List<List<Found>> order = new ArrayList<>();

        Groups(int max) {
            this.max = max;
        }

        void add(Found observation) {
            var codes = codes(observation.resource().path("code"));
            var group = codes.stream().map(byCode::get).filter(g -> g != null).findFirst().orElseGet(() -> {
                var fresh = new ArrayList<Found>();
                order.add(fresh);
                return fresh;
            });
            codes.forEach(c -> byCode.putIfAbsent(c, group));
            if (group.size() < max) group.add(observation);
        }

        List<Found> all() {
            return order.stream().flatMap(List::stream).toList();
        }

        private static List<String> codes(JsonNode concept) {
            var codes = new ArrayList<String>();
            for (var c : concept.path("coding")) codes.add(c.path("system").asString("") + '|' + c.path("code").asString(""));
            return codes.isEmpty() ? List.of(concept.path("text").asString("")) : codes;
        }
    }
}
