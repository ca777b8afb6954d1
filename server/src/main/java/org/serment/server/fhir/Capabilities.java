package org.serment.server.fhir;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.serment.r4.Json;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Types;
import org.serment.server.subscriptions.Topic;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The CapabilityStatement, from the tables that the door and the record work with.
final class Capabilities {
    private static final List<String> STORED = List.of("read", "vread", "update", "patch", "delete", "history-instance", "history-type", "create", "search-type");
    private static final List<String> JOURNAL = List.of("read", "search-type");

    private static final String SUBSCRIPTIONS = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    private Capabilities() {}

    static byte[] statement(String base, Collection<Operation> operations, List<Topic> topics) {
        ObjectNode s = JsonNodeFactory.instance.objectNode();
        s.put("resourceType", "CapabilityStatement");
        s.put("status", "active");
        s.put("date", "2026-11-24");
        s.put("kind", "instance");
        s.putArray("instantiates").add("http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data");
        s.putObject("software").put("name", "Serment").put("version", "0.1.0");
        s.putObject("implementation").put("description", "A hospital record that keeps its oath").put("url", base);
        s.put("fhirVersion", "4.0.1");
        s.putArray("format").add("application/fhir+json").add("application/fhir+xml");
        s.putArray("patchFormat").add("application/json-patch+json").add("application/fhir+json");
        var rest = s.putArray("rest").addObject();
        rest.put("mode", "server");
        rest.put("documentation", "Search: GET, or POST to [type]/_search. Besides the parameters listed: chains and _has over three references in all, _list, _include and _revinclude of every "
                + "reference, :iterate, _sort by several keys, _total, _summary, _elements, _count. What is not known is refused, or left out with Prefer: handling=lenient.");
        rest.putArray("extension").addObject().put("url", "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket").put("valueUri", base.replaceFirst("^http", "ws") + "/ws");
        security(rest.putObject("security"), base);
        var resources = rest.putArray("resource");
        for (var type : Types.names()) if (stored(type)) resource(resources.addObject(), type, operations);
        for (var r : resources) if (r.path("type").asString().equals("Subscription")) subscriptions((ObjectNode) r, topics);
        var interactions = rest.putArray("interaction");
        List.of("transaction", "batch", "history-system").forEach(code -> interactions.addObject().put("code", code));
        operations(rest, Optional.empty(), operations.stream().filter(o -> o.offered().test(new Route.Operation(Optional.empty(), Optional.empty(), o.name()))).toList());
        return Json.write(s);
    }

    /// Where tokens come from, in the words of SMART App Launch 1.0 too: clients ask here and at `.well-known/smart-configuration`
    /// at once and go by whichever answers first.
    private static void security(ObjectNode s, String base) {
        s.put("cors", true);
        var origin = base.substring(0, base.lastIndexOf('/'));
        var uris = s.putArray("extension").addObject().put("url", "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris").putArray("extension");
        List.of("authorize", "token", "revoke").forEach(name -> uris.addObject().put("url", name).put("valueUri", origin + "/oauth/" + name));
        s.putArray("service").addObject().putArray("coding").addObject().put("system", "http://terminology.hl7.org/CodeSystem/restful-security-service").put("code", "SMART-on-FHIR");
        s.put("description", "Bearer tokens of /oauth/token, for system clients and for applications that a person allows (.well-known/smart-configuration); each access is decided by care relationship, role and purpose, and journalled.");
    }

    /// What can be subscribed to (HL7 Subscriptions R5 Backport 1.1, extension capabilitystatement-subscriptiontopic-canonical).
    private static void subscriptions(ObjectNode r, List<Topic> topics) {
        r.putArray("supportedProfile").add(SUBSCRIPTIONS + "backport-subscription");
        var extensions = r.putArray("extension");
        for (var t : topics) extensions.addObject().put("url", SUBSCRIPTIONS + "capabilitystatement-subscriptiontopic-canonical").put("valueCanonical", t.url());
    }

    private static boolean stored(String type) {
        return !List.of("Bundle", "Parameters", "OperationOutcome").contains(type);
    }

    private static void resource(ObjectNode r, String type, Collection<Operation> operations) {
        var here = operations.stream().filter(o -> Stream.of(Optional.<String>empty(), Optional.of("x")).anyMatch(id -> o.offered().test(new Route.Operation(Optional.of(type), id, o.name())))).toList();
        boolean journal = type.equals("AuditEvent");
        r.put("type", type);
        var interactions = r.putArray("interaction");
        (journal ? JOURNAL : STORED).forEach(code -> interactions.addObject().put("code", code));
        if (!journal) {
            r.put("versioning", "versioned");
            r.put("readHistory", true);
            r.put("updateCreate", false);
            r.put("conditionalCreate", true);
            r.put("conditionalUpdate", true);
            // one resource at a time: a condition that finds several is refused
            r.put("conditionalDelete", "single");
        }
        if (!journal) {
            var includes = r.putArray("searchInclude").add("*");
            Params.of(type).stream().filter(p -> p.kind() == Param.Kind.REFERENCE).forEach(p -> includes.add(type + ':' + p.code()));
        }
        var params = r.putArray("searchParam");
        if (journal) {
            param(params, "patient", Param.Kind.REFERENCE);
            param(params, "date", Param.Kind.DATE);
            operations(r, Optional.of(type), here);
            return;
        }
        param(params, "_id", Param.Kind.TOKEN);
        param(params, "_lastUpdated", Param.Kind.DATE);
        Params.of(type).stream().filter(p -> !p.code().equals("_id") && !p.code().equals("_lastUpdated")).filter(Capabilities::searched)
                .forEach(p -> param(params, p.code(), p.kind()));
        operations(r, Optional.of(type), here);
    }

    /// FHIR JSON has no empty arrays.
    private static void operations(ObjectNode to, Optional<String> type, List<Operation> operations) {
        if (operations.isEmpty()) return;
        var all = to.putArray("operation");
        for (var o : operations) all.addObject().put("name", o.name().substring(1)).put("definition", o.definition().apply(new Route.Operation(type, Optional.empty(), o.name())));
    }

    /// `_text`, `_content` and `_query` have no expression in R4.
    private static boolean searched(Param p) {
        if (p.expression().isEmpty()) return false;
        return switch (p.kind()) {
            case TOKEN, REFERENCE, STRING, DATE, URI, NUMBER, QUANTITY, COMPOSITE -> true;
            case SPECIAL -> false;
        };
    }

    private static void param(ArrayNode params, String name, Param.Kind kind) {
        params.addObject().put("name", name).put("type", kind.name().toLowerCase(Locale.ROOT));
    }
}
