package org.serment.server.subscriptions;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.server.db.Push;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Touched;
import org.serment.server.record.Feed;
import org.serment.server.record.Found;
import org.serment.server.record.Record;
import org.serment.server.vault.Vault;

/// One step for one subscriber that is in work: a handshake, some events, or a heartbeat.
///
/// The subscriber passes the gate first, as somebody who reads their own Subscription; by the same facts it is decided what of
/// the events they may read. What leaves is in the journal before.
final class Delivery {
    /// How many versions are looked at in one step.
    private static final int LOOKED_AT = 200;
    /// Before a subscriber who may not even read the Subscription is asked about again.
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final Subscribers subscribers;
    private final Gate gate;
    private final Record record;
    private final Feed feed;
    private final Vault vault;
    private final Topics topics;
    private final Push push;
    private final Endpoints endpoints;
    private final Hooks hooks;
    private final Sockets sockets;
    private final Announcing announcing;
    private final Notification notification;
    private final InstantSource clock;

    Delivery(Subscribers subscribers, Gate gate, Record record, Vault vault, Topics topics, Push push, Hooks hooks, Sockets sockets, Notification notification, InstantSource clock) {
        this.subscribers = subscribers;
        this.gate = gate;
        this.record = record;
        this.feed = record.feed();
        this.vault = vault;
        this.topics = topics;
        this.push = push;
        this.endpoints = new Endpoints(push.endpoints());
        this.hooks = hooks;
        this.sockets = sockets;
        this.announcing = new Announcing(subscribers, gate, record);
        this.notification = notification;
        this.clock = clock;
    }

    /// What a step is about.
    private record Work(Subscribers.Claim claim, Requester requester, Permit own, Definition definition, Channel channel) {
        Notification.Subject subject(long total) {
            return new Notification.Subject(requester.id(), definition.topic().url(), claim.state(), total);
        }
    }

    /// An event that a subscriber may see, opened.
    private record Opened(Subscribers.Numbered event, Found found) {}

    /// Does what is due.
    ///
    /// @return whether more may be due at once
    boolean step(Subscribers.Claim claim) {
        var requester = Requester.of(claim.tenant(), claim.account(), vault.secrets().open(claim.tenant(), claim.account(), Admission.sealKind(claim.oid()), claim.sealed()));
        if (claim.expired() && claim.state() != State.OFF) return become(claim, requester, State.OFF);
        if (!claim.announced().equals(claim.state().code())) announcing.announce(claim, requester, claim.state());
        if (claim.state() == State.ERROR || claim.state() == State.OFF) return false;
        return switch (gate.pass(requester.reading(request()), requester.address())) {
            case Passage.Refused _ -> refused(claim);
            case Permit own -> switch (record.read(own)) {
                case Record.Read.Absent _, Record.Read.Gone _ -> false;
                case Record.Read.Present p -> switch (Definition.read(p.found().resource(), topics)) {
                    case Definition.Result.Wrong _ -> become(claim, requester, State.ERROR);
                    case Definition.Result.Ok(Definition d) -> work(claim, requester, own, d);
                };
            };
        };
    }

    private static String request() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /// A subscriber without any access is told nothing; what happens meanwhile is never told. When that lasts, it is over.
    private boolean refused(Subscribers.Claim claim) {
        subscribers.skip(claim, last(claim));
        if (claim.attempts() + 1 >= push.attempts()) subscribers.become(claim, State.OFF);
        else subscribers.later(claim, REFUSED);
        return false;
    }

    private Feed.Place last(Subscribers.Claim claim) {
        return Optional.ofNullable(feed.newest(Set.of(claim.stream())).get(claim.stream())).filter(p -> p.compareTo(claim.cursor()) > 0).orElse(claim.cursor());
    }

    private boolean work(Subscribers.Claim claim, Requester requester, Permit own, Definition d) {
        Optional<Channel> channel = d.webSocket() ? claim.bound().flatMap(sockets::channel)
                : d.endpoint().filter(e -> endpoints.allow(requester.actor().client(), e)).map(_ -> hooks.to(d));
        // an address that the operator took off the list
        if (channel.isEmpty()) return !d.webSocket() && become(claim, requester, State.ERROR);
        var work = new Work(claim, requester, own, d, channel.get());
        return claim.state() == State.REQUESTED || claim.greet() ? handshake(work) : events(work);
    }

