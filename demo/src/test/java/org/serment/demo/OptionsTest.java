package org.serment.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serment.server.db.CannotStart;

class OptionsTest {

    private static final Set<String> KNOWN = Set.of("patients", "data");

    @TempDir
    Path directory;

    @Test
    void readsWordsAndPairs() {
        Options options = Options.parse(List.of("nurse", "--patients", "12"), KNOWN);
        assertEquals(List.of("nurse"), options.words());
        assertEquals(Optional.of(12), options.number("patients", 1, 20));
        assertEquals(Optional.empty(), options.number("data", 1, 20));
    }

    @Test
    void saysWhatIsWrong() {
        assertTrue(assertThrows(Wrong.class, () -> Options.parse(List.of("--patient", "3"), KNOWN)).getMessage().contains("--patients"));
        assertThrows(Wrong.class, () -> Options.parse(List.of("--patients"), KNOWN));
        for (String text : List.of("0", "21", "-1", "x", "", "99999999999"))
            assertThrows(Wrong.class, () -> Options.parse(List.of("--patients", text), KNOWN).number("patients", 1, 20), text);
    }

    @Test
    void inventsAPassphraseOnceAndNeverForKeysThatExist() throws IOException {
        Home home = Home.of(Map.of("SERMENT_DATA", directory.toString()), Map.of());
        home.make();
        assertEquals(directory.toAbsolutePath().normalize().resolve("demo"), home.directory());
        var first = home.keys().tokenSigner().getPublic();
        assertEquals(first, home.keys().tokenSigner().getPublic());
        Files.delete(home.directory().resolve("passphrase"));
        assertThrows(CannotStart.class, home::keys);
    }

    @Test
    void theCastSurvivesBeingWritten() throws IOException {
        Home home = Home.of(Map.of(), Map.of("data", directory.toString()));
        home.make();
        assertEquals(List.of(), home.cast());
        Player player = new Player("nurse", "Zoé Étienne, nurse", "Cardiologie", 1, 1001, Player.PEOPLE, false, List.of("user/*.cruds"), List.of("Patient/a"));
        home.cast(List.of(player));
        assertEquals(List.of(player), home.cast());
        assertEquals(Optional.empty(), home.patients());
        home.patients(20);
        assertEquals(Optional.of(20), home.patients());
    }
}
