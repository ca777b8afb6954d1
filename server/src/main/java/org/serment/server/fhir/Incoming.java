package org.serment.server.fhir;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Problem;
import org.serment.r4.xml.Xml;
import tools.jackson.databind.node.ObjectNode;

/// A body that was read as a resource. Writing changes the tree it takes, so a second try takes another, parsed anew.
final class Incoming {
    /// The longest body that a person's client sends.
    private static final int PERSONS = 8 << 20;

    private final byte[] bytes;
    private Optional<ObjectNode> parsed;

    Incoming(byte[] bytes, ObjectNode parsed) {
        this.bytes = bytes;
        this.parsed = Optional.of(parsed);
    }

    /// Reads the body as a resource of that type. The writer may take it again, fresh, when it has to try again.
    static Answer of(Call call, String type, Function<Incoming, Answer> then) throws IOException {
        return json(call, (bytes, limits) -> switch (Json.parse(bytes, limits)) {
            case Parsed.Rejected r -> Answer.open(new Outcomes.Failure(tooLong(r.problems().getFirst()) ? 413 : 400, r.problems()));
            case Parsed.Ok ok when !ok.resource().path("resourceType").asString("").equals(type) ->
                    Answer.open(new Outcomes.Failure(400, List.of(new Problem("", "invalid", "the body is not a " + type))));
            case Parsed.Ok ok -> then.apply(new Incoming(bytes, ok.resource()));
        });
    }

    /// The body as JSON, one byte longer than the limits when it is too long; structure isn't looked at.
    static Answer json(Call call, BiFunction<byte[], Limits, Answer> then) throws IOException {
        var format = Format.body(call.header("Content-Type"));
        if (format.isEmpty()) return Answer.open(Outcomes.one(415, "not-supported", "Content-Type", "bodies are application/fhir+json or application/fhir+xml"));
        if (call.header("Content-Encoding").isPresent()) return Answer.open(Outcomes.one(415, "not-supported", "Content-Encoding", "bodies come without a content coding"));
        // a loading program sends whole histories; what a person sends is far smaller
        var limits = call.actor().machine() ? Limits.DEFAULT : new Limits(PERSONS, Limits.DEFAULT.depth(), Limits.DEFAULT.problems());
        var bytes = call.message().body(limits.bytes() + 1);
        return switch (bytes.length > limits.bytes() ? new Xml.Read.AsJson(bytes) : format.get().json(bytes)) {
            case Xml.Read.Refused r -> Answer.open(new Outcomes.Failure(400, List.of(r.problem())));
            case Xml.Read.AsJson json -> then.apply(json.bytes(), limits);
        };
    }

    /// The whole body, not something in it.
    private static boolean tooLong(Problem problem) {
        return problem.code().equals("too-long") && problem.path().isEmpty();
    }

    /// For checks before it is taken.
    ObjectNode look() {
        return parsed.orElseThrow(() -> new IllegalStateException("taken already"));
    }

    /// The tree, the taker's to change.
    ObjectNode take() {
        var tree = parsed.orElseGet(this::again);
        parsed = Optional.empty();
        return tree;
    }

    private ObjectNode again() {
        return switch (Json.parse(bytes, Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected _ -> throw new IllegalStateException("read a moment ago");
        };
    }
}
