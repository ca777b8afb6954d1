package org.serment.server.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// The words of the pages in one language. Each door has its own file, `texts.fr.properties` beside its classes,
/// and its keys begin with its name.
public final class Texts {
    private final Language language;
    private final Map<String, String> texts;

    private Texts(Language language, Map<String, String> texts) {
        this.language = language;
        this.texts = Map.copyOf(texts);
    }

    /// @param doors names of packages below `org.serment.server`
    static Texts load(Language language, List<String> doors) {
        var all = new HashMap<String, String>();
        for (var door : doors) {
            var name = "/org/serment/server/" + door + "/texts." + language.tag() + ".properties";
            try (var in = Texts.class.getResourceAsStream(name)) {
                if (in == null) throw new IllegalStateException(name + " is missing");
                var file = new Properties();
                file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
                file.stringPropertyNames().forEach(k -> all.put(k, file.getProperty(k)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Texts(language, all);
    }

    /// The text of a key; `{0}`, `{1}` ... stand for the arguments.
    public String of(String key, Object... arguments) {
        var text = texts.get(key);
        if (text == null) throw new IllegalStateException("there is no text " + key + " in " + language);
        for (int i = 0; i < arguments.length; i++) text = text.replace("{" + i + "}", String.valueOf(arguments[i]));
        return text;
    }

    /// The text for a number of things: `key.one` or `key.many`, `{0}` being the number.
    public String count(String key, long number) {
        boolean one = language == Language.FR ? number < 2 : number == 1;
        return of(key + (one ? ".one" : ".many"), number);
    }

    /// Whether there is such a text: for codes that come from data.
    public boolean has(String key) {
        return texts.containsKey(key);
    }
}
