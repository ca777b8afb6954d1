package org.serment.server.fhir;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.r4.Json;
import org.serment.r4.Problem;
import org.serment.server.exports.Exports;
import org.serment.server.gate.Ask;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `$export` by HTTP (HL7 Bulk Data Access 2.0, "Request Flow"): kick-off, status, files, end.
final class Exporting {
    static final String OPERATION = "$export";
    private static final String DEFINITIONS = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/", NDJSON = "application/fhir+ndjson", JSON = "application/json";
    private static final String SOON = "2", LATER = "60";
    private static final Set<String> NDJSONS = Set.of("application/fhir+ndjson", "application/ndjson", "application/*", "*/*");

    private final Exports exports;

    Exporting(Exports exports) {
        this.exports = exports;
    }

    Operation operation() {
        return new Operation(OPERATION, at -> DEFINITIONS + at.type().map(t -> t.equals("Patient") ? "patient-export" : "group-export").orElse("export"), Exporting::offered,
                Set.of("GET", "POST"), this::begin);
    }

    private static boolean offered(Route.Operation at) {
        return at.type().isEmpty() || at.type().equals(Optional.of("Patient")) && at.id().isEmpty() || at.type().equals(Optional.of("Group")) && at.id().isPresent();
    }

    private Answer begin(Call call, Route.Operation at) throws IOException {
        if (call.headers("Prefer").stream().flatMap(h -> Stream.of(h.split(";"))).map(String::strip).noneMatch("respond-async"::equals))
            return Answer.open(Outcomes.one(400, "required", "Prefer", "an export takes its time: ask with Prefer: respond-async"));
        if (!call.method().equals("POST")) return begin(call, at, List.of());
        return Incoming.of(call, "Parameters", in -> begin(call, at, ExportWish.pairs(in.take())));
    }

    private Answer begin(Call call, Route.Operation at, List<Map.Entry<String, String>> posted) {
        return switch (ExportWish.read(call, at, posted)) {
            case ExportWish.Wrong w -> Answer.open(new Outcomes.Failure(400, List.of(w.problem())));
            case ExportWish.Understood u -> switch (exports.begin(ask(call, u.wish().types().stream().findFirst().orElse("Patient")), u.wish())) {
                case Exports.Begun.Accepted a -> Answer.of(a.released(), 202, Outcomes.done()).header("Content-Location", call.base() + "/$export-status/" + a.job());
                case Exports.Begun.Refused r -> Answer.failure(r.released(), r.type().map(Outcomes::forbidden)
                        .orElseGet(() -> at.id().isPresent() ? Outcomes.notFound() : Outcomes.forbidden("Patient")));
                case Exports.Begun.Misunderstood m -> Answer.open(new Outcomes.Failure(400, List.of(m.problem())));
                case Exports.Begun.Busy _ -> Answer.open(Outcomes.one(429, "throttled", "", "you have as many exports at work as one client may: wait for one to end, or end one")).header("Retry-After", LATER);
            };
        };
    }

    private static Ask ask(Call call, String type) {
        return new Ask(call.actor(), Action.EXPORT, type, Optional.empty(), call.id(), call.query());
    }

    Answer status(Call call, String job) {
        var id = id(job);
        if (call.method().equals("DELETE")) return id.filter(i -> exports.end(ask(call, "Patient"), i)).map(_ -> Answer.open(202, Outcomes.done())).orElseGet(Exporting::absent);
        return id.map(i -> status(call, i)).orElseGet(Exporting::absent);
    }

    private Answer status(Call call, UUID id) {
        return switch (exports.status(ask(call, "Patient"), id)) {
            case Exports.Status.Absent _ -> absent();
            case Exports.Status.Refused r -> Answer.failure(r.released(), refused());
            case Exports.Status.Running r -> Answer.open(202, new byte[0]).header("Retry-After", SOON)
                    .header("X-Progress", r.written() + " resources; " + r.types() + " of " + r.of() + " types done");
            case Exports.Status.Failed f -> Answer.open(Outcomes.one(500, "exception", "", "The export was given up: something broke here, or its filters match too much. Reference for the operator: " + f.request()));
            case Exports.Status.Done d -> Answer.of(d.released(), 200, Json.write(manifest(call.base() + "/$export-file/" + id + '/', d))).typed(JSON)
                    .header("Expires", DateTimeFormatter.RFC_1123_DATE_TIME.format(d.until().atOffset(ZoneOffset.UTC)));
        };
    }

    private static ObjectNode manifest(String place, Exports.Status.Done done) {
        var m = JsonNodeFactory.instance.objectNode();
        m.put("transactionTime", done.at().toString()).put("request", done.url()).put("requiresAccessToken", true);
        var output = m.putArray("output");
        var deleted = m.putArray("deleted");
        var error = m.putArray("error");
        for (var f : done.files()) {
            var list = switch (f.kind()) {
                case OUTPUT -> output;
                case DELETED -> deleted;
                case ERROR -> error;
            };
            var type = switch (f.kind()) {
                case OUTPUT -> f.type();
                case DELETED -> "Bundle";
                case ERROR -> "OperationOutcome";
            };
            list.addObject().put("type", type).put("url", place + f.number()).put("count", f.lines());
        }
        return m;
    }

    Answer file(Call call, Route.ExportFile at) {
        var accept = call.headers("Accept");
        if (!accept.isEmpty() && accept.stream().map(a -> a.split(";")[0].strip().toLowerCase(Locale.ROOT)).noneMatch(NDJSONS::contains))
            return Answer.open(Outcomes.one(406, "not-supported", "Accept", "files are " + NDJSON));
        return id(at.job()).map(id -> switch (exports.download(ask(call, "Patient"), id, at.number())) {
            case Exports.Download.Absent _ -> absent();
            case Exports.Download.Refused r -> Answer.failure(r.released(), refused());
            case Exports.Download.Ready r -> Answer.of(r.released(), 200, new byte[0]).typed(NDJSON).contents(r.contents());
        }).orElseGet(Exporting::absent);
    }

    private static Outcomes.Failure refused() {
        return Outcomes.one(403, "forbidden", "", "What you may copy has become less since the export began: ask for a new one.");
    }

    private static Answer absent() {
        return Answer.open(Outcomes.one(404, "not-found", "", "There is no such export for you: it never was, was ended, or has expired."));
    }

    private static Optional<UUID> id(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
