package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The tour of README.md, run as it is printed: only the port and the data directory are this test's own.
@ExtendWith(Hospital.Resolver.class)
class TourIT {

    @Test
    void theTourOfTheReadmeWorksAsPrinted(Hospital hospital, @TempDir Path directory) throws Exception {
        String readme = Files.readString(Program.repository().resolve("README.md"));
        var block = Pattern.compile("(?ms)^```sh tour\\n(.*?)^```$").matcher(readme);
        assertTrue(block.find(), "README.md has a tour");
        List<String> commands = block.group(1).lines().filter(line -> !line.isBlank()).toList();
        String script = String.join("\n", commands)
                .replace("http://localhost:8080", hospital.server().base().toString().replaceAll("/$", ""))
                .replace("./serment token", "./serment token --data '" + hospital.data() + "'")
                .replace("proof.txt", directory.resolve("proof.txt").toString());
        String out = sh(script);
        System.out.println(out);

        assertTrue(out.contains("\"resourceType\":\"Patient\""), out);
        assertEquals(2, Pattern.compile("^404$", Pattern.MULTILINE).matcher(out).results().count(), out);
        assertTrue(out.contains("\"resourceType\":\"AuditEvent\""), out);
        assertTrue(out.contains("GENUINE"), out);

        Path proof = directory.resolve("proof.txt");
        byte[] bytes = Files.readAllBytes(proof);
        assertEquals(0, Program.run("org.serment.verify.Verify", proof.toString()).status());
        bytes[bytes.length / 3] ^= 1;
        Files.write(proof, bytes);
        Program.Ended refused = Program.run("org.serment.verify.Verify", proof.toString());
        assertNotEquals(0, refused.status());
        assertTrue(refused.text().contains("FORGED"), refused.text());
    }

    private static String sh(String script) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("/bin/sh", "-e").directory(Program.repository().toFile()).redirectErrorStream(true);
        builder.environment().put("SERMENT_NO_BUILD", "yes");
        Process process = builder.start();
        process.outputWriter().append(script).append('\n').close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), script + "\n" + out);
        return out;
    }
}
