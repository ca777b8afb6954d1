package org.serment.server.subscriptions;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.serment.kernel.access.Action;
import org.serment.kernel.identity.Actor;
import org.serment.server.gate.Address;
import org.serment.server.gate.Ask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Who asked for a subscription, and with what right: kept sealed, and heard again by the gate for each notification.
///
/// @param id the Subscription's logical id
record Requester(Actor actor, String id) {
    private static final String TYPE = "Subscription";
    /// What lets the server keep the status of a subscriber's own Subscription true, whatever the subscriber's token allowed.
    private static final Set<String> KEEPING = Set.of("system/Subscription.ru", "user/Subscription.ru");

    byte[] bytes() {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("client", actor.client()).put("machine", actor.machine()).put("id", id);
        actor.patient().ifPresent(patient -> node.put("patient", patient));
        var scopes = node.putArray("scopes");
        actor.scopes().stream().sorted().forEach(scopes::add);
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Requester of(int tenant, long account, byte[] bytes) {
        var node = new JsonMapper().readTree(bytes);
        var scopes = new HashSet<String>();
        for (JsonNode scope : node.get("scopes")) scopes.add(scope.stringValue());
        var patient = node.has("patient") ? OptionalLong.of(node.get("patient").longValue()) : OptionalLong.empty();
        return new Requester(new Actor(tenant, account, node.get("client").stringValue(), node.get("machine").booleanValue(), scopes, patient), node.get("id").stringValue());
    }

    Address address() {
        return new Address(actor.tenant(), TYPE, id);
    }

    /// The subscription is read by its subscriber, and what it tells of with it.
    Ask reading(String request) {
        return new Ask(actor, Action.READ, TYPE, Optional.empty(), request, "");
    }

    Ask keeping(Action action, String request) {
        return new Ask(new Actor(actor.tenant(), actor.account(), actor.client(), actor.machine(), KEEPING), action, TYPE, Optional.empty(), request, "");
    }
}
