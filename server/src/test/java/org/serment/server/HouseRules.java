package org.serment.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules of ARCHITECTURE.md as functions: classes in, sentences about what is broken out.
final class HouseRules {

    private static final String ROOT = "org.serment.server.";

    /// Libraries, as the arrows call them.
    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("JDK", List.of("java.", "javax.crypto.", "javax.net.", "javax.sql.", "javax.xml.", "com.sun.management.")),
            Map.entry("Archives", List.of("org.apache.commons.compress.", "org.tukaani.xz.")),
            Map.entry("Jackson", List.of("tools.jackson.", "com.fasterxml.jackson.annotation.")),
            Map.entry("Tomcat", List.of("jakarta.servlet.", "jakarta.websocket.", "org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat.")),
            Map.entry("HAPI", List.of("ca.uhn.fhir.", "org.hl7.fhir.")),
            Map.entry("Hikari", List.of("com.zaxxer.hikari.")),
            Map.entry("Postgres", List.of("org.postgresql.")),
            Map.entry("Flyway", List.of("org.flywaydb.")),
            Map.entry("Nimbus", List.of("com.nimbusds.")),
            Map.entry("BouncyCastle", List.of("org.bouncycastle.")),
            Map.entry("ZXing", List.of("com.google.zxing.")),
            Map.entry("WebAuthn4J", List.of("com.webauthn4j.")),
            Map.entry("JTE", List.of("gg.jte.")),
            Map.entry("Spring", List.of("org.springframework.")),
            Map.entry("Zstd", List.of("com.github.luben.zstd.")));

    private static final Set<String> MUTABLE = Set.of(
            "Ljava/util/HashMap;", "Ljava/util/TreeMap;", "Ljava/util/LinkedHashMap;", "Ljava/util/WeakHashMap;",
            "Ljava/util/ArrayList;", "Ljava/util/HashSet;", "Ljava/util/ArrayDeque;", "Ljava/lang/StringBuilder;",
            "Ljava/util/Date;", "Ljava/text/SimpleDateFormat;", "Ljava/util/Random;", "Ljavax/crypto/Mac;",
            "Ljavax/crypto/Cipher;", "Ljava/security/MessageDigest;");

    /// What the kernel must be given and never fetches: time, chance, files, sockets, output.
    private static final List<Pattern> IMPURE_CALLS = List.of(
            Pattern.compile("java\\.time\\.\\w+\\.now"),
            Pattern.compile("java\\.time\\.Clock\\.system.*"),
            Pattern.compile("java\\.lang\\.System\\.(currentTimeMillis|nanoTime|out|err|in|getenv|getProperty)"),
            Pattern.compile("java\\.util\\.UUID\\.randomUUID"),
            Pattern.compile("java\\.lang\\.Math\\.random"));
    private static final Pattern IMPURE_CLASSES = Pattern.compile(
            "java\\.(security\\.SecureRandom|util\\.Random|util\\.concurrent\\.ThreadLocalRandom|nio\\.file\\..*"
                    + "|net\\..*|io\\.(File|FileInputStream|FileOutputStream|RandomAccessFile|PrintStream).*"
                    + "|sql\\..*|util\\.logging\\..*|lang\\.System\\$Logger.*|lang\\.Thread.*)");

    private HouseRules() {}

    /// References that no arrow allows.
    static List<String> brokenArrows(HouseMap map, List<Compiled> classes) {
        var broken = new ArrayList<String>();
        for (Compiled one : classes) {
            String from = placeOf(one.name());
            Set<String> allowed = map.arrows().getOrDefault(from, Set.of());
            if (allowed.contains("everything")) continue;
            for (String used : one.uses()) {
                String to = placeOf(used);
                if (!to.equals(from) && !allowed.contains(to)) {
                    broken.add(from + " --> " + to + ": " + one.name() + " refers to " + used);
                }
            }
        }
        return broken;
    }

    /// SQL on a table outside the room that owns it.
    static List<String> foreignSql(HouseMap map, List<Compiled> classes) {
        var broken = new ArrayList<String>();
        for (Compiled one : classes) {
            if (!one.name().startsWith(ROOT)) continue;
            String room = placeOf(one.name());
            map.tables().forEach((table, owner) -> {
                if (room.equals(owner)) return;
                Pattern inSql = Pattern.compile(
                        "\\b(from|join|into|update|table|only|copy|using)\\s+(\\w+\\.)?\"?" + table + "\"?(?!\\w)");
                for (String text : one.texts()) {
                    if (inSql.matcher(text.toLowerCase(Locale.ROOT)).find()) {
                        broken.add(one.name() + " names table " + table + " of " + owner + ": " + text.strip());
                    }
                }
            });
        }
        return broken;
    }

    /// Makers of a Permit outside the gate, or a Permit that others could make or extend.
    static List<String> forgedPermits(List<Compiled> classes) {
        String permit = ROOT + "gate.Permit";
        var broken = new ArrayList<String>();
        for (Compiled one : classes) {
            if (one.name().equals(permit)) {
                if (!one.isFinal()) broken.add("Permit is not final");
                for (Compiled.Maker maker : one.makers()) {
                    if (maker.isPublic()) broken.add("Permit can be made from outside by " + maker.name());
                }
            } else if (!placeOf(one.name()).equals("gate") && one.calls().contains(permit + ".<init>")) {
                broken.add(one.name() + " makes a Permit");
            }
        }
        return broken;
    }

    /// State that hangs on a thread or on a class.
    static List<String> hiddenState(List<Compiled> classes) {
        var broken = new ArrayList<String>();
        for (Compiled one : classes) {
            for (String used : one.uses()) {
                if (used.matches("java\\.lang\\.(InheritableThreadLocal|ThreadLocal|ScopedValue)(\\$.*)?")) {
                    broken.add(one.name() + " uses " + used);
                }
            }
            for (Compiled.StaticField field : one.statics()) {
                if (!field.isFinal()) broken.add(one.name() + "." + field.name() + " is static and not final");
                if (MUTABLE.contains(field.type()) || field.type().startsWith("Ljava/util/concurrent/")) {
                    broken.add(one.name() + "." + field.name() + " is static and changes: " + field.type());
                }
            }
        }
        return broken;
    }

    /// What the kernel fetches though it should be given it.
    static List<String> impurities(List<Compiled> kernel) {
        var broken = new ArrayList<String>();
        for (Compiled one : kernel) {
            for (String used : one.uses()) {
                if (IMPURE_CLASSES.matcher(used).matches()) broken.add(one.name() + " uses " + used);
            }
            for (String call : one.calls()) {
                if (IMPURE_CALLS.stream().anyMatch(p -> p.matcher(call).matches())) {
                    broken.add(one.name() + " calls " + call);
                }
            }
        }
        return broken;
    }

    /// The room, module or library that a class belongs to.
    static String placeOf(String name) {
        if (name.startsWith("org.serment.kernel.")) return "kernel";
        if (name.startsWith("org.serment.r4.")) return "r4";
        if (name.startsWith(ROOT)) {
            String rest = name.substring(ROOT.length());
            int dot = rest.indexOf('.');
            return dot < 0 ? "Main" : rest.substring(0, dot);
        }
        return LIBRARIES.entrySet().stream()
                .filter(library -> library.getValue().stream().anyMatch(name::startsWith))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("nowhere");
    }
}
