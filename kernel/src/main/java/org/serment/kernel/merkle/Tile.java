package org.serment.kernel.merkle;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The coordinates of a tile (C2SP tlog-tiles, height 8): up to 256 neighbouring nodes of the tree's
/// level `8 * level`, or up to 256 neighbouring log entries.
///
/// @param level of the tile, from 0; [#ENTRIES] for a bundle of entries
/// @param width 256 when full
public record Tile(int level, long index, int width) {

    public static final int ENTRIES = -1;
    public static final int FULL = 256;
    private static final int HEIGHT = 8;

    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9]\\d?)/((?:x\\d{3}/)*\\d{3})(?:\\.p/([1-9]\\d{0,2}))?");

    public Tile {
        if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("not a tile");
        }
    }

    /// The tile that holds node `index` of its level in a log of `size` leaves, as wide as the log makes it.
    public static Tile holding(int level, long index, long size) {
        long tile = index / FULL;
        long there = (level == ENTRIES ? size : size >> (HEIGHT * level)) - tile * FULL;
        return new Tile(level, tile, (int) Math.min(FULL, there));
    }

    /// Such as `tile/0/x001/x234/067.p/12`.
    public String path() {
        StringBuilder groups = new StringBuilder("%03d".formatted(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) groups.insert(0, "x%03d/".formatted(rest % 1000));
        return "tile/" + (level == ENTRIES ? "entries" : String.valueOf(level)) + "/" + groups
                + (width == FULL ? "" : ".p/" + width);
    }

    /// Empty for any text that [#path()] would not have written.
    public static Optional<Tile> parse(String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) return Optional.empty();
        try {
            Tile tile = new Tile(parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1)),
                    Long.parseLong(parts.group(2).replaceAll("[x/]", "")),
                    parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3)));
            return tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Reads the nodes of a log of `size` leaves out of its tiles.
    ///
    /// @param fetch gives the hashes of a tile
    public static Nodes nodes(long size, Function<Tile, List<Hash>> fetch) {
        return (level, index) -> {
            int inside = level % HEIGHT;
            long first = index << inside;
            int at = (int) (first % FULL);
            return Hash.root(fetch.apply(holding(level / HEIGHT, first, size)).subList(at, at + (1 << inside)));
        };
    }
}
