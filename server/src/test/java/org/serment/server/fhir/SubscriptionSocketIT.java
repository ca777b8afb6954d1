package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serment.server.fhir.SubscriptionsIT.text;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.json.JsonMapper;

/// The web socket channel, with the JDK's own client.
class SubscriptionSocketIT {
    static Door door;
    static HttpClient http;

    @BeforeAll
    static void open() {
        door = new Door();
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    static void end() {
        http.shutdownNow();
        door.close();
    }

    /// What a client was sent.
    static final class Client implements WebSocket.Listener {
        final List<Listener.Came> came = new CopyOnWriteArrayList<>();
        volatile int closed;
        private final StringBuilder text = new StringBuilder();
        final WebSocket socket;

        Client(String url) {
            socket = http.newWebSocketBuilder().buildAsync(URI.create(url), this).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                came.add(new Listener.Came("", Map.of(), new JsonMapper().readTree(text.toString())));
                text.setLength(0);
            }
            ws.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
            closed = code;
            return null;
        }

        List<Long> numbers() {
            return came.stream().filter(c -> c.kind().equals("event-notification")).flatMap(c -> c.numbers().stream()).toList();
        }

        long handshakes() {
            return came.stream().filter(c -> c.kind().equals("handshake")).count();
        }
    }

    static String subscribed() {
        var body = """
                {"resourceType":"Subscription","status":"requested","reason":"test","criteria":"%s","channel":{"type":"websocket","payload":"application/fhir+json",
                 "_payload":{"extension":[{"url":"%sbackport-payload-content","valueCode":"full-resource"}]}}}""".formatted(SubscriptionsIT.PATIENTS, SubscriptionsIT.GUIDE);
        var answer = door.send(Role.LOADER, "POST", "/fhir/Subscription", body);
        assertEquals(201, answer.statusCode(), text(answer));
        return Door.json(answer).path("id").asString();
    }

    record Token(String text, String url) {}

    static Token token(String id) {
        var answer = door.get(Role.LOADER, "/fhir/Subscription/" + id + "/$get-ws-binding-token");
        assertEquals(200, answer.statusCode(), text(answer));
        var parameters = Door.json(answer);
        assertEquals(id, SubscriptionsIT.parameter(parameters, "subscription").path("valueString").asString());
        assertTrue(Instant.parse(SubscriptionsIT.parameter(parameters, "expiration").path("valueDateTime").asString()).isBefore(Instant.now().plusSeconds(90)));
        return new Token(SubscriptionsIT.parameter(parameters, "token").path("valueString").asString(), SubscriptionsIT.parameter(parameters, "websocket-url").path("valueUrl").asString());
    }

    static Client bound(String id) {
        var token = token(id);
        var client = new Client(token.url);
        client.socket.sendText("bind-with-token " + token.text, true).join();
        await("a handshake", () -> client.handshakes() == 1);
        return client;
    }

    static void await(String what, BooleanSupplier holds) {
        var until = Instant.now().plusSeconds(30);
        while (!holds.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(until), what);
            SubscriptionsIT.pause(50);
        }
    }

    static String patient() {
        return door.created("{'resourceType':'Patient','name':[{'family':'Delacroix'}]}");
    }

    @Test
    void aSocketIsGreetedThenToldAndWhatHappenedMeanwhileComesWhenItIsBoundAgain() {
        var id = subscribed();
        var one = patient();
        SubscriptionsIT.pause(1_500);
        assertEquals("requested", Door.json(door.get(Role.LOADER, "/fhir/Subscription/" + id)).path("status").asString());
        var client = bound(id);
        await("what was before the socket", () -> client.numbers().equals(List.of(1L)));
        var two = patient();
        await("an event", () -> client.numbers().equals(List.of(1L, 2L)));
        assertEquals(List.of(one, two), client.came.stream().filter(c -> c.kind().startsWith("event")).map(c -> c.bundle().path("entry").get(1).path("resource").path("id").asString()).toList());
        assertEquals("active", Door.json(door.get(Role.LOADER, "/fhir/Subscription/" + id)).path("status").asString());
        client.socket.abort();
        patient();
        SubscriptionsIT.pause(2_500);
        var again = bound(id);
        await("the event of meanwhile", () -> again.numbers().contains(3L));
        // the last binding is the one that is told
        var third = bound(id);
        patient();
        await("the fourth", () -> third.numbers().equals(List.of(4L)));
        assertFalse(again.numbers().contains(4L));
    }

    @Test
    void aTokenIsGoodOnceAndOnlyForItsSubscriber() {
        var id = subscribed();
        var token = token(id);
        var client = new Client(token.url);
        client.socket.sendText("bind-with-token " + token.text, true).join();
        await("a handshake", () -> client.handshakes() == 1);
        for (var said : List.of("bind-with-token " + token.text, "bind-with-token nonsense", "hello", "x".repeat(5_000))) {
            var stranger = new Client(token.url);
            stranger.socket.sendText(said, true).join();
            await("let go after " + said.substring(0, 5), () -> stranger.closed > 0);
            assertTrue(stranger.came.isEmpty());
        }
        assertEquals(404, door.get(Role.NURSE, "/fhir/Subscription/" + id + "/$get-ws-binding-token").statusCode());
        var all = door.get(Role.LOADER, "/fhir/Subscription/$get-ws-binding-token?id=" + id);
        assertEquals(200, all.statusCode(), text(all));
        assertEquals(422, door.get(Role.NURSE, "/fhir/Subscription/$get-ws-binding-token").statusCode());
        assertEquals(400, door.get(Role.LOADER, "/fhir/Subscription/$get-ws-binding-token?ids=" + id).statusCode());
    }

    @Test
    void aSocketOfAnotherProcessIsToldByThatProcess() throws IOException {
        var id = subscribed();
        try (var second = door.another()) {
            var token = token(id);
            var client = new Client(token.url.replace(":" + door.server.port() + "/", ":" + second.port() + "/"));
            client.socket.sendText("bind-with-token " + token.text, true).join();
            await("a handshake", () -> client.handshakes() == 1);
            patient();
            await("an event", () -> client.numbers().equals(List.of(1L)));
        }
    }
}
