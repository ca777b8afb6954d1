package org.serment.server.subscriptions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.server.db.Database;
import org.serment.server.db.Push;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Touched;
import org.serment.server.record.Found;
import org.serment.server.record.Record;
import org.serment.server.vault.Vault;
import tools.jackson.databind.node.ObjectNode;

/// What others ask of this room.
///
/// - The record: [Admission], before a Subscription is written and when one is deleted.
/// - The door: [#status], [#events], [#token], and [#bind] for a web socket; [#topics()] for the CapabilityStatement.
/// - [#start(String)] begins to deliver.
public final class Subscriptions implements AutoCloseable {
    /// Events that `$events` gives at once.
    private static final int EVENTS = 100;

    private final Vault vault;
    private final Gate gate;
    private final Record record;
    private final Push push;
    private final InstantSource clock;
    private final Topics topics = Topics.shipped();
    private final Sockets sockets = new Sockets();
    private final Subscribers subscribers;
    private final Tokens tokens;
    private Optional<Worker> worker = Optional.empty();
    private Optional<Hooks> hooks = Optional.empty();

    public Subscriptions(Database database, Vault vault, Gate gate, Record record, Push push, InstantSource clock) {
        this.vault = vault;
        this.gate = gate;
        this.record = record;
        this.push = push;
        this.clock = clock;
        this.subscribers = new Subscribers(database);
        this.tokens = new Tokens(database);
    }

    /// A web socket that somebody holds.
    @FunctionalInterface
    public interface Socket {
        /// @return false when it is closed, or didn't take it in time
        boolean send(byte[] bundle);
    }

    /// A token for a web socket.
    public record Token(String text, Instant until) {}

    /// What `$events` answers, and what it must be entered with.
    public record Told(List<Permit> permits, List<Touched> touched, byte[] bundle) {}

    /// Begins to deliver.
    ///
    /// @param base `https://…/fhir`, as subscribers know it
    public void start(String base) {
        var open = new Hooks();
        hooks = Optional.of(open);
        worker = Optional.of(new Worker(subscribers, record.feed(), sockets,
                new Delivery(subscribers, gate, record, vault, topics, push, open, sockets, new Notification(base), clock)));
    }

    /// The topics that can be subscribed to.
    public List<Topic> topics() {
        return topics.all();
    }

    /// The status of a Subscription, as Parameters.
    ///
    /// @param base `https://…/fhir`
    public ObjectNode status(String base, int tenant, Found subscription) {
        return new Notification(base).status(Notification.Kind.STATUS, subject(tenant, subscription), Content.ID_ONLY, List.of());
    }

    private Notification.Subject subject(int tenant, Found subscription) {
        var standing = subscribers.standing(tenant, subscription.oid()).orElse(new Subscribers.Standing(State.OFF, 0));
        return new Notification.Subject(subscription.id(), subscription.resource().path("criteria").asString(""), standing.state(), standing.numbered());
    }

    /// Events of a Subscription again, as far as the caller may see them now; 100 at most.
    ///
    /// @param own     for reading the Subscription
    /// @param from    the first number
    /// @param until   the last number
    /// @param content otherwise as the subscription has it
    public Told events(String base, Permit own, Found subscription, long from, long until, Optional<Content> content) {
        var resource = subscription.resource();
        var permit = topics.find(resource.path("criteria").asString("")).flatMap(t -> own.also(Action.READ, t.type()));
        var events = new ArrayList<Notification.Event>();
        for (var event : subscribers.events(own.tenant(), subscription.oid(), from, until, EVENTS))
            permit.flatMap(p -> record.feed().open(p, event.resource(), event.version(), false)).ifPresent(o -> events.add(new Notification.Event(event.number(), o.found())));
        var shown = content.orElseGet(() -> Definition.read(resource, topics) instanceof Definition.Result.Ok(Definition d) ? d.content() : Content.EMPTY);
        var touched = new ArrayList<>(List.of(new Touched(Action.READ, 0, List.of("Subscription/" + subscription.id()))));
        events.forEach(e -> Delivery.touched(e.found()).forEach(touched::add));
        return new Told(Stream.concat(Stream.of(own), permit.stream()).toList(), touched,
                new Notification(base).bundle(Notification.Kind.EVENTS, subject(own.tenant(), subscription), shown, events, clock.instant()));
    }

    /// A token that binds a web socket to Subscriptions that the caller reads.
    public Token token(int tenant, long account, List<Found> subscriptions) {
        return tokens.give(tenant, account, subscriptions.stream().map(Found::oid).toList());
    }

    /// Binds a socket with a token, which is used up.
    ///
    /// @return false when the token is none
    public boolean bind(String token, Socket socket) {
        var good = tokens.take(token);
        good.ifPresent(g -> g.oids().forEach(oid -> subscribers.bind(g.tenant(), oid, sockets.bind(socket))));
        return good.isPresent();
    }

    /// A socket was closed.
    public void closed(Socket socket) {
        sockets.closed(socket);
    }

    /// Ends delivering; what is in work is given a moment.
    @Override
    public void close() {
        worker.ifPresent(Worker::close);
        hooks.ifPresent(Hooks::close);
    }
}
