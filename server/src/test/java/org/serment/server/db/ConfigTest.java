package org.serment.server.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path directory;

    @Test
    void theLaterSourceWins() throws Exception {
        Path file = Files.writeString(directory.resolve("serment.properties"), "port=1\ndata=" + directory + "\nconnections=5\n");
        assertEquals(1, Config.load(Optional.of(file), Map.of(), Map.of()).port());
        assertEquals(2, Config.load(Optional.of(file), Map.of("SERMENT_PORT", "2", "SERMENT_JAVA_OPTS", "-Xmx1g", "HOME", "/"), Map.of()).port());
        Config c = Config.load(Optional.of(file), Map.of("SERMENT_PORT", "2"), Map.of("port", "3"));
        assertEquals(3, c.port());
        assertEquals(5, c.connections());
        assertEquals(new Config.Place.Local(directory), c.place());
        assertEquals(directory.resolve("keys"), c.keys().file());
        assertTrue(c.keys().passphrase().isEmpty());
    }

    @Test
    void anExternalDatabaseNeedsTwoRolesAndNeverShowsAPassword() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "  s3cret-word \nrest\n");
        Map<String, String> all = Map.of("database.url", "jdbc:postgresql://db/serment", "database.owner.user", "o", "database.owner.password", "p4ssword",
                "database.user", "a", "database.password.file", secret.toString());
        Config c = Config.load(Optional.empty(), Map.of(), all);
        Config.Place.Remote remote = assertInstanceOf(Config.Place.Remote.class, c.place());
        assertEquals("s3cret-word", remote.app().password());
        assertFalse(c.toString().contains("s3cret") || c.toString().contains("p4ssword"), c.toString());
        assertTrue(refused(Map.of("database.url", "jdbc:postgresql://db/serment")).contains("database.owner.user"));
        assertTrue(refused(Map.of("database.url", "jdbc:mysql://db/serment")).contains("jdbc:postgresql:"));
        assertTrue(assertThrows(CannotStart.class, () -> Checks.all(new Config.Place.Remote("jdbc:postgresql://db/x", new Login("a", "b"), new Login("a", "b"))))
                .getMessage().contains("two roles"));
    }

    @Test
    void mistakesAreNamed() {
        assertTrue(refused(Map.of("prot", "1")).contains("'prot'"));
        assertTrue(refused(Map.of("port", "http")).contains("'port'"));
        assertTrue(refused(Map.of("port", "65536")).contains("65535"));
        assertTrue(refused(Map.of("connections", "0")).contains("from 2 to 50"));
        assertThrows(CannotStart.class, () -> Config.load(Optional.of(directory.resolve("missing")), Map.of(), Map.of()));
    }

    @Test
    void plainTextNeverLeavesTheMachine() {
        assertFalse(Checks.exposed("", false));
        assertFalse(Checks.exposed("127.0.0.1", false));
        assertFalse(Checks.exposed("::1", false));
        assertFalse(Checks.exposed("10.1.2.3", true));
        assertTrue(Checks.exposed("10.1.2.3", false));
        assertTrue(Checks.exposed("2001:db8::7", false));
    }

    private static String refused(Map<String, String> options) {
        return assertThrows(CannotStart.class, () -> Config.load(Optional.empty(), Map.of(), options)).getMessage();
    }
}
