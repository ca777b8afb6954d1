package org.serment.server.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Random values out of one seed. A property that fails says its seed: give it as `-Dserment.seed=N` to see that run alone fail anew.
final class Dice {
    private final Random random;

    Dice(long seed) {
        // neighbouring seeds would begin alike
        random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /// Runs a property on the seeds `from` to `from + runs - 1`.
    static void check(long from, int runs, Consumer<Dice> property) {
        var given = Long.getLong("serment.seed");
        if (given != null) again(given, property);
        else for (long seed = from; seed < from + runs; seed++) again(seed, property);
    }

    static void again(long seed, Consumer<Dice> property) {
        try {
            property.accept(new Dice(seed));
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("fails with seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    /// From 0 up to `bound`, excluded.
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[below(of.length)];
    }

    <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    <T> Set<T> some(List<T> of, int percent) {
        var some = new HashSet<T>();
        for (T value : of) if (chance(percent)) some.add(value);
        return some;
    }

    <T> List<T> list(int least, int most, Supplier<T> value) {
        var list = new ArrayList<T>();
        for (int i = least + below(most - least + 1); i > 0; i--) list.add(value.get());
        return list;
    }
}
