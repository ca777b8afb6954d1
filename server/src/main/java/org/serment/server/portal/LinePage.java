package org.serment.server.portal;

import java.util.List;
import org.serment.kernel.access.Action;
import org.serment.kernel.trace.Line;
import org.serment.server.gate.Gate;
import org.serment.server.readers.LineId;
import org.serment.server.readers.Readers;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// One line of the journal, with all that it says.
final class LinePage implements Page {
    /// References of a line that are listed on its page; its proof holds them all.
    private static final int LISTED = 100;

    /// @param id its name in addresses
    record Model(String id, Whole told) {
        /// Whether the page is the place for its whole text.
        boolean brief() {
            return told.line.what().size() <= LISTED;
        }
    }

    /// A line told in full.
    ///
    /// @param why each reason in a sentence; of a refusal, all that are possible
    record Whole(Line line, Words.Who who, boolean refused, String did, String seen, String purpose, List<String> why, List<String> basis) {
        List<String> listed() {
            return line.what().subList(0, Math.min(LISTED, line.what().size()));
        }

        static Whole of(Line line, Words words) {
            return new Whole(line, words.who(line), line.outcome() == Line.Outcome.REFUSED, words.did(line), words.seen(line), words.purpose(line.purpose()),
                    words.why(line), words.basis(line));
        }
    }

    private final Gate gate;
    private final Readers readers;

    LinePage(Gate gate, Readers readers) {
        this.gate = gate;
        this.readers = readers;
    }

    @Override
    public Reply reply(Visit visit) {
        return Own.page(gate, visit, Action.READERS, "AuditEvent", own -> {
            var id = LineId.parse(visit.part("line"));
            var seen = id.flatMap(line -> readers.one(own.permit(), own.subject(), line));
            seen.ifPresent(s -> own.shows("AuditEvent/" + LineId.of(s).text()));
            var released = own.enter();
            return seen.map(s -> Reply.html(released, 200, "portal/line", new Model(LineId.of(s).text(), Whole.of(s.line(), ReadersPage.words(visit)))))
                    .orElseGet(() -> Reply.notFound(released));
        });
    }
}
