package org.serment.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each rule of the house fails when it is broken: small offenders are compiled on the spot and caught.
class HouseRulesTest {

    private static final HouseMap MAP = HouseMap.parse("""
            ```modules
            kernel -->
            server --> kernel
            ```
            ```layers
            DOORS    fhir
            ROOMS    record  care
            SHELVES  vault
            ```
            ```arrows
            everything --> JDK
            doors      --> rooms
            record     --> care, vault
            kernel     --> JDK
            Main       --> everything
            ```
            ```tables
            record version  current
            vault  key
            ```
            """);

    @TempDir
    Path directory;

    @Test
    void anArrowAgainstTheMapIsFound() throws IOException {
        List<Compiled> classes = compile(Map.of(
                "org.serment.server.fhir.Door", "public class Door { org.serment.server.record.Read read; }",
                "org.serment.server.record.Read", "public class Read { org.serment.server.care.Facts facts; }",
                "org.serment.server.care.Facts", "public class Facts { Object o() { return new org.serment.server.vault.Shelf[0]; } }",
                "org.serment.server.vault.Shelf", "public class Shelf { java.util.List<Object> l; }",
                "org.serment.kernel.Pure", "public class Pure { org.serment.server.Main main; }",
                "org.serment.server.Main", "public class Main { org.serment.server.vault.Shelf shelf; }"));
        assertEquals(
                List.of("care --> vault: org.serment.server.care.Facts refers to org.serment.server.vault.Shelf",
                        "kernel --> Main: org.serment.kernel.Pure refers to org.serment.server.Main"),
                HouseRules.brokenArrows(MAP, classes).stream().sorted().toList());
    }

    @Test
    void anArrowBackwardsIsFound() throws IOException {
        List<Compiled> classes = compile(Map.of(
                "org.serment.server.fhir.Door", "public class Door { public static void open() {} }",
                "org.serment.server.vault.Shelf", "public class Shelf { Runnable r = org.serment.server.fhir.Door::open; }",
                "org.serment.server.record.Generic", "public class Generic { java.util.List<org.serment.server.fhir.Door> doors; }"));
        assertEquals(
                List.of("record --> fhir: org.serment.server.record.Generic refers to org.serment.server.fhir.Door",
                        "vault --> fhir: org.serment.server.vault.Shelf refers to org.serment.server.fhir.Door"),
                HouseRules.brokenArrows(MAP, classes).stream().sorted().toList());
    }

    @Test
    void sqlOnAnotherRoomsTableIsFound() throws IOException {
        List<Compiled> classes = compile(Map.of(
                "org.serment.server.record.Own", "public class Own { String q = \"select 1 from version\"; }",
                "org.serment.server.care.Words", "public class Words { String q = \"the current version is a key\"; }",
                "org.serment.server.care.Thief", "public class Thief { String q(int n) { return \"select 1 JOIN current c on \" + n; } }",
                "org.serment.server.vault.Writer", "public class Writer { String q = \"insert into record.version values (1)\"; }"));
        List<String> broken = HouseRules.foreignSql(MAP, classes).stream().sorted().toList();
        assertEquals(2, broken.size(), broken.toString());
        assertTrue(broken.get(0).startsWith("org.serment.server.care.Thief names table current of record"));
        assertTrue(broken.get(1).startsWith("org.serment.server.vault.Writer names table version of record"));
    }

    @Test
    void aForgedPermitIsFound() throws IOException {
        List<Compiled> classes = compile(Map.of(
                "org.serment.server.gate.Permit", "public class Permit { public Permit() {} public static Permit of() { return new Permit(); } }",
                "org.serment.server.gate.Gate", "public class Gate { Permit p = new Permit(); }",
                "org.serment.server.record.Forger", "public class Forger { Object p = new org.serment.server.gate.Permit(); }"));
        assertEquals(
                List.of("Permit can be made from outside by <init>", "Permit can be made from outside by of", "Permit is not final",
                        "org.serment.server.record.Forger makes a Permit"),
                HouseRules.forgedPermits(classes).stream().sorted().toList());
    }

    @Test
    void hiddenStateIsFound() throws IOException {
        List<Compiled> classes = compile(Map.of(
                "org.serment.server.care.Ambient", "public class Ambient { final ThreadLocal<String> who = new ThreadLocal<>(); }",
                "org.serment.server.care.Counter", "public class Counter { static int count; static final int FINE = 1; }",
                "org.serment.server.care.Cache", "public class Cache { static final java.util.concurrent.ConcurrentHashMap<String, String> C = new java.util.concurrent.ConcurrentHashMap<>(); }"));
        List<String> broken = HouseRules.hiddenState(classes).stream().sorted().toList();
        assertEquals(3, broken.size(), broken.toString());
        assertTrue(broken.get(0).contains("Ambient uses java.lang.ThreadLocal"));
        assertTrue(broken.get(1).contains("Cache.C is static and changes"));
        assertTrue(broken.get(2).contains("Counter.count is static and not final"));
    }

    @Test
    void anImpureKernelIsFound() throws IOException {
        List<Compiled> classes = compile(Map.of(
                "org.serment.kernel.Clocked", "public class Clocked { Object t() { return java.time.Instant.now(); } }",
                "org.serment.kernel.Lucky", "public class Lucky { Object r() { return new java.security.SecureRandom(); } }",
                "org.serment.kernel.Good", "public class Good { Object b() { return new java.io.ByteArrayOutputStream(); } }"));
        assertEquals(
                List.of("org.serment.kernel.Clocked calls java.time.Instant.now",
                        "org.serment.kernel.Lucky uses java.security.SecureRandom"),
                HouseRules.impurities(classes).stream().sorted().toList());
    }

    private List<Compiled> compile(Map<String, String> sources) throws IOException {
        var arguments = new ArrayList<String>(List.of("-proc:none", "-d", directory.resolve("classes").toString()));
        for (var source : sources.entrySet()) {
            int dot = source.getKey().lastIndexOf('.');
            Path file = directory.resolve("src/" + source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "package " + source.getKey().substring(0, dot) + ";\n" + source.getValue());
            arguments.add(file.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, System.err, arguments.toArray(String[]::new));
        assertEquals(0, status, "the offenders compile");
        return Compiled.under(directory.resolve("classes"));
    }
}
