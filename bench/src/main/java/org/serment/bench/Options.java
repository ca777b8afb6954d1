package org.serment.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The command line of the bench.
///
/// @param patients how many histories are imported
/// @param length how long each scenario is measured
/// @param write whether the rows are appended to `docs/performance.md`
record Options(int patients, Duration length, boolean write, Path home) {

    static final String USAGE = """
            usage: ./serment bench [--patients N] [--seconds S] [--write]
              --patients N   histories to import (100); they are generated once and kept
              --seconds S    length of each measured run (10)
              --write        append the rows to docs/performance.md
            """;

    /// @throws IllegalArgumentException with a text for the person who typed it
    static Options parse(List<String> arguments) {
        int patients = 100;
        int seconds = 10;
        boolean write = false;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--write" -> write = true;
                case "--patients" -> patients = number(arguments, ++i, 5, 5_000);
                case "--seconds" -> seconds = number(arguments, ++i, 1, 120);
                default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
            }
        }
        return new Options(patients, Duration.ofSeconds(seconds), write,
                Path.of(System.getProperty("serment.home", "")).toAbsolutePath());
    }

    private static int number(List<String> arguments, int at, int least, int most) {
        String option = arguments.get(at - 1);
        if (at >= arguments.size()) throw new IllegalArgumentException(option + " needs a number");
        try {
            int number = Integer.parseInt(arguments.get(at));
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(option + " takes a number from " + least + " to " + most);
    }
}
