package org.serment.server.fhir;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Json;
import org.serment.server.record.Found;
import org.serment.server.record.Histories;
import org.serment.server.record.Record;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.node.ObjectNode;

/// Bundles written around stored bytes, which are never parsed again.
final class Bundles {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private boolean first = true;

    private Bundles(String type) {
        raw("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"");
    }

    static byte[] searchset(String base, String self, Optional<String> next, Record.Search.Page page) {
        var b = new Bundles("searchset");
        page.total().ifPresent(t -> b.raw(",\"total\":" + t));
        b.links(self, next);
        b.open();
        for (var f : page.found()) b.found(base, f, "match");
        for (var f : page.included()) b.found(base, f, "include");
        if (!page.notes().isEmpty()) {
            b.comma();
            b.raw("{\"resource\":").bytes(Outcomes.warnings(page.notes())).raw(",\"search\":{\"mode\":\"outcome\"}}");
        }
        return b.close();
    }

    /// A page of resources that are made for the answer and stored nowhere.
    static byte[] resources(String base, String self, Optional<String> next, List<ObjectNode> resources) {
        var b = new Bundles("searchset");
        b.links(self, next);
        b.open();
        for (var r : resources) {
            b.entry(base + '/' + r.path("resourceType").asString() + '/' + r.path("id").asString());
            b.raw(",\"resource\":").bytes(Json.write(r)).raw(",\"search\":{\"mode\":\"match\"}}");
        }
        return b.close();
    }

    static byte[] history(String base, String self, Optional<String> next, List<Histories.Version> versions) {
        var b = new Bundles("history");
        b.links(self, next);
        b.open();
        for (var v : versions) {
            b.entry(base + '/' + v.type() + '/' + v.id());
            v.found().ifPresent(f -> b.raw(",\"resource\":").bytes(f.body()));
            var method = v.found().isEmpty() ? "DELETE" : v.version() == 1 ? "POST" : "PUT";
            b.raw(",\"request\":{\"method\":\"" + method + "\",\"url\":").text(method.equals("POST") ? v.type() : v.type() + '/' + v.id()).raw("}");
            b.raw(",\"response\":{\"status\":\"" + (v.found().isEmpty() ? "204" : v.version() == 1 ? "201" : "200") + "\",\"etag\":").text("W/\"" + v.version() + "\"")
                    .raw(",\"lastModified\":").text(v.updated().toString()).raw("}}");
        }
        return b.close();
    }

    /// What became of the entries of a batch or transaction, in their order.
    ///
    /// @param type `batch-response` or `transaction-response`
    static byte[] responses(String base, String type, List<Answer> answers) {
        var b = new Bundles(type);
        b.open();
        for (var a : answers) {
            b.comma();
            b.raw("{");
            boolean done = a.status() < 400;
            // an OperationOutcome that was preferred to the resource is about the request, as is that of a failure
            boolean outcome = !done || Outcomes.isOutcome(a.body());
            if (!outcome && a.body().length > 0) b.raw("\"resource\":").bytes(a.body()).raw(",");
            b.raw("\"response\":{\"status\":").text(a.status() + " " + Outcomes.phrase(a.status()));
            a.location().ifPresent(l -> b.raw(",\"location\":").text(l.startsWith(base) ? l.substring(base.length() + 1) : l));
            a.version().ifPresent(v -> b.raw(",\"etag\":").text("W/\"" + v + "\""));
            a.updated().ifPresent(u -> b.raw(",\"lastModified\":").text(u.toString()));
            if (outcome && a.body().length > 0) b.raw(",\"outcome\":").bytes(a.body());
            b.raw("}}");
        }
        return b.close();
    }

    private void found(String base, Found f, String mode) {
        entry(base + '/' + f.type() + '/' + f.id());
        raw(",\"resource\":").bytes(f.body()).raw(",\"search\":{\"mode\":\"" + mode + "\"}}");
    }

    private void links(String self, Optional<String> next) {
        raw(",\"link\":[{\"relation\":\"self\",\"url\":").text(self).raw("}");
        next.ifPresent(n -> raw(",{\"relation\":\"next\",\"url\":").text(n).raw("}"));
        raw("]");
    }

    private void open() {
        raw(",\"entry\":[");
    }

    private byte[] close() {
        if (first) {
            // FHIR JSON has no empty arrays
            var text = out.toString(StandardCharsets.UTF_8);
            return (text.substring(0, text.length() - ",\"entry\":[".length()) + "}").getBytes(StandardCharsets.UTF_8);
        }
        raw("]}");
        return out.toByteArray();
    }

    private void entry(String fullUrl) {
        comma();
        raw("{\"fullUrl\":").text(fullUrl);
    }

    private void comma() {
        if (!first) raw(",");
        first = false;
    }

    private Bundles raw(String json) {
        out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private Bundles bytes(byte[] json) {
        out.writeBytes(json);
        return this;
    }

    private Bundles text(String value) {
        out.write('"');
        out.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(value));
        out.write('"');
        return this;
    }
}
