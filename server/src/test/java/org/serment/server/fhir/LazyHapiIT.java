package org.serment.server.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serment.kernel.access.Role;

/// A Java machine of its own logs each class that it loads: a server that starts and answers JSON loads none of HAPI's.
class LazyHapiIT {
    /// And none of the tables of codes.
    private static final Pattern HAPI = Pattern.compile("(ca\\.uhn\\.fhir|org\\.hl7\\.fhir)\\.|org\\.serment\\.r4\\.terms\\.Terms ");

    @TempDir
    Path directory;

    @Test
    void jsonNeverTouchesIt() throws Exception {
        var log = directory.resolve("classes");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // a folder and a database of its own: this machine's tests hold theirs
        var own = Files.createDirectories(Path.of("target", "lazy-hapi").toAbsolutePath());
        Files.createDirectories(own.resolve("target"));
        var process = new ProcessBuilder(java, "-Xlog:class+load=info:file=" + log + "::filecount=0", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Answering.class.getName()).directory(own.toFile()).inheritIO().start();
        assertEquals(0, process.waitFor());

        var loaded = Files.readAllLines(log);
        int answered = first(loaded, Answered.class.getName());
        assertTrue(first(loaded, FhirDoor.class.getName()) < answered, "the door was in use");
        assertEquals(List.of(), loaded.subList(0, answered).stream().filter(line -> HAPI.matcher(line).find()).toList());
        assertFalse(loaded.subList(answered, loaded.size()).stream().filter(line -> HAPI.matcher(line).find()).toList().isEmpty(), "what is looked for is seen once it is used");
    }

    private static int first(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) if (lines.get(i).contains(name + " ")) return i;
        throw new AssertionError(name + " was not loaded");
    }

    /// The other Java machine's program.
    static final class Answering {
        public static void main(String[] arguments) throws IOException {
            try (var door = new Door()) {
                var id = door.created("{'resourceType':'Patient','name':[{'family':'Perrin'}]}");
                same(200, door.get(Role.LOADER, "/fhir/metadata").statusCode());
                same(200, door.send(Role.LOADER, "PUT", "/fhir/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":true}").statusCode());
                same(200, door.get(Role.LOADER, "/fhir/Patient/" + id).statusCode());
                same(200, door.get(Role.LOADER, "/fhir/Patient?active=true").statusCode());
                same(400, door.send(Role.LOADER, "POST", "/fhir/Patient", "{\"resourceType\":\"Patient\",\"name\":1}").statusCode());
            }
            new Answered();
            if (Hapi.context().newFhirPath() == null) throw new IllegalStateException();
        }

        private static void same(int expected, int status) {
            if (expected != status) throw new IllegalStateException("answered " + status);
        }
    }

    /// Loaded when all is answered.
    static final class Answered {}
}
