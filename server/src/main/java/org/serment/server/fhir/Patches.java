package org.serment.server.fhir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.serment.server.fhir.patch.FhirPathPatch;
import org.serment.server.fhir.patch.JsonPatch;
import org.serment.server.fhir.patch.Patch;
import org.serment.server.record.Change;

/// Reads the patch that a request carries, by its media type (FHIR R4 http.html 3.1.0.6).
final class Patches {
    private static final int LONGEST = 8 << 20;

    private Patches() {}

    static Answer read(Call call, Function<Change.Edit, Answer> then) throws IOException {
        if (!json(call)) return Incoming.of(call, "Parameters", parameters -> answer(FhirPathPatch.read(parameters.take()), then));
        var body = call.message().body(LONGEST + 1);
        return body.length > LONGEST ? Answer.open(Outcomes.one(413, "too-long", "", "a patch has at most " + LONGEST + " bytes")) : answer(JsonPatch.read(body), then);
    }

    private static Answer answer(Patch patch, Function<Change.Edit, Answer> then) {
        return switch (patch) {
            case Patch.Bad b -> Answer.open(new Outcomes.Failure(400, List.of(b.problem())));
            case Patch.Ready r -> then.apply(r.edit());
        };
    }

    /// The patch of a transaction's entry: Parameters, or a Binary that holds a JSON Patch. Throws [Entry.Wrong].
    static Change.Edit read(Entry entry, Call call) {
        try {
            var patch = json(call) ? JsonPatch.read(call.message().body(LONGEST)) : FhirPathPatch.read(Transactions.resource(entry, "Parameters"));
            return switch (patch) {
                case Patch.Bad b -> throw new Entry.Wrong(entry.place() + ".resource", b.problem().code(), b.problem().message());
                case Patch.Ready r -> r.edit();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean json(Call call) {
        return call.header("Content-Type").map(t -> t.split(";")[0].strip().toLowerCase(Locale.ROOT)).filter("application/json-patch+json"::equals).isPresent();
    }
}
