package org.serment.e2e;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A nurse at work: she reads her patient, writes observations and corrects them, in a few threads, until she is told
/// to stop or the server breaks. What the server acknowledged is kept, to be asked for later.
final class Load {

    /// An answer that was given.
    ///
    /// @param request the request's id, as the answer names it
    /// @param path    where the written version can be read; empty for a read
    /// @param marker  what the written version must say
    record Acknowledged(String request, String path, String marker) {}

    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger round = new AtomicInteger();

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /// Answers that were neither a success nor a refusal that the race explains.
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /// Starts `clients` threads; each ends when its connection breaks, when `most` requests are done, or when interrupted.
    List<Thread> start(Fhir nurse, String patient, int clients, int most) {
        int number = round.incrementAndGet();
        var threads = new ArrayList<Thread>();
        for (int client = 0; client < clients; client++) {
            String name = number + "-" + client;
            threads.add(Thread.ofVirtual().start(() -> work(nurse, patient, name, most)));
        }
        return threads;
    }

    private void work(Fhir nurse, String patient, String name, int most) {
        try {
            String own = "";
            int version = 0;
            for (int n = 0; n < most; n++) {
                String marker = "marker " + name + "-" + n + ".";
                if (n % 3 == 0) {
                    HttpResponse<String> answer = nurse.get("/fhir/" + patient);
                    if (took(answer, 200)) acknowledged.add(new Acknowledged(id(answer), "", ""));
                } else if (own.isEmpty() || n % 3 == 1) {
                    HttpResponse<String> answer = nurse.post("/fhir/Observation", observation("", patient, marker));
                    if (!took(answer, 201)) continue;
                    own = path(answer.headers().firstValue("Location").orElseThrow()).replaceAll("/_history/.*", "");
                    version = 1;
                    acknowledged.add(new Acknowledged(id(answer), own + "/_history/1", marker));
                } else {
                    String body = observation(own.substring(own.lastIndexOf('/') + 1), patient, marker);
                    HttpResponse<String> answer = nurse.put(own, body, version);
                    if (!took(answer, 200)) continue;
                    version++;
                    acknowledged.add(new Acknowledged(id(answer), own + "/_history/" + version, marker));
                }
            }
        } catch (IOException _) {
            // the server is gone: what was not answered was not promised
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean took(HttpResponse<String> answer, int wanted) {
        if (answer.statusCode() == wanted) return true;
        surprises.add(answer.statusCode() + " " + answer.body());
        return false;
    }

    static String id(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    private static String path(String location) {
        return location.substring(location.indexOf("/fhir/"));
    }

    static String observation(String id, String patient, String text) {
        return """
                {"resourceType":"Observation",%s"status":"final","code":{"coding":[{"system":"http://loinc.org",\
                "code":"8867-4"}]},"subject":{"reference":"%s"},"effectiveDateTime":"2026-01-01T10:00:00Z",\
                "valueString":"%s"}""".formatted(id.isEmpty() ? "" : "\"id\":\"" + id + "\",", patient, text);
    }
}
