package org.serment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// All doors share one style sheet: a class that two of them style by itself would dress the other's pages too.
class StylesTest {
    private static final Pattern ALONE = Pattern.compile("(?m)^\\.([a-z][a-z0-9-]*)(?= *[{,>:]| +[a-z.])");

    @Test
    void noClassBelongsToTwoDoors() throws IOException {
        var owners = new TreeMap<String, TreeSet<String>>();
        for (var door : List.of("signin", "office", "oauth", "outside", "clinic", "portal"))
            for (var name : classes(sheet(door))) owners.computeIfAbsent(name, _ -> new TreeSet<>()).add(door);
        owners.values().removeIf(doors -> doors.size() < 2);
        assertEquals("{}", owners.toString());
        assertEquals(List.of("day", "event-time", "legend"), List.copyOf(classes(".day { }\n.day > h3 { }\n.legend, .legend a { }\n.event-time:hover { }")));
    }

    /// An alert or a part of the record that has to be scrolled to is one that is missed.
    @Test
    void theBannerAndTheTabsNeverScrollSideways() throws IOException {
        var rules = Pattern.compile("([^{}]+)\\{([^{}]*)}").matcher(sheet("clinic")).results().filter(r -> r.group(1).matches("(?s).*\\.(banner|tabs).*")).toList();
        assertTrue(rules.size() > 10, "the search for rules finds some");
        for (var rule : rules) if (!rule.group(1).contains("body")) assertTrue(!rule.group(2).matches("(?s).*(overflow-x|nowrap).*"), rule.group());
    }

    private static TreeSet<String> classes(String sheet) {
        var names = new TreeSet<String>();
        ALONE.matcher(sheet).results().forEach(m -> names.add(m.group(1)));
        return names;
    }

    private static String sheet(String door) throws IOException {
        try (var in = StylesTest.class.getResourceAsStream("/org/serment/server/" + door + "/assets/" + door + ".css")) {
            var text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(in == null || !text.isBlank(), door);
            return text;
        }
    }
}
