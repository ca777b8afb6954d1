package org.serment.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command line: words, and `--name value` pairs.
record Options(List<String> words, Map<String, String> named) {

    static Options parse(List<String> arguments, Set<String> known) {
        List<String> words = new ArrayList<>();
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                words.add(argument);
                continue;
            }
            String name = argument.substring(2);
            if (!known.contains(name)) throw new Wrong("there is no option " + argument + "; known: --" + String.join(" --", known.stream().sorted().toList()));
            if (++i == arguments.size()) throw new Wrong("option " + argument + " needs a value");
            named.put(name, arguments.get(i));
        }
        return new Options(List.copyOf(words), Map.copyOf(named));
    }

    /// A number between two others.
    Optional<Integer> number(String name, int least, int most) {
        return Optional.ofNullable(named.get(name)).map(text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most)
                throw new Wrong("--" + name + " must be a number from " + least + " to " + most);
            return Integer.parseInt(text);
        });
    }
}
