package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve` on an existing database is there soon, and small while nobody asks.
class StartIT {

    private static final double SECONDS = 8;
    private static final long MIB = 350;

    @TempDir
    Path directory;

    @Test
    void aStartIsQuickAndAnIdleServerSmall() throws Exception {
        assumeTrue(Files.exists(Program.repository().resolve("server/target/classpath")), "written in Maven's package phase");
        Path words = directory.resolve("words");
        Files.writeString(words, "four plain words of an operator\n");
        var environment = Map.of("SERMENT_KEYS_PASSPHRASE_FILE", words.toString(), "SERMENT_ESTABLISHMENT_NAME", "Hôpital d'essai");
        Path data = directory.resolve("data");
        try (Program first = Program.serve(data, environment)) {
            assertEquals(143, first.terminate());
        }
        long begun = System.nanoTime();
        try (Program second = Program.serve(data, environment)) {
            double clock = (System.nanoTime() - begun) / 1e9;
            double processor = second.processorMillis() / 1e3;
            Thread.sleep(10_000);
            long resident = resident(second.pid());
            System.out.printf("serve: ready after %.1f s (%.1f s of processor time with its database), %d MiB resident when idle%n",
                    clock, processor, resident);
            // where many others wait for the processors, both times tell of them
            var machine = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
            boolean busy = machine.getSystemLoadAverage() > 2 * machine.getAvailableProcessors();
            assertTrue(busy || Math.min(clock, processor) < SECONDS, "ready after " + clock + " s, " + processor + " s of processor time");
            assertTrue(resident < MIB, resident + " MiB resident");
            assertTrue(resident > 50, "the memory of a Java machine was read");
        }
    }

    private static long resident(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
    }
}
