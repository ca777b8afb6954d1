package org.serment.demo.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.serment.demo.histories.Line;

/// The names of the lines that were loaded, in a file that grows by one name for each.
final class Done {

    private final Path file;
    private final Set<String> names;

    private Done(Path file, Set<String> names) {
        this.file = file;
        this.names = names;
    }

    /// A last name that was cut short by a crash is forgotten: its line is looked up again.
    static Done in(Path file) throws IOException {
        if (!Files.exists(file)) return new Done(file, new HashSet<>());
        String text = Files.readString(file);
        int whole = text.lastIndexOf('\n') + 1;
        if (whole < text.length()) Files.writeString(file, text.substring(0, whole));
        return new Done(file, new HashSet<>(text.substring(0, whole).lines().toList()));
    }

    synchronized boolean has(Line line) {
        return names.contains(line.name());
    }

    synchronized boolean none() {
        return names.isEmpty();
    }

    synchronized void add(Line line) {
        try {
            Files.writeString(file, line.name() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("can't note in " + file + " what was loaded", e);
        }
        names.add(line.name());
    }
}
