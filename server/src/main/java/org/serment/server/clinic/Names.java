package org.serment.server.clinic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.serment.kernel.identity.IdentityStatus;
import org.serment.kernel.identity.Ins;
import org.serment.r4.Normal;

/// Who a patient is, as the Patient resource tells it.
///
/// @param used   family name and given name in use
/// @param birth  birth name and given names at birth
/// @param record the hospital's own number (IPP); empty when there is none
record Names(String id, Name used, Name birth, String birthDate, String gender, Optional<National> ins, String record, IdentityStatus status,
             boolean dead, When died) {
    /// @param family in upper case where it is shown
    record Name(String family, String given) {
        static final Name NONE = new Name("", "");

        boolean empty() {
            return family.isBlank() && given.isBlank();
        }
    }

    /// @param groups the number as it is read aloud
    record National(String groups, Ins.Kind kind) {}

    private static final String RELIABILITY = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability";
    private static final String GIVEN_AT_BIRTH = "https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name";

    static Names of(Resource patient) {
        var names = patient.all("name").stream().filter(n -> !n.text("use").equals("old")).toList();
        var official = pick(names, List.of("official", "maiden"));
        var usual = pick(names, List.of("usual", "")).or(() -> official);
        var ins = patient.all("identifier").stream().map(Names::national).flatMap(Optional::stream).findFirst();
        boolean checked = patient.all("extension").stream().filter(e -> e.text("url").equals(RELIABILITY)).flatMap(e -> e.all("extension").stream())
                .anyMatch(e -> e.text("valueCoding", "code").equals("VALI"));
        var died = patient.when("deceasedDateTime");
        return new Names(patient.id(), usual.map(Names::name).orElse(Name.NONE), official.map(Names::atBirth).orElse(Name.NONE), patient.text("birthDate"), patient.text("gender"),
                ins, number(patient), IdentityStatus.of(ins.isPresent(), checked), died.known() || patient.text("deceasedBoolean").equals("true"), died);
    }

    private static Optional<Resource> pick(List<Resource> names, List<String> uses) {
        return uses.stream().flatMap(u -> names.stream().filter(n -> n.text("use").equals(u))).findFirst().or(() -> names.stream().findFirst());
    }

    private static Name name(Resource name) {
        var given = name.all("given").stream().map(g -> Resource.string(g.json())).collect(Collectors.joining(" "));
        // a name that is only a text is better than none
        return name.text("family").isEmpty() && given.isEmpty() ? new Name(name.text("text"), "") : new Name(name.text("family"), given);
    }

    private static Name atBirth(Resource name) {
        var all = name.all("extension").stream().filter(e -> e.text("url").equals(GIVEN_AT_BIRTH)).map(e -> e.text("valueString")).findFirst();
        var plain = name(name);
        return new Name(plain.family, all.filter(g -> !g.isBlank()).orElse(plain.given));
    }

    private static Optional<National> national(Resource identifier) {
        var system = identifier.text("system").replaceFirst("^urn:oid:", "");
        return Ins.of(system, identifier.text("value")).map(i -> new National(groups(i.value()), i.kind()));
    }

    /// `2 23 12 41 018 333 89`
    private static String groups(String ins) {
        return String.join(" ", ins.substring(0, 1), ins.substring(1, 3), ins.substring(3, 5), ins.substring(5, 7), ins.substring(7, 10), ins.substring(10, 13), ins.substring(13));
    }

    /// HL7 v2 table 0203: PI, the patient's internal identifier.
    private static String number(Resource patient) {
        return patient.all("identifier").stream().filter(i -> i.concept("type").has("PI")).map(i -> i.text("value")).findFirst().orElse("");
    }

    /// As lists show it: `KLEIN Marcelle`.
    String listed() {
        return (used.family.toUpperCase(Locale.FRENCH) + " " + used.given).strip();
    }

    /// The birth name, when it is another one than the one in use.
    Optional<String> bornAs() {
        return birth.family.isBlank() || Normal.of(birth.family).equals(Normal.of(used.family)) ? Optional.empty() : Optional.of(birth.family);
    }
}
