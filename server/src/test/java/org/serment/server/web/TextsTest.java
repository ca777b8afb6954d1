package org.serment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Both languages say the same things, and nothing asks for a text that isn't there.
class TextsTest {
    private static final List<String> DOORS = List.of("web", "signin", "oauth", "outside", "office", "clinic", "portal");
    /// A key in full; one that ends in a dot is completed by a code.
    private static final Pattern KEY = Pattern.compile("\"((?:web|signin|oauth|outside|office|clinic|portal)\\.[a-z][a-z0-9.-]*)\"( \\+)?");

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        for (var door : DOORS) assertEquals(keys(door, "fr"), keys(door, "en"), "texts of " + door);
    }

    @Test
    void aKeyBelongsToItsDoor() throws IOException {
        for (var door : DOORS) for (var key : keys(door, "fr")) assertTrue(key.startsWith(door + "."), key + " in " + door);
    }

    @Test
    void placeholdersAreTheSame() throws IOException {
        for (var door : DOORS) {
            var fr = file(door, "fr");
            var en = file(door, "en");
            for (var key : fr.stringPropertyNames()) assertEquals(placeholders(fr.getProperty(key)), placeholders(en.getProperty(key)), key);
        }
    }

    @Test
    void eachLanguageIsTypesetAsItsOwn() throws IOException {
        for (var door : DOORS) for (var language : List.of("fr", "en")) {
            var file = file(door, language);
            for (var key : file.stringPropertyNames()) {
                var text = file.getProperty(key);
                assertFalse(text.contains("'"), language + " " + key + ": a straight apostrophe");
                if (language.equals("en")) assertFalse(Pattern.compile("[ \\u00a0\\u202f][:;!?]|[«»]").matcher(text).find(), key + ": French typography in " + text);
            }
        }
    }

    @Test
    void whatIsAskedForIsThere() throws IOException {
        var all = new TreeSet<String>();
        for (var door : DOORS) all.addAll(keys(door, "fr"));
        var missing = new TreeSet<String>();
        for (var used : used()) {
            boolean there = used.endsWith(".") || used.endsWith("-") ? all.stream().anyMatch(k -> k.startsWith(used))
                    : all.contains(used) || all.contains(used + ".one") && all.contains(used + ".many");
            if (!there) missing.add(used);
        }
        assertEquals(Set.of(), missing);
        assertTrue(used().size() > 10, "the search for keys finds some");
    }

    @Test
    void aMissingTextIsAFault() {
        var texts = Texts.load(Language.FR, DOORS);
        assertEquals("Aller au contenu", texts.of("web.skip"));
        assertThrows(IllegalStateException.class, () -> texts.of("web.no-such-text"));
    }

    private static Set<String> used() throws IOException {
        var found = new TreeSet<String>();
        for (var root : List.of("src/main/jte", "src/main/java/org/serment/server"))
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (var file : files.filter(f -> f.toString().endsWith(".jte") || f.toString().endsWith(".java")).toList()) {
                    var m = KEY.matcher(Files.readString(file));
                    while (m.find()) if (!m.group(1).matches(".*\\.(css|js|jte)")) found.add(m.group(1));
                }
            }
        return found;
    }

    private static Set<String> placeholders(String text) {
        var found = new TreeSet<String>();
        var m = Pattern.compile("\\{\\d}").matcher(text);
        while (m.find()) found.add(m.group());
        return found;
    }

    private static Set<String> keys(String door, String language) throws IOException {
        return new TreeSet<>(file(door, language).stringPropertyNames());
    }

    private static Properties file(String door, String language) throws IOException {
        var file = new Properties();
        try (var in = TextsTest.class.getResourceAsStream("/org/serment/server/" + door + "/texts." + language + ".properties")) {
            file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return file;
    }
}
