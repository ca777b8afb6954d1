package org.serment.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// Random values out of one seed. A property that fails says its seed: give it to [#again] to see it fail anew.
public final class Gen {

    private final Random random;

    private Gen(long seed) {
        this.random = new Random(seed);
    }

    /// Runs a property on seeds 0 to `runs` - 1.
    public static void check(int runs, Consumer<Gen> property) {
        for (long seed = 0; seed < runs; seed++) again(seed, property);
    }

    public static void again(long seed, Consumer<Gen> property) {
        try {
            property.accept(new Gen(seed));
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("fails with seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    /// From 0 up to `bound`, excluded.
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean chance(int percent) {
        return below(100) < percent;
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @SafeVarargs
    public final <T> T one(T... of) {
        return of[below(of.length)];
    }

    public <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    public <T> Set<T> some(List<T> of, int percent) {
        Set<T> some = new HashSet<>();
        for (T value : of) if (chance(percent)) some.add(value);
        return some;
    }

    public <T> List<T> list(int most, java.util.function.Supplier<T> value) {
        List<T> list = new ArrayList<>();
        for (int i = below(most + 1); i > 0; i--) list.add(value.get());
        return list;
    }

    /// Any text: ASCII, accents, controls, marks of direction, lone surrogates, characters beyond 16 bits.
    public String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = below(most + 1); i > 0; i--) {
            switch (below(6)) {
                case 0, 1 -> text.append((char) (' ' + below(95)));
                case 2 -> text.append((char) (0xc0 + below(64)));
                case 3 -> text.append((char) below(32));
                case 4 -> text.append((char) below(0x10000));
                default -> text.appendCodePoint(0x10000 + below(0x1000));
            }
        }
        return text.toString();
    }
}
