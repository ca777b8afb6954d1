package org.serment.server.clinic;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Message;
import org.serment.kernel.access.Reason;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Released;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// The refusal that explains itself. For one patient it is made of what is known of me and of nothing else, so that a record
/// that isn't open and one that isn't there are the same page.
final class Refused {
    /// @param role   key of a text
    /// @param units  where I work
    /// @param whole  what refuses whatever the resource is, in the kernel's words; empty when the page speaks of one patient
    /// @param lifts  key of a text: what would lift `whole`
    record Sheet(String role, List<String> units, Optional<String> whole, String lifts) {}

    private final Me me;
    private final InstantSource clock;

    Refused(Me me, InstantSource clock) {
        this.me = me;
        this.clock = clock;
    }

    /// One patient, or something of one patient.
    Reply patient(Visit visit, Passage.Refused refused) {
        var whole = refused.reasons().stream().filter(r -> bars(r.message())).findFirst();
        return whole.map(r -> sheet(visit, refused.released(), 403, Optional.of(r))).orElseGet(() -> gone(visit, refused.released()));
    }

    /// It is no longer there, or never was: the page of what isn't open.
    Reply gone(Visit visit, Released released) {
        return sheet(visit, released, 404, Optional.empty());
    }

    /// A whole type.
    Reply type(Visit visit, Passage.Refused refused) {
        return sheet(visit, refused.released(), 403, refused.reasons().stream().findFirst());
    }

    private Reply sheet(Visit visit, Released released, int status, Optional<Reason> whole) {
        var account = me.account(visit.signedIn().actor(), clock.instant());
        var units = account.map(Facts.Account::units).map(u -> u.values().stream().sorted().toList()).orElse(List.of());
        var text = whole.map(r -> r.text(Reason.Audience.CLINICIAN, Chart.language(visit.language())));
        return Reply.html(released, status, "clinic/refused",
                new Sheet("web.role." + visit.signedIn().role().name(), units, text, whole.map(r -> lifts(r.message())).orElse("")));
    }

    /// What is decided before any resource is looked at; all other reasons could tell that there is one.
    private static boolean bars(Message message) {
        return switch (message) {
            case NO_ACCOUNT, REVOKED, REVIEW_OVERDUE, SCOPE, PURPOSE, RIGHT -> true;
            case IN_CARE, BREAK_GLASS, OWN_RECORD, DIRECTORY, AUTHOR, UNIT, DUTY, TENANT, NOT_IN_CARE, NO_BREAK_GLASS, NOT_OWN, NOT_DIRECTORY, NOT_AUTHOR, NOT_UNIT,
                 OPPOSED, LABEL, USE_CASE, FACT_MISSING -> false;
        };
    }

    private static String lifts(Message message) {
        return switch (message) {
            case NO_ACCOUNT, REVOKED -> "clinic.refused.lift.account";
            case REVIEW_OVERDUE -> "clinic.refused.lift.review";
            case SCOPE, PURPOSE, RIGHT -> "clinic.refused.lift.role";
            case IN_CARE, BREAK_GLASS, OWN_RECORD, DIRECTORY, AUTHOR, UNIT, DUTY, TENANT, NOT_IN_CARE, NO_BREAK_GLASS, NOT_OWN, NOT_DIRECTORY, NOT_AUTHOR, NOT_UNIT,
                 OPPOSED, LABEL, USE_CASE, FACT_MISSING -> "clinic.refused.lift.care";
        };
    }
}
