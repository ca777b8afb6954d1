package org.serment.server.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.serment.kernel.identity.Ins;
import org.serment.r4.Problem;
import tools.jackson.databind.JsonNode;

/// The rules of French identities that are covered, each by its name; no profile is validated. Facts: the national
/// reference for identities (RNIV), and how FR Core 2.1.0 writes them.
final class FrenchRules {
    /// Names of the rules, for an answer that says what was checked.
    static final String NAMES = "ins-number (shape and control key of an INS under its authority's OID), ins-one (one official INS), ins-authority (test and demonstration numbers), "
            + "ins-traits (official name with one given name, list of birth given names, sex, birth date, birthplace), identity-status (an INS leaves only when qualified)";

    private static final String CORE = "https://hl7.fr/ig/fhir/core/StructureDefinition/";

    private final String at;
    private final JsonNode patient;
    private final List<Problem> errors;
    private final List<Problem> warnings;

    private FrenchRules(String at, JsonNode patient, List<Problem> errors, List<Problem> warnings) {
        this.at = at;
        this.patient = patient;
        this.errors = errors;
        this.warnings = warnings;
    }

    /// Looks at a Patient, or at those in a Bundle.
    static void check(String at, JsonNode resource, List<Problem> errors, List<Problem> warnings) {
        switch (resource.path("resourceType").asString("")) {
            case "Patient" -> new FrenchRules(at, resource, errors, warnings).patient();
            case "Bundle" -> {
                int i = 0;
                for (var entry : resource.path("entry")) check(at + ".entry[" + i++ + "].resource", entry.path("resource"), errors, warnings);
            }
            default -> { }
        }
    }

    private void patient() {
        var official = new ArrayList<Ins.Kind>();
        int i = 0;
        for (var identifier : patient.path("identifier")) {
            var place = at + ".identifier[" + i++ + "]";
            var kind = Ins.Kind.of(identifier.path("system").asString("").replaceFirst("^urn:oid:", ""));
            if (kind.isEmpty()) continue;
            if (identifier.hasNonNull("value") && !Ins.valid(identifier.path("value").asString())) error(place + ".value", "value", "ins-number: not the shape of an INS, or its control key is wrong");
            // the billing number has the same authority; its type tells it apart
            boolean billing = codes(identifier.path("type")).contains("NH");
            if (!billing && !identifier.path("use").asString("official").equals("old")) official.add(kind.get());
            if (kind.get() == Ins.Kind.TEST || kind.get() == Ins.Kind.DEMONSTRATION)
                warning(place + ".system", "business-rule", "ins-authority: a test or demonstration number, which a real establishment refuses");
        }
        if (official.size() > 1) error(at + ".identifier", "business-rule", "ins-one: more than one INS in use");
        if (official.isEmpty()) return;
        traits();
        status();
    }

    private void traits() {
        var sex = patient.path("gender").asString("");
        if (!Set.of("male", "female", "unknown").contains(sex)) error(at + ".gender", "business-rule", "ins-traits: an INS goes with the sex male, female or unknown");
        if (!patient.path("birthDate").asString("").matches("\\d{4}-\\d{2}-\\d{2}")) error(at + ".birthDate", "business-rule", "ins-traits: an INS goes with a whole birth date");
        int i = 0;
        var official = new ArrayList<Integer>();
        for (var name : patient.path("name")) {
            if (name.path("use").asString("").equals("official")) official.add(i);
            i++;
        }
        if (official.size() != 1) {
            error(at + ".name", "business-rule", "ins-traits: an INS goes with exactly one official name, that of birth");
        } else {
            var name = patient.path("name").path(official.getFirst());
            var place = at + ".name[" + official.getFirst() + "]";
            if (!name.hasNonNull("family")) error(place + ".family", "business-rule", "ins-traits: the birth name is missing");
            if (name.path("given").size() != 1) error(place + ".given", "business-rule", "ins-traits: the official name has one given name, the first; the list of all is an extension");
            if (extension(name, CORE + "fr-core-patient-birth-list-given-name").isEmpty()) warning(place + ".extension", "business-rule", "ins-traits: the list of birth given names is missing");
        }
        if (extension(patient, "http://hl7.org/fhir/StructureDefinition/patient-birthPlace").isEmpty()) warning(at + ".extension", "business-rule", "ins-traits: the birthplace is missing");
    }

    private void status() {
        var code = extension(patient, CORE + "fr-core-identity-reliability").flatMap(x -> extension(x, "identityStatus")).map(x -> x.path("valueCoding").path("code").asString(""));
        if (!code.equals(Optional.of("VALI"))) warning(at + ".extension", "business-rule", "identity-status: an INS leaves an establishment only with a qualified identity (VALI)");
    }

    private static Optional<JsonNode> extension(JsonNode on, String url) {
        return StreamSupport.stream(on.path("extension").spliterator(), false).filter(x -> x.path("url").asString("").equals(url)).findFirst();
    }

    private static List<String> codes(JsonNode concept) {
        return StreamSupport.stream(concept.path("coding").spliterator(), false).map(c -> c.path("code").asString("")).toList();
    }

    private void error(String place, String code, String message) {
        errors.add(new Problem(place, code, message));
    }

    private void warning(String place, String code, String message) {
        warnings.add(new Problem(place, code, message));
    }
}
