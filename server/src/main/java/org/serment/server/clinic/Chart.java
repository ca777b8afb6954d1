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

        /// An adult, as far as ranges of adults go.
        boolean adult() {
            return new When(material.patient().text("birthDate"), "", false).start().filter(b -> b.isBefore(now.minus(Duration.ofDays(16 * 365 + 4)))).isPresent();
        }
    }

    /// A section as it is shown; without a template there is no such thing in this record.
    record Content(String template, Object page) {
        static final Content MISSING = new Content("", "");
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
            return visit -> {
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
            boolean care = terms.reasons().stream().anyMatch(r -> r.message() == Message.IN_CARE);
            return new Banner.Why(terms.reasons().stream().map(r -> r.text(Reason.Audience.CLINICIAN, language(words.language()))).distinct().toList(), terms.basis(),
                    words.format().moment(terms.until()), !care ? "" : staying ? "clinic.why.staying" : "clinic.why.left");
        }
    }

    static Reason.Language language(Language language) {
        return switch (language) {
            case FR -> Reason.Language.FR;
            case EN -> Reason.Language.EN;
        };
    }
}
