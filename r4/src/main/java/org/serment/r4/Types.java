package org.serment.r4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.serment.r4.define.Definitions;

/// The resource types of R4 and their numbers: 1 to 146 in alphabetical order.
///
/// The numbers are in tables and hashes, so they never change; a test pins them.
public final class Types {
    private static final List<String> NAMES = Definitions.r4().resources();
    private static final Map<String, Integer> NUMBERS = numbers();

    private Types() {}

    /// The number of a type. Throws `IllegalArgumentException` for a name that [#known] refuses.
    public static int number(String type) {
        Integer number = NUMBERS.get(type);
        if (number == null) {
            throw new IllegalArgumentException("not an R4 resource type");
        }
        return number;
    }

    /// The name of the type with that number, 1 to [#count].
    public static String name(int number) {
        return NAMES.get(number - 1);
    }

    public static boolean known(String type) {
        return NUMBERS.containsKey(type);
    }

    public static int count() {
        return NAMES.size();
    }

    /// All names in the order of their numbers.
    public static List<String> names() {
        return NAMES;
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < NAMES.size(); i++) {
            numbers.put(NAMES.get(i), i + 1);
        }
        return Map.copyOf(numbers);
    }
}
