package org.serment.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.juli.logging.LogFactory;
import org.junit.jupiter.api.Test;

/// A library's exception may quote what it failed on: the log holds its class and its frames. Seen in a process of its own, because
/// Tomcat's logging changes what it finds in the log manager.
class LogsTest {
    /// What the process does.
    static final class Program {
        public static void main(String[] arguments) {
            Logs.toStandardError();
            LogFactory.getLog(LogsTest.class.getPackageName().replace("serment", "library")).error("a library failed", new IllegalStateException("Marcelle KLEIN"));
        }
    }

    @Test
    void theTextOfALibrarysExceptionIsNotLogged() throws IOException, InterruptedException {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                Program.class.getName()).redirectErrorStream(true).start();
        var log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), log);
        assertTrue(log.contains("a library failed") && log.contains("java.lang.IllegalStateException") && log.contains("at org.serment.server.LogsTest"), log);
        assertFalse(log.contains("KLEIN"), log);
    }
}
