package org.serment.server.portal;

import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.journal.Seen;
import org.serment.server.readers.LineId;
import org.serment.server.readers.Readers;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// Who opened my record: the journal's lines about the caller, newest first.
///
/// Lines are sealed, so a question about persons or refusals opens them, up to a number a page; then it says how far it
/// looked and goes on from there. A page costs the same few statements however long the journal is.
final class ReadersPage implements Page {
    /// Lines of others on a page: the reader's own look-ups are folded and don't push them away.
    static final int SHOWN = 50;
    /// Lines a page, one's own included.
    static final int MOST = 200;
    /// Lines opened for one page of a question that picks.
    static final int OPENED = 500;

    /// @param people  who is on this page
    /// @param total   lines in the journal about this patient, within the days asked for
    /// @param shown   lines on this page
    /// @param looked  lines that were looked at for it
    /// @param reached the oldest of them
    /// @param next    where the next page is; empty on the last
    /// @param unfinished the page isn't full, but older lines were not looked at
    record Model(Wanted wanted, List<Opening.Day> days, List<Somebody> people, long total, int shown, int looked, Optional<Seen> reached, Optional<String> next, boolean unfinished) {}

    private final Gate gate;
    private final Readers readers;

    ReadersPage(Gate gate, Readers readers) {
        this.gate = gate;
        this.readers = readers;
    }

    @Override
    public Reply reply(Visit visit) {
        return Own.page(gate, visit, Action.READERS, "AuditEvent", own -> {
            var wanted = Wanted.of(visit);
            var model = model(own, wanted, words(visit));
            return Reply.html(own.enter(), wanted.errors().isEmpty() ? 200 : 400, "portal/readers", model);
        });
    }

    static Words words(Visit visit) {
        return new Words(visit.texts(), visit.language(), "account/" + visit.signedIn().actor().account());
    }

    private Model model(Own own, Wanted wanted, Words words) {
        var window = new Readers.Window(wanted.since(), wanted.until(), wanted.after(), wanted.picks() ? OPENED : MOST);
        var page = readers.list(own.permit(), own.subject(), window);
        var all = wanted.among(page.lines(), words);
        var shown = all.subList(0, fitting(all, words));
        boolean cut = shown.size() < all.size();
        var looked = cut ? page.lines().subList(0, page.lines().indexOf(shown.getLast()) + 1) : page.lines();
        var next = cut ? Optional.of(shown.getLast().position()) : page.next();
        shown.forEach(s -> own.shows("AuditEvent/" + LineId.of(s).text()));
        var days = Opening.days(shown, words);
        return new Model(wanted, days, Somebody.among(days, wanted), readers.count(own.permit(), own.subject(), window), shown.size(), looked.size(),
                looked.isEmpty() ? Optional.empty() : Optional.of(looked.getLast()), next.map(wanted::address), wanted.picks() && !cut && next.isPresent());
    }

    /// How many of the lines a page has room for.
    private static int fitting(List<Seen> lines, Words words) {
        int others = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (others == SHOWN || i == MOST) return i;
            if (!words.myself(lines.get(i).line())) others++;
        }
        return lines.size();
    }
}
