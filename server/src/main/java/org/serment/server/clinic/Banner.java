package org.serment.server.clinic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serment.server.clinic.Opening.Shelf;

/// Who this is, where, and what to beware of: on top of each page of a record.
///
/// @param status key of a text
/// @param place  unit and bed, or that they are closed to the caller; empty when there is no stay
/// @param why    by what right the page is open
record Banner(Names names, String sex, String birth, String age, String died, String status, String place, String since, Alert.Allergies allergies, Alert.Flags alerts, Why why) {
    /// @param reasons in the kernel's words
    /// @param basis   in law
    /// @param lasting key of a text: how long the right lasts, or what it is; empty when there is nothing to add
    record Why(List<String> reasons, String basis, String until, String lasting) {}

    /// What the banner is made of; the same searches on every page.
    ///
    /// @param stays     that go on
    /// @param locations of the stay's bed
    record Material(Resource patient, Shelf stays, List<Resource> locations, Shelf allergies, Shelf flags) {
        Optional<Resource> stay() {
            return stays.all().stream().findFirst();
        }

        static Material read(Opening opening, Resource patient) {
            var of = Asking.references("Patient", List.of(patient.id()));
            var stays = opening.search("Encounter", Asking.query("patient", of, "status", WardPage.PRESENT, "_sort", "-date", "_count", "5"));
            var bed = stays.all().stream().findFirst().flatMap(Ward::bed);
            var locations = bed.map(id -> opening.search("Location", Asking.query("_id", id)).all()).orElse(List.of());
            return new Material(patient, stays, locations, opening.search("AllergyIntolerance", Asking.query("patient", of, "_count", "200")),
                    opening.search("Flag", Asking.query("patient", of, "_count", "50")));
        }
    }

    static Banner of(Material m, Words words, Why why, Instant now) {
        var names = Names.of(m.patient);
        var end = names.dead() ? names.died().start().orElse(now) : now;
        var died = !names.dead() ? "" : names.died().known() ? words.t("clinic.died-on", words.day(names.died())) : words.t("clinic.died");
        // dead without a date: nobody knows the age
        var age = names.dead() && !names.died().known() ? "" : Words.age(names.birthDate(), end, words.texts()).orElse("");
        return new Banner(names, words.sex(names.gender()), names.birthDate().isEmpty() ? words.t("clinic.birth.unknown") : words.format().fhir(names.birthDate()), age, died,
                "clinic.identity." + names.status().name(), m.stays.closed() ? words.t("clinic.place.closed") : m.stay().map(s -> place(s, m.locations)).orElse(""),
                m.stay().map(s -> words.format().fhir(s.text("period", "start"))).orElse(""), Alert.Allergies.of(m.allergies, words), Alert.Flags.of(m.flags, words), why);
    }

    private static String place(Resource stay, List<Resource> locations) {
        var room = locations.stream().map(l -> l.text("partOf", "display")).filter(r -> !r.isEmpty()).findFirst();
        var place = WardPage.place(stay);
        return room.filter(r -> !place.contains(r)).map(r -> place + " (" + r + ")").orElse(place);
    }
}
