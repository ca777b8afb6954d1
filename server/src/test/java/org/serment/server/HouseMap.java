package org.serment.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What ARCHITECTURE.md says, read out of its fenced blocks.
///
/// @param layers layer name in lower case to its packages
/// @param arrows package (or `kernel`, `r4`) to everything that it may refer to, layers and `everything` expanded
/// @param tables table name to the room that owns it
/// @param modules Maven module to the modules it depends on directly
record HouseMap(
        Map<String, Set<String>> layers,
        Map<String, Set<String>> arrows,
        Map<String, String> tables,
        Map<String, Set<String>> modules) {

    static HouseMap parse(String markdown) {
        var layers = new LinkedHashMap<String, Set<String>>();
        for (String line : block(markdown, "layers")) {
            List<String> words = words(line);
            layers.put(words.getFirst().toLowerCase(), new LinkedHashSet<>(words.subList(1, words.size())));
        }
        var tables = new LinkedHashMap<String, String>();
        for (String line : block(markdown, "tables")) {
            List<String> words = words(line);
            for (String table : words.subList(1, words.size())) {
                String before = tables.put(table, words.getFirst());
                if (before != null) throw new IllegalArgumentException("table " + table + " has two owners");
            }
        }
        return new HouseMap(layers, arrows(block(markdown, "arrows"), layers), tables,
                plainArrows(block(markdown, "modules")));
    }

    Set<String> rooms() {
        var all = new TreeSet<String>();
        layers.values().forEach(all::addAll);
        return all;
    }

    private static Map<String, Set<String>> arrows(List<String> lines, Map<String, Set<String>> layers) {
        var packages = new LinkedHashSet<String>();
        layers.values().forEach(packages::addAll);
        packages.add("Main");
        var arrows = new LinkedHashMap<String, Set<String>>();
        plainArrows(lines).forEach((from, targets) -> {
            Set<String> froms = from.equals("everything") ? packages : layers.getOrDefault(from, Set.of(from));
            for (String source : froms) {
                Set<String> allowed = arrows.computeIfAbsent(source, _ -> new LinkedHashSet<>());
                for (String target : targets) {
                    if (target.equals("everything")) allowed.add("everything");
                    else allowed.addAll(layers.getOrDefault(target, Set.of(target)));
                }
            }
        });
        // a layer's arrow to its own layer would be given by name: rooms do not see one another by being rooms
        return arrows;
    }

    private static Map<String, Set<String>> plainArrows(List<String> lines) {
        var arrows = new LinkedHashMap<String, Set<String>>();
        for (String line : lines) {
            String[] sides = line.split("-->", -1);
            if (sides.length != 2) throw new IllegalArgumentException("not an arrow: " + line);
            Set<String> targets = arrows.computeIfAbsent(sides[0].strip(), _ -> new LinkedHashSet<>());
            for (String target : sides[1].split(",")) if (!target.isBlank()) targets.add(target.strip());
        }
        return arrows;
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }

    private static List<String> block(String markdown, String name) {
        var found = Pattern.compile("(?ms)^```" + name + "\\n(.*?)^```$").matcher(markdown);
        if (!found.find()) throw new IllegalArgumentException("ARCHITECTURE.md has no block '" + name + "'");
        var lines = new ArrayList<String>();
        found.group(1).lines().filter(line -> !line.isBlank()).forEach(lines::add);
        return lines;
    }
}
