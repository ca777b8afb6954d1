package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The server of a real establishment, as the launcher starts it: it holds nothing of the demonstration, invents no
/// keys, and neither of the two touches the other's database.
@ExtendWith(Hospital.Resolver.class)
class ServeIT {

    private static final String WORDS = "four plain words of an operator\n";

    @TempDir
    Path directory;

    @BeforeAll
    static void packaged() {
        assumeTrue(Files.exists(Program.repository().resolve("server/target/classpath")), "written in Maven's package phase");
    }

    @Test
    void itsClassPathHoldsNothingOfTheDemonstration() throws IOException {
        var found = new ArrayList<String>();
        for (String file : Program.classPathOfServe().split(":")) {
            if (of(file)) found.add(file);
            try (var jar = new ZipFile(file)) {
                for (var entry : java.util.Collections.list(jar.entries())) {
                    if (of(entry.getName())) found.add(file + ": " + entry.getName());
                    boolean ours = entry.getName().startsWith("org/serment/");
                    if (ours && new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1)
                            .contains("org/serment/demo")) found.add(file + ": refers in " + entry.getName());
                }
            }
        }
        assertEquals(List.of(), found);
        assertTrue(of("org/serment/demo/Main.class") && of("/m2/synthea-3.jar"), "what is looked for can be found");
    }

    private static boolean of(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.contains("serment/demo") || small.contains("synthea") || small.contains("/demo/target")
                || small.matches("(.*/)?demo-[0-9.]+\\.jar");
    }

    @Test
    void withoutAPassphraseItAsksForOneAndWritesNothing() throws Exception {
        Path data = directory.resolve("data");
        var ended = Program.refusedServe(Map.of(), "--port", "0", "--data", data.toString());
        assertEquals(3, ended.status(), ended.text());
        assertTrue(ended.text().contains("a key provider is needed: put a passphrase of your own into a file"), ended.text());
        assertFalse(Files.exists(data), "something was written");

        var lost = Program.refusedServe(Map.of("SERMENT_KEYS_PASSPHRASE_FILE", directory.resolve("none").toString(), "SERMENT_ESTABLISHMENT_NAME", "Hôpital d'essai"),
                "--port", "0", "--data", data.toString());
        assertEquals(3, lost.status(), lost.text());
        assertTrue(lost.text().contains("can't read the passphrase file"), lost.text());
        assertFalse(Files.exists(data.resolve("keys")), "a key file was invented");
    }

    @Test
    void aFirstStartAsksForTheNameAndSaysOneEnrolmentCode() throws Exception {
        Path data = directory.resolve("data");
        var nameless = Program.refusedServe(Map.of("SERMENT_KEYS_PASSPHRASE_FILE", words("words").get("SERMENT_KEYS_PASSPHRASE_FILE")), "--port", "0", "--data", data.toString());
        assertEquals(3, nameless.status(), nameless.text());
        assertTrue(nameless.text().contains("give its name in establishment.name"), nameless.text());
        assertFalse(Files.exists(data.resolve("keys")), "a key file was made for nothing");
        try (Program serve = Program.serve(data, words("words"))) {
            String said = Files.readString(serve.log());
            assertTrue(said.contains("/sign-in/enrol") && said.contains("login  administrator"), said);
            assertEquals(1, said.lines().filter(line -> line.matches("serment: +code +([A-Z2-7]{4} ){3}[A-Z2-7]{4}")).count(), said);
            assertEquals(143, serve.terminate());
        }
    }

    /// On an existing database, with the libraries for rare requests on the class path and not loaded.
    @Test
    void itStartsSoonAndRestsSmall() throws Exception {
        Path data = directory.resolve("data");
        Map<String, String> words = words("words");
        Program.serve(data, words).close();
        long before = System.nanoTime();
        try (Program serve = Program.serve(data, words)) {
            double seconds = (System.nanoTime() - before) / 1e9;
            Thread.sleep(5_000);
            String status = Files.readString(Path.of("/proc", Long.toString(serve.pid()), "status"));
            int resident = Integer.parseInt(status.replaceFirst("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1")) / 1024;
            System.out.printf("serve: ready after %.1f s, %d MB resident at rest%n", seconds, resident);
            assertTrue(seconds < 8, "ready after " + seconds + " s");
            assertTrue(resident < 350, resident + " MB resident");
        }
    }

    @Test
    void aLostKeyFileIsNotReplaced() throws Exception {
        Path data = directory.resolve("data");
        Map<String, String> words = words("words");
        try (Program serve = Program.serve(data, words)) {
            assertTrue(Files.exists(data.resolve("keys")));
            assertEquals(143, serve.terminate());
        }
        Files.delete(data.resolve("keys"));
        var ended = Program.refusedServe(words, "--port", "0", "--data", data.toString());
        assertEquals(3, ended.status(), ended.text());
        assertTrue(ended.text().contains("is missing, and this database was written with its keys: put it back"), ended.text());
        assertFalse(Files.exists(data.resolve("keys")), "a key file was invented");
    }

    @Test
    void itRefusesADemonstrationDatabase(Hospital hospital) throws Exception {
        Map<String, String> environment = database(hospital.data());
        environment.putAll(words("words"));
        environment.put("SERMENT_KEYS_FILE", directory.resolve("keys").toString());
        var ended = Program.refusedServe(environment, "--port", "0", "--data", directory.resolve("data").toString());
        assertEquals(3, ended.status(), ended.text());
        assertTrue(ended.text().contains("this database was made for demonstration and can't be used for production; "
                + "choose another data directory or database"), ended.text());
        assertFalse(Files.exists(directory.resolve("keys")), "a key file was invented");
        assertTrue(hospital.server().alive());
    }

    @Test
    void demoRefusesADatabaseOfServe() throws Exception {
        Path data = directory.resolve("data");
        Map<String, String> words = words("words");
        try (Program serve = Program.serve(data, words)) {
            Map<String, String> environment = database(data);
            var other = Program.refusedDemo(environment, "--patients", "2", "--port", "0", "--data",
                    directory.resolve("demo").toString());
            assertEquals(3, other.status(), other.text());
            assertTrue(other.text().contains("this database was made for production and can't be used for demonstration"), other.text());
            assertEquals(143, serve.terminate());
        }
        byte[] keys = Files.readAllBytes(data.resolve("keys"));
        for (Map<String, String> environment : List.of(words, Map.<String, String>of())) {
            var ended = Program.refusedDemo(environment, "--patients", "2", "--port", "0", "--data", data.toString());
            assertEquals(3, ended.status(), ended.text());
            assertTrue(ended.text().contains("is no demonstration"), ended.text());
        }
        assertFalse(Files.exists(data.resolve("demo")), "the demonstration moved in");
        assertArrayEquals(keys, Files.readAllBytes(data.resolve("keys")));
        Program.serve(data, words).close();
    }

    private Map<String, String> words(String name) throws IOException {
        return Map.of("SERMENT_KEYS_PASSPHRASE_FILE", Files.writeString(directory.resolve(name), WORDS).toString(),
                "SERMENT_ESTABLISHMENT_NAME", "Hôpital d'essai");
    }

    /// The settings that lead to a running server's own PostgreSQL.
    private static Map<String, String> database(Path data) throws IOException {
        var environment = new HashMap<String, String>();
        var properties = Books.properties(data);
        for (String name : properties.stringPropertyNames()) {
            environment.put("SERMENT_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), properties.getProperty(name));
        }
        return environment;
    }
}
