package org.serment.server.subscriptions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.r4.Json;
import org.serment.server.record.Found;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes notifications: a Bundle of type history whose first entry is the status, as Parameters (profiles
/// backport-subscription-notification-r4 and backport-subscription-status-r4).
///
/// @param base `https://…/fhir`
record Notification(String base) {
    private static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";

    /// Kinds (value set subscription-notification-type).
    enum Kind {
        HANDSHAKE("handshake"), HEARTBEAT("heartbeat"), EVENT("event-notification"), STATUS("query-status"), EVENTS("query-event");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    /// Whose notification.
    ///
    /// @param id    of the Subscription
    /// @param topic its canonical
    /// @param total events since the subscription began
    record Subject(String id, String topic, State state, long total) {}

    /// An event that the subscriber may see.
    record Event(long number, Found found) {}

    byte[] bundle(Kind kind, Subject of, Content content, List<Event> events, Instant now) {
        var f = JsonNodeFactory.instance;
        var bundle = f.objectNode();
        bundle.put("resourceType", "Bundle").put("id", UUID.randomUUID().toString());
        bundle.putObject("meta").putArray("profile").add(GUIDE + "backport-subscription-notification-r4");
        bundle.put("type", "history").put("timestamp", now.toString());
        var entries = bundle.putArray("entry");
        var first = entries.addObject();
        var status = status(kind, of, content, events);
        first.put("fullUrl", "urn:uuid:" + status.get("id").stringValue());
        first.set("resource", status);
        first.putObject("request").put("method", "GET").put("url", base + "/Subscription/" + of.id + "/$status");
        first.putObject("response").put("status", "200");
        if (content != Content.EMPTY) for (var e : events) entry(entries.addObject(), content, e.found);
        return Json.write(bundle);
    }

    private void entry(ObjectNode entry, Content content, Found found) {
        boolean created = found.version() == 1;
        entry.put("fullUrl", base + '/' + found.type() + '/' + found.id());
        if (content == Content.FULL_RESOURCE) entry.set("resource", found.resource());
        entry.putObject("request").put("method", created ? "POST" : "PUT").put("url", created ? found.type() : found.type() + '/' + found.id());
        entry.putObject("response").put("status", created ? "201" : "200").put("etag", "W/\"" + found.version() + '"').put("lastModified", found.updated().toString());
    }

    /// The status alone, for `$status`.
    ObjectNode status(Kind kind, Subject of, Content content, List<Event> events) {
        var status = JsonNodeFactory.instance.objectNode();
        status.put("resourceType", "Parameters").put("id", UUID.randomUUID().toString());
        status.putObject("meta").putArray("profile").add(GUIDE + "backport-subscription-status-r4");
        var parameters = status.putArray("parameter");
        parameters.addObject().put("name", "subscription").putObject("valueReference").put("reference", base + "/Subscription/" + of.id);
        // the guide keeps the topic out of empty notifications
        if (content != Content.EMPTY || kind != Kind.EVENT) parameters.addObject().put("name", "topic").put("valueCanonical", of.topic);
        parameters.addObject().put("name", "status").put("valueCode", of.state.code());
        parameters.addObject().put("name", "type").put("valueCode", kind.code);
        parameters.addObject().put("name", "events-since-subscription-start").put("valueString", Long.toString(of.total));
        for (var e : events) event(parameters, content, e);
        return status;
    }

    private void event(ArrayNode parameters, Content content, Event event) {
        var parts = parameters.addObject().put("name", "notification-event").putArray("part");
        parts.addObject().put("name", "event-number").put("valueString", Long.toString(event.number));
        parts.addObject().put("name", "timestamp").put("valueInstant", event.found.updated().toString());
        if (content != Content.EMPTY) parts.addObject().put("name", "focus").putObject("valueReference").put("reference", base + '/' + event.found.type() + '/' + event.found.id());
    }
}
