package org.serment.server.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.serment.r4.Json;
import org.serment.r4.Problem;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Every status and OperationOutcome that the door can answer, in one file.
/// Texts never hold a value of a request or of a record: they name the place.
sealed interface Outcomes {

    /// An answer without a resource.
    ///
    /// @param status   HTTP status
    /// @param problems what the OperationOutcome lists
    record Failure(int status, List<Problem> problems) implements Outcomes {}

    static Failure one(int status, String code, String place, String text) {
        return new Failure(status, List.of(new Problem(place, code, text)));
    }

    /// Absent and forbidden are one answer, to the byte.
    static Failure notFound() {
        return one(404, "not-found", "", "There is no such resource for you.");
    }

    static Failure gone() {
        return one(410, "deleted", "", "The resource was deleted.");
    }

    static Failure unauthorized() {
        return one(401, "login", "", "A valid bearer token is needed.");
    }

    static Failure forbidden(String type) {
        return one(403, "forbidden", type, "Your role, purpose or care relationships give no access to this type.");
    }

    static Failure away() {
        return one(503, "transient", "", "The database is away. Nothing was lost; try again.");
    }

    static Failure unreadable(String reference) {
        return one(500, "exception", "", "The stored resource cannot be read. Reference for the operator: " + reference);
    }

    static Failure broken(String reference) {
        return one(500, "exception", "", "Something broke here. Reference for the operator: " + reference);
    }

    /// `Prefer: return=OperationOutcome` on success.
    static byte[] done() {
        return body(List.of(new Problem("", "informational", "Done.")));
    }

    /// Whether a body that the door made itself is an OperationOutcome: its first property says so.
    static boolean isOutcome(byte[] body) {
        var mark = "{\"resourceType\":\"OperationOutcome\"".getBytes(StandardCharsets.US_ASCII);
        return body.length >= mark.length && Arrays.equals(body, 0, mark.length, mark, 0, mark.length);
    }

    /// The words that RFC 9110 gives a status, for `Bundle.entry.response.status`.
    static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }

    /// Codes of the value set issue-type.
    Set<String> CODES = Set.of("invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired", "forbidden", "suppressed",
            "processing", "not-supported", "duplicate", "multiple-matches", "not-found", "deleted", "too-long", "code-invalid", "extension", "too-costly",
            "business-rule", "conflict", "transient", "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational");

    /// What a search that succeeded did without, or left out.
    static byte[] warnings(List<Problem> problems) {
        return body(problems, "warning");
    }

    /// The OperationOutcome resource as compact JSON in UTF-8.
    static byte[] body(List<Problem> problems) {
        return body(problems, "error");
    }

    /// Errors, then warnings, then what there is to know.
    static byte[] body(List<Problem> errors, List<Problem> warnings, List<Problem> notes) {
        var f = JsonNodeFactory.instance.objectNode();
        f.put("resourceType", "OperationOutcome");
        var issues = f.putArray("issue");
        errors.forEach(p -> issue(issues.addObject(), p, "error"));
        warnings.forEach(p -> issue(issues.addObject(), p, "warning"));
        notes.forEach(p -> issue(issues.addObject(), p, "information"));
        return Json.write(f);
    }

    private static void issue(ObjectNode issue, Problem p, String severity) {
        issue.put("severity", p.code().equals("informational") ? "information" : severity);
        issue.put("code", CODES.contains(p.code()) ? p.code() : "invalid");
        issue.put("diagnostics", p.message());
        if (!p.path().isEmpty()) issue.putArray("expression").add(p.path());
    }

    private static byte[] body(List<Problem> problems, String severity) {
        return severity.equals("error") ? body(problems, List.of(), List.of()) : body(List.of(), problems, List.of());
    }
}
