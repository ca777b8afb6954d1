package org.serment.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The map and the house agree: what ARCHITECTURE.md draws is what the compiler produced.
/// That each rule can fail is shown in [HouseRulesTest].
class ArchitectureTest {

    private final Path repository = repository();
    private final HouseMap map = HouseMap.parse(text(repository.resolve("ARCHITECTURE.md")));
    private final List<Compiled> server = Compiled.under(repository.resolve("server/target/classes"));
    private final List<Compiled> kernel = Compiled.under(placeOf("org/serment/kernel/access/package-info.class",
            "kernel/target/classes"));
    private final List<Compiled> r4 = Compiled.under(placeOf("org/serment/r4/package-info.class",
            "r4/target/classes"));

    @Test
    void codeFollowsTheArrows() {
        assertFalse(server.isEmpty() || kernel.isEmpty() || r4.isEmpty(), "classes to look at");
        var all = new ArrayList<Compiled>(server);
        all.addAll(kernel);
        all.addAll(r4);
        assertNone(HouseRules.brokenArrows(map, all));
    }

    @Test
    void everyPackageIsOnTheMapAndEveryRoomExists() {
        var packages = new TreeSet<String>();
        server.forEach(one -> packages.add(HouseRules.placeOf(one.name())));
        packages.remove("Main");
        assertEquals(map.rooms(), packages);
    }

    @Test
    void modulesDependAsDrawn() {
        var drawn = new TreeMap<>(map.modules());
        var real = new TreeMap<String, Set<String>>();
        for (String module : drawn.keySet()) real.put(module, siblings(text(repository.resolve(module + "/pom.xml"))));
        assertEquals(drawn, real);
        assertEquals(drawn.keySet(), new TreeSet<>(found("<module>(\\w+)</module>",
                text(repository.resolve("pom.xml")))));
    }

    @Test
    void everyTableHasItsRoom() throws IOException {
        var created = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(repository.resolve("server/src/main/resources"))) {
            files.filter(file -> file.toString().endsWith(".sql")).forEach(file -> created.addAll(found(
                    "create\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?(?:\\w+\\.)?(\\w+)",
                    text(file).toLowerCase(Locale.ROOT).replaceAll("--[^\\n]*", ""))));
        }
        assertEquals(created, new TreeSet<>(map.tables().keySet()));
        map.tables().values().forEach(room -> assertTrue(map.rooms().contains(room), room));
    }

    @Test
    void aRoomAloneNamesItsTables() {
        assertNone(HouseRules.foreignSql(map, server));
    }

    /// A search reads rows through the one function that adds the plan; histories and whole records through [org.serment.server.record.Plans],
    /// which adds the plan of each type; what else reads them stands for one addressed resource.
    @Test
    void whereTheRowsOfResourcesAreRead() {
        var reads = Pattern.compile("\\b(from|join)\\s+current\\b");
        var readers = new TreeSet<String>();
        server.stream().filter(one -> one.texts().stream().anyMatch(text -> reads.matcher(text).find())).forEach(one -> readers.add(one.name().replaceFirst(".*\\.", "")));
        assertEquals(Set.of("Everything", "Histories", "SearchSql", "Standings"), readers);
    }

    @Test
    void onlyTheGateMakesPermits() {
        assertTrue(server.stream().anyMatch(one -> one.name().equals("org.serment.server.gate.Permit")), "a Permit");
        assertNone(HouseRules.forgedPermits(server));
    }

    @Test
    void nothingHangsOnAThreadOrAClass() {
        var all = new ArrayList<Compiled>(server);
        all.addAll(kernel);
        all.addAll(r4);
        assertNone(HouseRules.hiddenState(all));
    }

    @Test
    void theKernelIsPure() {
        assertNone(HouseRules.impurities(kernel));
    }

    private static void assertNone(List<String> broken) {
        assertTrue(broken.isEmpty(), () -> "\n" + String.join("\n", broken) + "\n");
    }

    private static Set<String> siblings(String pom) {
        String shipped = pom.substring(pom.indexOf("<dependencies>")).replaceAll("(?s)<build>.*", "");
        return new TreeSet<>(found("<groupId>org\\.serment</groupId>\\s*<artifactId>(\\w+)</artifactId>", shipped));
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1)).toList();
    }

    /// Where a module's classes are: its jar when Maven packaged it before us, its directory otherwise.
    private Path placeOf(String resource, String directory) {
        URL url = getClass().getClassLoader().getResource(resource);
        if (url == null || !url.getProtocol().equals("jar")) return repository.resolve(directory);
        String jar = url.getPath().replaceFirst("!.*", "");
        try {
            return Path.of(new java.net.URI(jar));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("ARCHITECTURE.md"))) {
            here = here.getParent();
            if (here == null) throw new IllegalStateException("ARCHITECTURE.md is not above the working directory");
        }
        return here;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
