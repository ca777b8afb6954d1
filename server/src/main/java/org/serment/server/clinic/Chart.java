package org.serment.server.clinic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Message;
import org.serment.kernel.access.Reason;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.record.Record;
import org.serment.server.web.Language;
import org.serment.server.web.Page;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// What is around each section of a record: the banner and the way to the others.
///
/// @param section which one this is
record Chart(String id, String section, Banner banner) {
    /// The sections, in the order of the tabs.
    static final List<String> SECTIONS = List.of("summary", "timeline", "vitals", "results", "conditions", "medications", "documents", "team");

    static String path(String id, String section) {
        return section.equals("summary") ? "/patients/" + id : "/patients/" + id + "/" + section;
    }

    String path(String other) {
        return path(id, other);
    }

    /// What a section is made from.
    ///
    /// @param patient `Patient/id`
    record Look(Visit visit, Opening opening, Words words, Instant now, Chart chart, Banner.Material material) {
        String patient() {
            return "Patient/" + chart.id;
        }

        /// Why a patient came is clinical: a stay that is open for a duty, without care, is shown without it.
        boolean reasons() {
            return opening.terms().reasons().stream().noneMatch(r -> r.message() == Message.DUTY);
        }

        /// An adult, as far as ranges of adults go.
        boolean adult() {
            return new When(material.patient().text("birthDate"), "", false).start().filter(b -> b.isBefore(now.minus(Duration.ofDays(16 * 365 + 4)))).isPresent();
        }
    }

    /// A section as it is shown; without a template there is no such thing in this record.
    record Content(String template, Object page) {
        static final Content MISSING = new Content("", "");
    }

    /// What a visit asks of a section.
    interface Asked {
        Function<Look, Content> of(Visit visit);
    }

    /// Opens a record, and shows one of its sections.
    static final class Reading {
        private final Gate gate;
        private final Record record;
        private final Refused refused;
        private final Codes codes;
        private final InstantSource clock;

        Reading(Gate gate, Record record, Refused refused, Codes codes, InstantSource clock) {
            this.gate = gate;
            this.record = record;
            this.refused = refused;
            this.codes = codes;
            this.clock = clock;
        }

        Page page(String section, Function<Look, Content> show) {
            return page(section, (Asked) _ -> show);
        }

        /// @param asked reads what the address asks for, before the gate is asked: what can't be read never breaks a page that is open
        Page page(String section, Asked asked) {
            return visit -> {
                var show = asked.of(visit);
                var address = new Address(visit.signedIn().actor().tenant(), "Patient", visit.part("id"));
                return switch (gate.pass(visit.ask(Action.READ, "Patient"), address)) {
                    case Passage.Refused r -> refused.patient(visit, r);
                    case Permit permit -> open(visit, permit, section, show);
                };
            };
        }

        private Reply open(Visit visit, Permit permit, String section, Function<Look, Content> show) {
            var opening = new Opening(gate, record, permit);
            var patient = opening.addressed();
            if (patient.isEmpty()) return refused.gone(visit, opening.release());
            var words = Words.of(visit, codes);
            var now = clock.instant();
            var material = Banner.Material.read(opening, patient.get());
            var chart = new Chart(patient.get().id(), section, Banner.of(material, words, why(permit.terms(), material.stay().isPresent(), words), now));
            var content = show.apply(new Look(visit, opening, words, now, chart, material));
            var released = opening.release();
            return content == Content.MISSING ? refused.gone(visit, released) : Reply.html(released, 200, content.template, content.page);
        }

        private static Banner.Why why(Decision.Terms terms, boolean staying, Words words) {
            var lasting = terms.reasons().stream().map(r -> lasting(r.message(), staying)).filter(l -> !l.isEmpty()).findFirst().orElse("");
            return new Banner.Why(terms.reasons().stream().map(r -> r.text(Reason.Audience.CLINICIAN, language(words.language()))).distinct().toList(), terms.basis(),
                    words.format().moment(terms.until()), lasting);
        }

        /// @param staying the patient is in the hospital: a care relationship lasts as long, and a while beyond
        private static String lasting(Message message, boolean staying) {
            return switch (message) {
                case IN_CARE -> staying ? "clinic.why.staying" : "clinic.why.left";
                case DUTY -> "clinic.why.duty";
                case BREAK_GLASS, OWN_RECORD, DIRECTORY, AUTHOR, UNIT, TENANT, NO_ACCOUNT, REVOKED, REVIEW_OVERDUE, SCOPE, PURPOSE, RIGHT, NOT_IN_CARE, NO_BREAK_GLASS, NOT_OWN,
                     NOT_DIRECTORY, NOT_AUTHOR, NOT_UNIT, OPPOSED, LABEL, USE_CASE, FACT_MISSING -> "";
            };
        }
    }

    static Reason.Language language(Language language) {
        return switch (language) {
            case FR -> Reason.Language.FR;
            case EN -> Reason.Language.EN;
        };
    }
}
