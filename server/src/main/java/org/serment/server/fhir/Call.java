package org.serment.server.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.kernel.identity.Actor;
import org.serment.server.gate.Ask;
import org.serment.server.record.QueryString;

/// One request at the door, with its caller: by itself, or an entry of a batch.
///
/// @param method `GET`, `POST`, ...
/// @param base   `http://localhost:port/fhir`
/// @param id     the request's number, which the entries of a batch share
/// @param query  what follows the `?`, or the form of a search
record Call(String method, Route route, Actor actor, String base, String id, String query, Message message) {

    /// The same with a query that came otherwise than in the address.
    Call with(String otherQuery) {
        return new Call(method, route, actor, base, id, otherQuery, message);
    }

    /// A request that this one carries in its bundle.
    Call entry(String itsMethod, Route itsRoute, String itsQuery, Message itsMessage) {
        return new Call(itsMethod, itsRoute, actor, base, id, itsQuery, itsMessage);
    }

    Ask ask(Action action, String type) {
        return new Ask(actor, action, type, Optional.empty(), id, asks(action) ? query() : "");
    }

    /// Whether the query is a search: that of an update, patch or deletion says which resource is meant.
    private static boolean asks(Action action) {
        return action == Action.SEARCH || action == Action.UPDATE || action == Action.DELETE;
    }

    /// The values of a query parameter; none when the query is not well encoded.
    List<String> values(String name) {
        return QueryString.pairs(query()).orElse(List.of()).stream().filter(p -> p.getKey().equals(name)).map(Map.Entry::getValue).toList();
    }

    Optional<String> parameter(String name) {
        return values(name).stream().findFirst();
    }

    /// `If-Match: W/"3"`; empty when absent.
    Optional<Integer> ifMatch() {
        return header("If-Match").map(Call::etag);
    }

    /// `If-None-Exist: [type]?query` or the query alone: both are in use.
    Optional<String> ifNoneExist() {
        return header("If-None-Exist").map(q -> q.substring(q.indexOf('?') + 1));
    }

    Optional<Integer> ifNoneMatch() {
        return header("If-None-Match").map(Call::etag);
    }

    /// Whether the caller has that version already. `If-None-Match` goes before `If-Modified-Since` (RFC 9110 13.2.2), which counts seconds;
    /// a date that can't be read is ignored.
    boolean has(int version, Instant updated) {
        if (header("If-None-Match").isPresent()) return ifNoneMatch().equals(Optional.of(version));
        return header("If-Modified-Since").flatMap(Call::date).filter(since -> !updated.truncatedTo(ChronoUnit.SECONDS).isAfter(since)).isPresent();
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// A version that isn't a number can't be one of ours: -1.
    private static int etag(String value) {
        var text = value.replaceFirst("^W/", "").replace("\"", "").strip();
        return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
    }

    Optional<String> header(String name) {
        return message.headers(name).stream().findFirst();
    }

    List<String> headers(String name) {
        var all = new ArrayList<String>();
        for (var h : message.headers(name)) for (var part : h.split(",")) all.add(part.strip());
        return all;
    }

    /// `Prefer: return=...` (FHIR R4 http.html "Managing Return Content").
    Prefer prefer() {
        for (var p : headers("Prefer")) {
            if (p.equals("return=minimal")) return Prefer.MINIMAL;
            if (p.equals("return=OperationOutcome")) return Prefer.OUTCOME;
        }
        return Prefer.REPRESENTATION;
    }

    /// `Prefer: handling=lenient` (FHIR R4 search.html 2.21.1.2).
    boolean lenient() {
        return headers("Prefer").stream().flatMap(h -> Stream.of(h.split(";"))).map(String::strip).anyMatch("handling=lenient"::equals);
    }

    enum Prefer { MINIMAL, REPRESENTATION, OUTCOME }
}