    private boolean handshake(Work w) {
        boolean taken = w.channel.send(notification.bundle(Notification.Kind.HANDSHAKE, w.subject(w.claim.numbered()), w.definition.content(), List.of(), clock.instant()));
        if (taken && w.claim.state() == State.ACTIVE) return subscribers.become(w.claim, State.ACTIVE);
        // a socket that went away is bound again, and asks again
        if (!taken && w.definition.webSocket()) return false;
        return become(w.claim, w.requester, taken ? State.ACTIVE : State.ERROR);
    }

    private boolean events(Work w) {
        var permit = w.own.also(Action.READ, w.definition.topic().type());
        var waiting = subscribers.waiting(w.claim, w.definition.most());
        if (!waiting.isEmpty()) {
            var opened = new ArrayList<Opened>();
            for (var event : waiting) permit.flatMap(p -> feed.open(p, event.resource(), event.version(), false)).ifPresent(o -> opened.add(new Opened(event, o.found())));
            return tell(w, permit, waiting.getLast().number(), w.claim.numbered(), opened);
        }
        var written = feed.after(w.claim.stream(), w.claim.cursor(), w.claim.known(), LOOKED_AT);
        if (written.isEmpty()) return heartbeat(w);
        var matched = new ArrayList<Feed.Written>();
        var opened = new ArrayList<Opened>();
        var upTo = w.claim.cursor();
        for (var one : written) {
            if (matched.size() == w.definition.most()) break;
            upTo = one.place();
            var found = one.deleted() ? Optional.<Found>empty() : permit.flatMap(p -> match(p, w.definition, one));
            if (found.isEmpty()) continue;
            matched.add(one);
            opened.add(new Opened(new Subscribers.Numbered(w.claim.numbered() + matched.size(), one.oid(), one.version()), found.get()));
        }
        if (!subscribers.number(w.claim, upTo, matched)) return false;
        return matched.isEmpty() ? written.size() == LOOKED_AT : tell(w, permit, opened.getLast().event.number(), w.claim.numbered() + matched.size(), opened);
    }

    private Optional<Found> match(Permit permit, Definition d, Feed.Written one) {
        return feed.open(permit, one.oid(), one.version(), d.topic().becomes())
                .filter(o -> d.topic().triggered(o.found(), o.before()) && d.filters().stream().allMatch(f -> f.accept(o.found()))).map(Feed.Opened::found);
    }

    /// @param upTo   the last number that is settled by this
    /// @param total  events so far
    /// @param opened what the subscriber may see now; what they no longer may is passed over
    private boolean tell(Work w, Optional<Permit> permit, long upTo, long total, List<Opened> opened) {
        if (opened.isEmpty()) return subscribers.sent(w.claim, upTo);
        gate.enter(Stream.concat(Stream.of(w.own), permit.stream()).toList(), opened.stream().flatMap(o -> touched(o.found)).toList()).release();
        var bundle = notification.bundle(Notification.Kind.EVENT, w.subject(total), w.definition.content(),
                opened.stream().map(o -> new Notification.Event(o.event.number(), o.found)).toList(), clock.instant());
        return w.channel.send(bundle) ? subscribers.sent(w.claim, upTo) : failed(w);
    }

    static Stream<Touched> touched(Found found) {
        return (found.subjects().isEmpty() ? Set.of(0L) : found.subjects()).stream().map(s -> new Touched(Action.READ, s, List.of(found.type() + '/' + found.id())));
    }

    private boolean heartbeat(Work w) {
        if (!w.claim.heartbeat()) return false;
        var bundle = notification.bundle(Notification.Kind.HEARTBEAT, w.subject(w.claim.numbered()), w.definition.content(), List.of(), clock.instant());
        if (!w.channel.send(bundle)) return failed(w);
        subscribers.sent(w.claim, w.claim.delivered());
        return false;
    }

    private boolean failed(Work w) {
        // a socket that went away waits for the next one
        if (w.definition.webSocket()) return false;
        if (w.claim.attempts() + 1 >= push.attempts()) return become(w.claim, w.requester, State.ERROR);
        subscribers.later(w.claim, push.waitAfter(w.claim.attempts()));
        return false;
    }

    /// @return whether there may be something to tell from now on
    private boolean become(Subscribers.Claim claim, Requester requester, State next) {
        if (!subscribers.become(claim, next)) return false;
        announcing.announce(claim, requester, next);
        return next == State.ACTIVE;
    }
}
