package org.serment.r4.define;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// A tab-separated table beside this class: rows of cells, `#` lines left out, missing cells empty.
public final class Table {
    private Table() {}

    public static List<String[]> rows(String name, int cells) {
        try (InputStream in = Table.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> padded(line.split("\t", -1), cells)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] padded(String[] row, int cells) {
        String[] all = Arrays.copyOf(row, Math.max(cells, row.length));
        for (int i = row.length; i < all.length; i++) {
            all[i] = "";
        }
        return all;
    }
}
