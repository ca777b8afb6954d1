package org.serment.server.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.serment.kernel.access.Action;
import org.serment.r4.Json;
import org.serment.server.gate.Address;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Released;
import org.serment.server.gate.Touched;
import org.serment.server.record.Found;
import org.serment.server.record.Record;
import org.serment.server.subscriptions.Content;
import org.serment.server.subscriptions.Subscriptions;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The operations of the guide "Subscriptions R5 Backport": `$status`, `$events`, `$get-ws-binding-token`.
final class SubscriptionEvents {
    private static final String GUIDE = "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-", TYPE = "Subscription";
    private static final Set<String> GET_POST = Set.of("GET", "POST");
    /// Subscriptions that one answer or one token holds.
    private static final int MOST = 1_000;

    private final Gate gate;
    private final Record record;
    private final Subscriptions subscriptions;

    SubscriptionEvents(Gate gate, Record record, Subscriptions subscriptions) {
        this.gate = gate;
        this.record = record;
        this.subscriptions = subscriptions;
    }

    /// `Subscription/{id}/$status`; `Subscription/$status` with `id` and `status`, each any number of times.
    Operation status() {
        return new Operation("$status", GUIDE + "status", SubscriptionEvents::offered, GET_POST, (call, at) -> Arguments.of(call, Set.of("id", "status"), arguments ->
                at.id().isPresent() ? one(call, at.id().get(), (permit, found) -> statuses(call, entered(permit, found), List.of(found), List.of()))
                        : all(call, arguments.texts("id"), found -> true, (released, found) -> statuses(call, released, found, arguments.texts("status")))));
    }

    /// `Subscription/{id}/$events` with `eventsSinceNumber`, `eventsUntilNumber`, `content`.
    Operation events() {
        return new Operation("$events", GUIDE + "events", at -> offered(at) && at.id().isPresent(), GET_POST,
                (call, at) -> Arguments.of(call, Set.of("eventsSinceNumber", "eventsUntilNumber", "content"), arguments -> {
                    var from = number(arguments.text("eventsSinceNumber"), 1);
                    var until = number(arguments.text("eventsUntilNumber"), Long.MAX_VALUE);
                    var content = arguments.text("content").map(Content::of);
                    if (from.isEmpty() || until.isEmpty() || content.filter(Optional::isEmpty).isPresent())
                        return Answer.open(Outcomes.one(400, "value", "", "event numbers are whole numbers, content is empty, id-only or full-resource"));
                    return one(call, at.id().orElseThrow(), (permit, found) -> {
                        var told = subscriptions.events(call.base(), permit, found, from.get(), until.get(), content.flatMap(c -> c));
                        return Answer.of(gate.enter(told.permits(), told.touched()).release(), 200, told.bundle());
                    });
                }));
    }

    /// `Subscription/{id}/$get-ws-binding-token`; on the type with `id`, any number of times, or for all of the caller's web sockets.
    Operation token() {
        return new Operation("$get-ws-binding-token", GUIDE + "get-ws-binding-token", SubscriptionEvents::offered, GET_POST, (call, at) -> Arguments.of(call, Set.of("id"), arguments ->
                at.id().isPresent() ? one(call, at.id().get(), (permit, found) -> webSocket(found) ? token(call, entered(permit, found), List.of(found)) : notWebSocket(entered(permit, found)))
                        : all(call, arguments.texts("id"), SubscriptionEvents::webSocket, (released, found) -> found.isEmpty() ? notWebSocket(released) : token(call, released, found))));
    }

    private static boolean offered(Route.Operation at) {
        return at.type().equals(Optional.of(TYPE));
    }

    private interface Then<A> {
        Answer answer(A a, Found found);
    }

    private interface Many {
        Answer answer(Released released, List<Found> found);
    }

    private Answer one(Call call, String id, Then<Permit> then) {
        return switch (gate.pass(call.ask(Action.READ, TYPE), new Address(call.actor().tenant(), TYPE, id))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.notFound());
            case Permit permit -> switch (record.read(permit)) {
                case Record.Read.Present p -> then.answer(permit, p.found());
                case Record.Read.Absent _ -> Answer.failure(gate.enter(permit, List.of()).release(), Outcomes.notFound());
                case Record.Read.Gone _ -> Answer.failure(gate.enter(permit, List.of()).release(), Outcomes.gone());
            };
        };
    }

    private Released entered(Permit permit, Found found) {
        return gate.enter(permit, List.of(new Touched(permit.action(), 0, List.of(TYPE + '/' + found.id())))).release();
    }

    /// Those of the caller's Subscriptions that have one of these ids; all of them when none is given.
    private Answer all(Call call, List<String> ids, Predicate<Found> wanted, Many then) {
        if (ids.stream().anyMatch(id -> !Route.ID.matcher(id).matches())) return Answer.open(Outcomes.one(400, "value", "id", "an id is 1 to 64 letters, digits, '-' or '.'"));
        var query = "_count=" + MOST + (ids.isEmpty() ? "" : "&_id=" + String.join(",", ids));
        return switch (gate.pass(call.with(query).ask(Action.SEARCH, TYPE))) {
            case Passage.Refused r -> Answer.failure(r.released(), Outcomes.forbidden(TYPE));
            case Permit permit -> switch (record.search(permit, query, Optional.empty())) {
                case Record.Search.Refused r -> Answer.failure(gate.enter(permit, List.of()).release(), new Outcomes.Failure(400, List.of(r.problem())));
                case Record.Search.Page page -> then.answer(gate.enter(page.permits(), Record.touched(page), page.query()).release(), page.found().stream().filter(wanted).toList());
            };
        };
    }

    private Answer statuses(Call call, Released released, List<Found> found, List<String> wanted) {
        var statuses = found.stream().map(f -> subscriptions.status(call.base(), call.actor().tenant(), f)).filter(s -> wanted.isEmpty() || wanted.contains(status(s))).toList();
        return Answer.of(released, 200, Bundles.resources(call.base(), call.base() + "/Subscription/$status" + (call.query().isEmpty() ? "" : "?" + call.query()), Optional.empty(), statuses));
    }

    private static String status(ObjectNode parameters) {
        for (var p : parameters.path("parameter")) if (p.path("name").asString().equals("status")) return p.path("valueCode").asString();
        return "";
    }

    private static boolean webSocket(Found subscription) {
        return subscription.resource().path("channel").path("type").asString("").equals("websocket");
    }

    private static Answer notWebSocket(Released released) {
        return Answer.failure(released, Outcomes.one(422, "business-rule", "Subscription.channel.type", "a token binds subscriptions whose channel is websocket"));
    }

    private Answer token(Call call, Released released, List<Found> found) {
        var token = subscriptions.token(call.actor().tenant(), call.actor().account(), found);
        var parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        var all = parameters.putArray("parameter");
        all.addObject().put("name", "token").put("valueString", token.text());
        all.addObject().put("name", "expiration").put("valueDateTime", token.until().toString());
        for (var f : found) all.addObject().put("name", "subscription").put("valueString", f.id());
        all.addObject().put("name", "websocket-url").put("valueUrl", call.base().replaceFirst("^http", "ws") + "/ws");
        return Answer.of(released, 200, Json.write(parameters));
    }

    private static Optional<Long> number(Optional<String> text, long otherwise) {
        return text.isEmpty() ? Optional.of(otherwise) : text.filter(t -> t.matches("[0-9]{1,18}")).map(Long::valueOf);
    }
}
