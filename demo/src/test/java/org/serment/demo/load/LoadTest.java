package org.serment.demo.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;
import org.serment.demo.load.Hospitable.Mood;

class LoadTest {

    @TempDir
    Path directory;

    private Histories histories;
    private ClientKey key;
    private Path list;

    @BeforeEach
    void prepare() throws IOException {
        histories = histories(directory.resolve("histories.zst"));
        key = ClientKey.in(directory.resolve("loader.jwk"));
        list = directory.resolve("loaded");
    }

    @Test
    void loadsEachLineOnceSharedOnesFirstAndPartsInOrder() throws IOException {
        try (Hospitable server = new Hospitable(key, n -> Mood.TAKE)) {
            load(server);
            assertEquals(names(), new HashSet<>(server.taken));
            assertEquals(histories.lines().size(), server.taken.size());
            assertEquals(List.of("hospital/1", "professionals/1"), server.taken.subList(0, 2));
            for (int part = 2; part <= 4; part++)
                assertTrue(server.taken.indexOf("history/p0/" + (part - 1)) < server.taken.indexOf("history/p0/" + part));
            for (String name : server.taken.subList(0, server.taken.size() - 3)) assertFalse(name.startsWith("stay/"), name);
        }
        assertTrue(Load.complete(histories, list));
    }

    @Test
    void aServerThatIsAwayForAWhileGetsEachLineOnce() throws IOException {
        IntFunction<Mood> moods = n -> switch (n % 7) {
            case 1 -> Mood.BUSY;
            case 3 -> Mood.TAKE_AND_HANG_UP;
            case 5 -> Mood.HANG_UP;
            default -> Mood.TAKE;
        };
        try (Hospitable server = new Hospitable(key, moods)) {
            load(server);
            assertEquals(names(), new HashSet<>(server.taken));
            // what is shared may go twice: its entries are created only where they aren't there
            assertEquals(server.taken.stream().filter(name -> !name.endsWith("s/1") && !name.startsWith("hosp")).distinct().count(),
                    server.taken.stream().filter(name -> !name.endsWith("s/1") && !name.startsWith("hosp")).count());
        }
    }

    @Test
    void asksForAnotherTokenWhenTheServerForgotIt() throws IOException {
        try (Hospitable server = new Hospitable(key, n -> n == 4 ? Mood.FORGET_TOKEN : Mood.TAKE)) {
            load(server);
            assertEquals(names(), new HashSet<>(server.taken));
        }
    }

    @Test
    void goesOnWhereItStopped() throws IOException {
        try (Hospitable server = new Hospitable(key, n -> n == 9 ? Mood.REFUSE : Mood.TAKE)) {
            LoadFailed failed = assertThrows(LoadFailed.class, () -> load(server));
            assertTrue(failed.getMessage().contains("422") && failed.getMessage().contains("Bundle.entry[3]"), failed.getMessage());
            assertFalse(Load.complete(histories, list));
            // the last name was lost in a crash: the line must be looked up, not sent again
            List<String> noted = new ArrayList<>(Files.readAllLines(list));
            String lost = noted.removeLast();
            Files.writeString(list, String.join("\n", noted) + "\n" + lost.substring(0, 3));
            load(server);
            assertEquals(names(), new HashSet<>(server.taken));
            assertEquals(histories.lines().size(), server.taken.size());
        }
        assertTrue(Load.complete(histories, list));
    }

    @Test
    void aKeyThatOthersMayReadIsNotUsed() throws IOException {
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("loader.jwk"))));
        assertFalse(key.publicJwks().contains("\"d\""));
        Files.setPosixFilePermissions(directory.resolve("loader.jwk"),
                java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        assertThrows(IOException.class, () -> ClientKey.in(directory.resolve("loader.jwk")));
    }

    private void load(Hospitable server) throws IOException {
        Load.run(histories, server.at("/fhir"),
                new ClientToken(server.at("/oauth/token"), "loader", key, Clock.systemUTC()), list, Clock.systemUTC(),
                (line, again) -> {});
    }

    private HashSet<String> names() {
        return new HashSet<>(histories.lines().stream().map(Line::name).toList());
    }

    /// Two shared lines, six patients of whom one has four parts, three stays.
    private static Histories histories(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : List.of("hospital/1", "professionals/1")) add(lines, out, name, "", "Organization");
        for (int patient = 0; patient < 6; patient++)
            for (int part = 1; part <= (patient == 0 ? 4 : 1); part++)
                add(lines, out, "history/p" + patient + "/" + part, "s|p" + patient + "-" + part, part == 1 ? "Patient" : "Encounter");
        for (int patient = 0; patient < 3; patient++) add(lines, out, "stay/p" + patient, "s|stay-" + patient, "Encounter");
        Files.write(file, out.toByteArray());
        return new Histories(file, lines);
    }

    private static void add(List<Line> lines, ByteArrayOutputStream out, String name, String identifier, String type) {
        String value = identifier.isEmpty() ? name : identifier.substring(2);
        String bundle = """
                {"resourceType":"Bundle","identifier":{"system":"s","value":"%s"},"type":"transaction","entry":[
                {"resource":{"resourceType":"%s","identifier":[{"system":"s","value":"%s"}],"period":{"start":"2025-01-01T00:00:00Z"}}}]}"""
                .formatted(name, type, value);
        byte[] frame = Zstd.compress(bundle.getBytes(StandardCharsets.UTF_8));
        lines.add(new Line(name, 1, identifier.isEmpty() ? "" : type + "?identifier=" + identifier, out.size(), frame.length));
        out.writeBytes(frame);
    }
}
