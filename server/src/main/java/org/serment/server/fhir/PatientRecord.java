package org.serment.server.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.record.Record;

/// `Patient/[id]/$everything` (FHIR R4 patient-operation-everything.html): one journal entry a page.
final class PatientRecord {
    private final Gate gate;
    private final Record record;

    PatientRecord(Gate gate, Record record) {
        this.gate = gate;
        this.record = record;
    }

    Operation everything() {
        return new Operation("$everything", "http://hl7.org/fhir/OperationDefinition/Patient-everything", at -> at.type().equals(Optional.of("Patient")) && at.id().isPresent(),
                Set.of("GET", "POST"), (call, at) -> Arguments.query(call, given -> everything(given, at.id().orElseThrow())));
    }

    private Answer everything(Call call, String id) {
        var address = new Address(call.actor().tenant(), "Patient", id);
        return switch (gate.pass(call.ask(Action.SEARCH, "Patient"), address)) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.notFound());
            case Permit permit when permit.standing().orElseThrow().deleted() -> Answer.failure(gate.enter(permit, Reads.touched(permit, address)).release(), Outcomes.gone());
            case Permit permit -> switch (record.everything(permit, call.query(), call.parameter("_cursor"))) {
                case Record.Search.Refused r -> Answer.failure(gate.enter(permit, List.of()).release(), new Outcomes.Failure(400, List.of(r.problem())));
                case Record.Search.Page page -> {
                    var released = gate.enter(page.permits(), Record.touched(page), page.query()).release();
                    var place = call.base() + '/' + address.reference() + "/$everything";
                    yield Answer.of(released, 200, Bundles.searchset(call.base(), call.query().isEmpty() ? place : place + '?' + call.query(), page.next().map(n -> place + "?_cursor=" + n), page));
                }
            };
        };
    }
}
