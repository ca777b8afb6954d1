package org.serment.server.subscriptions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.serment.kernel.identity.Actor;
import org.serment.r4.Json;
import org.serment.r4.Problem;
import org.serment.server.db.Push;
import org.serment.server.db.Tx;
import org.serment.server.vault.Vault;
import tools.jackson.databind.node.ObjectNode;

/// Lets Subscriptions into the record: the room's part in the transaction that writes one.
public final class Admission {
    private static final String TYPE = "Subscription";
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");
    /// A person's subscription ends like the day's work: what outlives its session has no person before it.
    private static final Duration PERSONS = Duration.ofHours(12);

    private final Vault vault;
    private final Endpoints endpoints;
    private final InstantSource clock;
    private final Topics topics = Topics.shipped();

    public Admission(Vault vault, Push push, InstantSource clock) {
        this.vault = vault;
        this.endpoints = new Endpoints(push.endpoints());
        this.clock = clock;
    }

    /// Checks a Subscription before it is written, and begins with it. Its status is ours to say: what a writer gives as
    /// `off` is off, what is as it was stays as it is, all else is `requested` until the endpoint took a handshake.
    public Optional<Problem> admit(Tx tx, Actor actor, String type, String id, long oid, ObjectNode resource) {
        if (!type.equals(TYPE)) return Optional.empty();
        return switch (Definition.read(resource, topics)) {
            case Definition.Result.Wrong wrong -> Optional.of(wrong.problem());
            case Definition.Result.Ok(Definition d) -> admit(tx, actor, id, oid, resource, d);
        };
    }

    private Optional<Problem> admit(Tx tx, Actor actor, String id, long oid, ObjectNode resource, Definition d) {
        if (d.endpoint().filter(e -> !endpoints.allow(actor.client(), e)).isPresent())
            return Optional.of(new Problem("Subscription.channel.endpoint", "business-rule", "the operator of this server lists no such address for your client"));
        var now = clock.instant();
        var until = until(actor, d, now, resource);
        boolean off = resource.path("status").asString("").equals(State.OFF.code());
        if (!off && !now.isBefore(until)) return Optional.of(new Problem("Subscription.end", "value", "the end lies in the past"));
        var definition = fingerprint(actor.tenant(), resource);
        var known = Subscribers.known(tx, actor.tenant(), oid);
        var same = known.filter(k -> k.definition().equals(definition) && k.state().code().equals(resource.path("status").asString("")));
        if (same.isPresent()) {
            Subscribers.same(tx, actor.tenant(), oid, same.get().state());
            return Optional.empty();
        }
        var state = off ? State.OFF : State.REQUESTED;
        resource.put("status", state.code());
        resource.remove("error");
        Subscribers.ask(tx, actor.tenant(), oid, actor.account(), d, state, definition,
                vault.secrets().seal(actor.tenant(), actor.account(), sealKind(oid), new Requester(actor, id).bytes()), until);
        return Optional.empty();
    }

    private static Instant until(Actor actor, Definition d, Instant now, ObjectNode resource) {
        var asked = d.end().orElse(NEVER);
        var longest = actor.machine() ? NEVER : now.plus(PERSONS);
        if (!asked.isAfter(longest)) return asked;
        resource.put("end", longest.toString());
        return longest;
    }

    private UUID fingerprint(int tenant, ObjectNode resource) {
        var copy = resource.deepCopy();
        copy.remove(List.of("id", "meta", "text", "status", "error"));
        return vault.secrets().fingerprint(tenant, "subscription", new String(Json.write(copy), StandardCharsets.UTF_8));
    }

    static String sealKind(long oid) {
        return "subscriber/" + oid;
    }

    /// A resource was deleted.
    public void removed(Tx tx, int tenant, String type, long oid) {
        if (type.equals(TYPE)) Subscribers.remove(tx, tenant, oid);
    }
}
