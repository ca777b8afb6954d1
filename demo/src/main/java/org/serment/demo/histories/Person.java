package org.serment.demo.histories;

import java.util.Optional;
import org.serment.kernel.identity.Ins;
import org.serment.kernel.identity.PatientTraits;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A fictional patient of the hospital.
///
/// @param familyName the birth name with its accents; the traits hold it as an identity document prints it
/// @param givenName the first given name with its accents
/// @param usedName a name by marriage
/// @param number the local record number (IPP)
record Person(PatientTraits traits, Ins ins, String familyName, String givenName, Optional<String> usedName,
              Place birthplace, String number, ObjectNode address, String landline, String mobile) {

    private static final String CORE = "https://hl7.fr/ig/fhir/core/";
    private static final String V2_0203 = CORE + "CodeSystem/fr-core-cs-v2-0203";

    String display() {
        return givenName + " " + usedName.orElse(familyName);
    }

    ArrayNode identifiers(String synthea) {
        ObjectNode national = Tree.object("use", "official",
                "type", coded(V2_0203, "INS-NIR", "NIR"),
                "system", Sids.INS_TEST, "value", ins.value());
        ObjectNode local = Tree.object("use", "usual",
                "type", coded("http://terminology.hl7.org/CodeSystem/v2-0203", "PI", "Patient internal identifier"),
                "system", Sids.IPP, "value", number);
        return Tree.array(Sids.identifier(Sids.SYNTHEA, synthea), national, local);
    }

    ArrayNode names() {
        ObjectNode official = Tree.object(
                "extension", Tree.array(Tree.object(
                        "url", CORE + "StructureDefinition/fr-core-patient-birth-list-given-name",
                        "valueString", String.join(" ", traits.birthGivenNames()))),
                "use", "official", "family", traits.birthName(),
                "given", Tree.array(traits.birthGivenNames().getFirst()));
        ObjectNode usual = Tree.object("use", "usual", "text", display(),
                "family", usedName.orElse(familyName), "given", Tree.array(givenName));
        return Tree.array(official, usual);
    }

    ArrayNode extensions() {
        ObjectNode status = Tree.object("url", "identityStatus", "valueCoding", Tree.object(
                "system", CORE + "CodeSystem/fr-core-cs-v2-0445", "code", "VALI"));
        ObjectNode insee = Tree.object("url", CORE + "StructureDefinition/fr-core-address-insee-code",
                "valueCoding", Tree.object(
                        "system", "https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM",
                        "code", birthplace.insee()));
        return Tree.array(
                Tree.object("url", CORE + "StructureDefinition/fr-core-identity-reliability",
                        "extension", Tree.array(status)),
                Tree.object("url", "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
                        "valueAddress", Tree.object("extension", Tree.array(insee),
                                "city", birthplace.name(), "country", birthplace.country())));
    }

    ArrayNode telecoms() {
        return Tree.array(Tree.object("system", "phone", "value", landline, "use", "home"),
                Tree.object("system", "phone", "value", mobile, "use", "mobile"));
    }

    private static ObjectNode coded(String system, String code, String display) {
        return Tree.object("coding",
                Tree.array(Tree.object("system", system, "code", code, "display", display)));
    }
}
