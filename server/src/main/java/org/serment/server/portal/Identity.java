package org.serment.server.portal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.identity.IdentityStatus;
import org.serment.kernel.identity.Ins;
import org.serment.server.record.Found;
import tools.jackson.databind.JsonNode;

/// Who the record says the patient is.
///
/// @param birthName given names and family name at birth
/// @param usedName  the name in use, when it is another one
/// @param ins       the national number, digits in groups; empty until the identity is qualified
/// @param kind      of the number; empty when there is none
record Identity(String birthName, String usedName, String birthDate, String birthPlace, String sex, IdentityStatus status, String ins, Optional<Ins.Kind> kind, String number, List<String> contacts) {
    private static final String CORE = "https://hl7.fr/ig/fhir/core/StructureDefinition/";

    static Identity of(Found found, Told told) {
        var r = found.resource();
        var names = Told.all(r, "name");
        var official = names.stream().filter(n -> Told.at(n, "/use").equals("official")).findFirst().or(() -> names.stream().findFirst());
        var usual = names.stream().filter(n -> Told.at(n, "/use").equals("usual")).findFirst();
        var birthName = official.map(Identity::birth).orElse("");
        var usedName = usual.map(n -> Told.first(Told.at(n, "/text"), name(n))).filter(n -> !n.equalsIgnoreCase(official.map(Identity::name).orElse(""))).orElse("");
        var ins = ins(r);
        var status = IdentityStatus.of(ins.isPresent(), reliability(r).equals("VALI"));
        return new Identity(birthName, usedName, told.format().fhir(Told.at(r, "/birthDate")), place(r), told.code("portal.sex.", Told.at(r, "/gender")), status,
                ins.filter(i -> status.releasesIns()).map(i -> grouped(i.value())).orElse(""), ins.map(Ins::kind), number(r), contacts(r));
    }

    private static String name(JsonNode name) {
        return (String.join(" ", Told.all(name, "given").stream().map(g -> g.asString("")).toList()) + " " + Told.at(name, "/family")).strip();
    }

    /// With all given names of the birth certificate, where they are known.
    private static String birth(JsonNode name) {
        return extension(name, "fr-core-patient-birth-list-given-name").map(e -> (Told.at(e, "/valueString") + " " + Told.at(name, "/family")).strip()).orElseGet(() -> name(name));
    }

    private static Optional<JsonNode> extension(JsonNode node, String name) {
        return Told.all(node, "extension").stream().filter(e -> Told.at(e, "/url").equals(CORE + name)).findFirst();
    }

    private static String reliability(JsonNode r) {
        return extension(r, "fr-core-identity-reliability").flatMap(e -> Told.all(e, "extension").stream().filter(x -> Told.at(x, "/url").equals("identityStatus")).findFirst())
                .map(x -> Told.at(x, "/valueCoding/code")).orElse("");
    }

    private static Optional<Ins> ins(JsonNode r) {
        return Told.all(r, "identifier").stream().flatMap(i -> Ins.of(Told.at(i, "/system").replaceFirst("^urn:oid:", ""), Told.at(i, "/value")).stream()).findFirst();
    }

    /// As on a French card: sex, year, month, department, place, order, key.
    private static String grouped(String ins) {
        return ins.replaceFirst("(.)(..)(..)(..)(...)(...)(..)", "$1 $2 $3 $4 $5 $6 $7");
    }

    private static String place(JsonNode r) {
        return Told.all(r, "extension").stream().filter(e -> Told.at(e, "/url").endsWith("/patient-birthPlace")).map(e -> Told.at(e, "/valueAddress/city")).findFirst().orElse("");
    }

    /// The hospital's own number for the patient.
    private static String number(JsonNode r) {
        return Told.all(r, "identifier").stream().filter(i -> Told.at(i, "/type/coding/0/code").equals("PI")).map(i -> Told.at(i, "/value")).findFirst().orElse("");
    }

    private static List<String> contacts(JsonNode r) {
        var all = new ArrayList<String>();
        for (var a : Told.all(r, "address")) {
            var lines = new ArrayList<>(Told.all(a, "line").stream().map(l -> l.asString("")).toList());
            lines.add((Told.at(a, "/postalCode") + " " + Told.at(a, "/city")).strip());
            all.add(String.join(", ", lines));
        }
        for (var t : Told.all(r, "telecom")) all.add(Told.at(t, "/value"));
        return all;
    }
}
