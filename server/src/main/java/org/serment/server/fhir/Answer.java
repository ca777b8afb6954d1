package org.serment.server.fhir;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.serment.server.exports.Contents;
import org.serment.server.gate.Released;

/// What the door sends back. Whatever says something of a record can only be made with a [Released]: the journal has it.
///
/// @param status   HTTP status
/// @param type     media type of the body
/// @param body     UTF-8 bytes; empty for none
/// @param frame    the same as a zstd frame, when the store has one
/// @param version  for ETag
/// @param updated  for Last-Modified
/// @param location where the resource is that was created or updated, or found instead: clients take its id and version from there.
///                 Sent as Location, with status 200 as Content-Location (RFC 9110, 8.7)
/// @param headers  further ones
/// @param contents a body too long to be held, instead of `body`
/// @param request  the request's number; empty when none was given
record Answer(int status, String type, byte[] body, Optional<byte[]> frame, Optional<Integer> version, Optional<Instant> updated,
              Optional<String> location, Map<String, String> headers, Optional<Contents> contents, String request) {
    static final String FHIR = "application/fhir+json;charset=utf-8", TEXT = "text/plain;charset=utf-8";

    static Answer of(Released released, int status, byte[] body) {
        return new Answer(status, FHIR, body, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), released.request());
    }

    static Answer text(Released released, String text) {
        return new Answer(200, TEXT, text.getBytes(StandardCharsets.UTF_8), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), released.request());
    }

    static Answer failure(Released released, Outcomes.Failure f) {
        return of(released, f.status(), Outcomes.body(f.problems()));
    }

    /// An answer that says nothing of any record: capabilities, and what fails before anything was asked.
    static Answer open(int status, byte[] body) {
        return new Answer(status, FHIR, body, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), "");
    }

    static Answer open(Outcomes.Failure f) {
        return open(f.status(), Outcomes.body(f.problems()));
    }

    /// Made of answers of which each was released by itself.
    static Answer of(List<Answer> parts, byte[] body) {
        return new Answer(200, FHIR, body, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), Optional.empty(), parts.stream().map(Answer::request).filter(r -> !r.isEmpty()).findFirst().orElse(""));
    }

    Answer stored(byte[] zstdFrame) {
        return new Answer(status, type, body, Optional.of(zstdFrame), version, updated, location, headers, contents, request);
    }

    Answer version(int number, Instant at) {
        return new Answer(status, type, body, frame, Optional.of(number), Optional.of(at), location, headers, contents, request);
    }

    Answer at(String place) {
        return new Answer(status, type, body, frame, version, updated, Optional.of(place), headers, contents, request);
    }

    Answer header(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, type, body, frame, version, updated, location, more, contents, request);
    }

    Answer contents(Contents file) {
        return new Answer(status, type, body, frame, version, updated, location, headers, Optional.of(file), request);
    }

    Answer with(byte[] otherBody) {
        return new Answer(status, type, otherBody, Optional.empty(), version, updated, location, headers, contents, request);
    }

    Answer typed(String mediaType) {
        return new Answer(status, mediaType, body, frame, version, updated, location, headers, contents, request);
    }

    Answer without() {
        return with(new byte[0]);
    }
}
