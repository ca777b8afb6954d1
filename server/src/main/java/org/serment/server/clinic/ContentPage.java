package org.serment.server.clinic;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.r4.Attached;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.record.Record;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// `GET /patients/{id}/documents/{document}/content/{number}`: the bytes of an attachment. The document passes the gate, and a
/// Binary that holds the bytes passes it once more: it may be closed to me though the document is open.
final class ContentPage implements Page {
    /// What a browser shows and can't run.
    private static final Set<String> SAFE = Set.of("application/pdf", "image/png", "image/jpeg");

    private final Gate gate;
    private final Record record;
    private final Refused refused;

    ContentPage(Gate gate, Record record, Refused refused) {
        this.gate = gate;
        this.record = record;
        this.refused = refused;
    }

    /// What was read at an address, and that the journal has it.
    private record Read(Released released, Optional<Resource> resource) {}

    @Override
    public Reply reply(Visit visit) {
        return switch (pass(visit, "DocumentReference", visit.part("document"))) {
            case Passage.Refused r -> refused.patient(visit, r);
            case Permit permit -> content(visit, read(permit));
        };
    }

    private Passage pass(Visit visit, String type, String id) {
        return gate.pass(visit.ask(Action.READ, type), new Address(visit.signedIn().actor().tenant(), type, id));
    }

    private Read read(Permit permit) {
        var opening = new Opening(gate, record, permit);
        var resource = opening.addressed();
        return new Read(opening.release(), resource);
    }

    private Reply content(Visit visit, Read document) {
        var attachment = document.resource.filter(d -> d.leadsTo("Patient", "subject").filter(visit.part("id")::equals).isPresent())
                .map(d -> d.all("content")).flatMap(c -> numbered(c, visit.part("number"))).map(c -> c.at("attachment"));
        if (attachment.isEmpty()) return refused.gone(visit, document.released);
        return switch (Documents.bytes(attachment.get())) {
            case Documents.Bytes.None _ -> refused.gone(visit, document.released);
            case Documents.Bytes.Inline i -> send(document.released, i.type(), i.body());
            case Documents.Bytes.Elsewhere e -> switch (pass(visit, "Binary", e.binary())) {
                case Passage.Refused r -> refused.patient(visit, r);
                case Permit permit -> binary(visit, read(permit));
            };
        };
    }

    private Reply binary(Visit visit, Read binary) {
        var body = binary.resource.flatMap(b -> Attached.bytes(b.text("data")));
        return body.isEmpty() ? refused.gone(visit, binary.released) : send(binary.released, Documents.bare(binary.resource.get().text("contentType")), body.get());
    }

    private static Optional<Resource> numbered(List<Resource> contents, String number) {
        return number.matches("\\d{1,3}") && Integer.parseInt(number) < contents.size() ? Optional.of(contents.get(Integer.parseInt(number))) : Optional.empty();
    }

    private static Reply send(Released released, String type, byte[] body) {
        if (SAFE.contains(type)) return Reply.inPlace(released, type, "document." + type.substring(type.indexOf('/') + 1), body);
        return Reply.download(released, type.equals("text/plain") ? "text/plain;charset=utf-8" : "application/octet-stream", type.equals("text/plain") ? "document.txt" : "document", body);
    }
}
