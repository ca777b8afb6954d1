package org.serment.server.fhir;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Problem;
import org.serment.server.record.QueryString;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// `$validate` (FHIR R4 resource-operation-validate.html): the structure of R4 and the French rules covered. It says what it
/// checked and never claims a profile. It looks at what it is given and at nothing stored.
final class Validate {
    private static final Set<String> PARAMETERS = Set.of("resource", "mode", "profile");
    private static final Set<String> MODES = Set.of("create", "update", "delete", "profile");
    /// Where a problem of a resource inside Parameters stands.
    private static final Pattern INSIDE = Pattern.compile("Parameters\\.parameter\\[\\d+\\]\\.resource(.*)");
    private static final JsonMapper LENIENT = new JsonMapper();

    private final Call call;
    private final String type;
    private final Optional<String> id;
    private Optional<String> mode = Optional.empty();
    private Optional<String> profile = Optional.empty();
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    private Validate(Call call, Route.Operation at) {
        this.call = call;
        this.type = at.type().orElseThrow();
        this.id = at.id();
    }

    static Operation operation() {
        return new Operation("$validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate", at -> at.type().isPresent(), Set.of("POST"), (call, at) -> new Validate(call, at).answer());
    }

    private Answer answer() throws IOException {
        for (var p : QueryString.pairs(call.query()).orElse(List.of())) {
            if (p.getKey().equals("mode")) mode = Optional.of(p.getValue());
            else if (p.getKey().equals("profile")) profile = Optional.of(p.getValue());
            else if (!Set.of("_format", "_pretty").contains(p.getKey())) return unknown(p.getKey());
        }
        if (mode.equals(Optional.of("delete"))) return deletion();
        return Incoming.json(call, (bytes, limits) -> bytes.length > limits.bytes() ? Answer.open(Outcomes.one(413, "too-long", "", "the body exceeds " + limits.bytes() + " bytes")) : judged(bytes, limits));
    }

    private Answer judged(byte[] bytes, Limits limits) {
        var tree = tree(bytes);
        boolean wrapped = tree.path("resourceType").asString("").equals("Parameters") && !type.equals("Parameters");
        var resource = tree;
        if (wrapped) {
            resource = JsonNodeFactory.instance.missingNode();
            for (var p : tree.path("parameter")) {
                var name = p.path("name").asString("");
                if (!PARAMETERS.contains(name)) return unknown(name);
                if (name.equals("resource")) resource = p.path("resource");
                if (name.equals("mode")) mode = Arguments.value(p).map(v -> v.asString(""));
                if (name.equals("profile")) profile = Arguments.value(p).map(v -> v.asString(""));
            }
        }
        if (mode.filter(m -> !MODES.contains(m)).isPresent()) return Answer.open(Outcomes.one(400, "code-invalid", "mode", "mode is create, update, delete or profile"));
        if (mode.equals(Optional.of("delete"))) return deletion();
        if (wrapped && resource.isMissingNode()) return Answer.open(Outcomes.one(400, "required", "resource", "the resource to validate is missing"));
        if (Json.parse(bytes, limits) instanceof Parsed.Rejected r) {
            for (var p : r.problems()) {
                var inside = INSIDE.matcher(p.path());
                if (wrapped && !inside.matches()) return Answer.open(new Outcomes.Failure(400, r.problems()));
                errors.add(wrapped ? new Problem(type + inside.group(1), p.code(), p.message()) : p);
            }
        }
        if (errors.isEmpty()) whole(resource);
        return said("Checked: the structure of R4 (elements, cardinalities, formats of values). Rules covered: " + FrenchRules.NAMES
                + ". Not checked: profiles, value sets, invariants, whether references lead anywhere, whether you may write it.");
    }

    /// What is asked of a resource whose structure is right.
    private void whole(JsonNode resource) {
        if (!resource.path("resourceType").asString("").equals(type)) {
            errors.add(new Problem("", "invalid", "the resource is not a " + type));
            return;
        }
        var its = resource.path("id").asString("");
        if (mode.equals(Optional.of("update")) && its.isEmpty()) errors.add(new Problem(type + ".id", "required", "an update needs the id"));
        if (id.isPresent() && !its.isEmpty() && !its.equals(id.get())) errors.add(new Problem(type + ".id", "invalid", "the id is not that of the address"));
        FrenchRules.check(type, resource, errors, warnings);
    }

    private Answer deletion() {
        if (id.isEmpty()) return Answer.open(Outcomes.one(400, "required", "mode", "mode=delete is asked of an instance"));
        return said("Nothing was checked: whether it may be deleted is decided when that is asked.");
    }

    private Answer said(String note) {
        profile.ifPresent(p -> errors.add(new Problem("", "not-supported", "no profiles are validated here: " + (p.matches("https?://[A-Za-z0-9./_-]{1,200}") ? p : "the profile asked for") + " was not checked")));
        if (mode.equals(Optional.of("profile")) && profile.isEmpty()) errors.add(new Problem("", "not-supported", "no profiles are validated here"));
        return Answer.open(200, Outcomes.body(errors, warnings, List.of(new Problem("", "informational", note))));
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return LENIENT.readTree(bytes);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static Answer unknown(String name) {
        return Answer.open(Outcomes.one(400, "not-supported", name.matches("[A-Za-z_-]{1,40}") ? name : "", "the operation has no such parameter"));
    }
}
