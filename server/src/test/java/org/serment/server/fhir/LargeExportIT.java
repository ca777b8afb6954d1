package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import tools.jackson.databind.JsonNode;

/// An export of more clear text than the heap of its process could hold, server and client together.
@Tag("long")
class LargeExportIT {
    private static final int RESOURCES = Integer.getInteger("serment.exported", 200_000);
    private static final String HEAP = "160m";

    @Test
    void memoryStaysFlat() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xmx" + HEAP, "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Run.class.getName(), String.valueOf(RESOURCES)).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        said.lines().filter(line -> line.startsWith("export: ")).forEach(System.out::println);
    }

    /// Loads, exports, fetches, in a process with a small heap.
    static final class Run {
        private Run() {}

        public static void main(String[] args) throws Exception {
            int resources = Integer.parseInt(args[0]);
            try (var door = new Door()) {
                load(door, resources);
                var token = door.token(Role.LOADER);
                long start = System.nanoTime();
                var status = door.send(token, "GET", door.base() + "/fhir/$export", "", "Prefer", "respond-async").headers().firstValue("Content-Location").orElseThrow();
                HttpResponse<byte[]> answer;
                while ((answer = door.send(token, "GET", status, "")).statusCode() == 202) Thread.sleep(100);
                double made = (System.nanoTime() - start) / 1e9;
                long lines = 0;
                for (var file : Door.json(answer).path("output")) lines += fetched(token, file);
                double all = (System.nanoTime() - start) / 1e9;
                var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
                System.out.printf("export: %d resources in %.1f s (%.0f a second), fetched after %.1f s (%.0f a second); heap at most %d MB%n",
                        lines, made, lines / made, all, lines / all, heap.getMax() >> 20);
                if (lines < resources) throw new IllegalStateException("only " + lines);
            }
            System.exit(0);
        }

        private static void load(Door door, int resources) {
            var random = new Random(1);
            int perPatient = 500;
            for (int done = 0; done < resources; done += perPatient) {
                var bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"fullUrl\":\"urn:uuid:00000000-0000-4000-8000-000000000001\",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"},"
                        + "\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":\"1970-01-01\"}}");
                for (int i = 1; i < perPatient; i++)
                    bundle.append(",{\"request\":{\"method\":\"POST\",\"url\":\"Observation\"},\"resource\":{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8867-4\"}]},"
                            + "\"subject\":{\"reference\":\"urn:uuid:00000000-0000-4000-8000-000000000001\"},\"effectiveDateTime\":\"2026-01-01T10:00:00Z\",\"note\":[{\"text\":\"").append(text(random)).append("\"}]}}");
                var answer = door.send(Role.LOADER, "POST", "/fhir", bundle.append("]}").toString(), "Prefer", "return=minimal");
                if (answer.statusCode() != 200) throw new IllegalStateException("loading: " + answer.statusCode());
            }
        }

        /// About a kilobyte that hardly packs.
        private static String text(Random random) {
            var text = new StringBuilder(1_000);
            for (int i = 0; i < 62; i++) text.append(Long.toHexString(random.nextLong() | Long.MIN_VALUE));
            return text.toString();
        }

        private static long fetched(String token, JsonNode file) throws IOException, InterruptedException {
            try (var http = HttpClient.newHttpClient()) {
                var answer = http.send(HttpRequest.newBuilder(URI.create(file.path("url").asString())).header("Authorization", "Bearer " + token).header("Accept-Encoding", "zstd").build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                long lines = 0;
                try (var in = new BufferedInputStream(new ZstdInputStream(answer.body()), 1 << 16)) {
                    var buffer = new byte[1 << 16];
                    for (int n; (n = in.read(buffer)) > 0; ) for (int i = 0; i < n; i++) if (buffer[i] == '\n') lines++;
                }
                if (lines != file.path("count").asLong()) throw new IllegalStateException("a file is short");
                return lines;
            }
        }
    }
}
