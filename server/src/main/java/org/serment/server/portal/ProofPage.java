package org.serment.server.portal;

import java.nio.charset.StandardCharsets;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.journal.Proved;
import org.serment.server.readers.LineId;
import org.serment.server.readers.Readers;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// The proof of one line, to keep. Its file name holds the line's number and nothing of anybody.
final class ProofPage implements Page {
    /// The page that says to come back in a second.
    record Model(String id) {}

    private final Gate gate;
    private final Readers readers;

    ProofPage(Gate gate, Readers readers) {
        this.gate = gate;
        this.readers = readers;
    }

    @Override
    public Reply reply(Visit visit) {
        return Own.page(gate, visit, Action.PROOF, "AuditEvent", own -> {
            var id = LineId.parse(visit.part("line"));
            var proved = id.map(line -> readers.prove(own.permit(), own.subject(), line)).orElseGet(Proved.Absent::new);
            return switch (proved) {
                case Proved.File file -> {
                    var name = id.orElseThrow().text();
                    own.shows("AuditEvent/" + name);
                    yield Reply.download(own.enter(), "text/plain;charset=utf-8", "serment-" + name + ".proof.txt", file.text().getBytes(StandardCharsets.UTF_8));
                }
                case Proved.NotYet _ -> Reply.html(own.enter(), 503, "portal/not-yet", new Model(id.orElseThrow().text()));
                case Proved.Absent _ -> Reply.notFound(own.enter());
            };
        });
    }
}
