package org.serment.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The command line of the bench.
///
/// @param what which of its measurements
/// @param patients how many histories are imported
/// @param length how long each scenario is measured on each server
/// @param write whether the report takes the place of its predecessor in `docs/performance.md`
/// @param peer whether HAPI's server takes part
/// @param busy whether disturbed runs are kept as they are
record Options(What what, int patients, Duration length, boolean write, boolean peer, boolean busy, Path home) {

    /// What is measured.
    enum What { SCENARIOS, COSTS, SCALE, MICRO, HELP }

    static final String USAGE = """
            usage: ./serment bench [what] [options]

            Starts servers of its own on scratch data, loads the demonstration's synthetic histories, asks, and prints what a
            request takes: time, and processor time of the server and its PostgreSQL. Nothing of yours is touched.

            what
              (nothing)      import, reads, searches, writes, $everything, late pages, $export, disk; about 8 minutes
              --peer         the same, and HAPI's JPA server beside ours, in turns, with the ratios; about 40 minutes.
                             The first time Maven fetches HAPI (250 libraries).
              --costs        reads without sealing, without deciding, without journalling, without all three; about 12 minutes
              --scale        the mix of searches at 100, 1,000 and 4,000 patients; about an hour, 25 GB of disk
              --micro        JMH on the hot paths of kernel, r4 and seal; about 10 minutes
              --help         this page

            options
              --patients N   histories to import (100); the first time they are generated, which takes minutes
              --seconds S    length of each measurement on each server (10)
              --busy         don't repeat runs that other processes disturbed (more than 15 % of a core)
              --write        put the report into docs/performance.md, in the place of the last one of its kind

            On a machine that does something else meanwhile, look at the processor times only.
            """;

    /// @throws IllegalArgumentException with a text for the person who typed it
    static Options parse(List<String> arguments) {
        What what = What.SCENARIOS;
        int patients = 100;
        int seconds = 10;
        boolean write = false;
        boolean peer = false;
        boolean busy = false;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--peer" -> peer = true;
                case "--costs" -> what = What.COSTS;
                case "--scale" -> what = What.SCALE;
                case "--micro" -> what = What.MICRO;
                case "--help", "-h" -> what = What.HELP;
                case "--busy" -> busy = true;
                case "--write" -> write = true;
                case "--patients" -> patients = number(arguments, ++i, 5, 5_000);
                case "--seconds" -> seconds = number(arguments, ++i, 1, 120);
                default -> throw new IllegalArgumentException("unknown option " + arguments.get(i));
            }
        }
        if (peer && what != What.SCENARIOS && what != What.HELP) throw new IllegalArgumentException("--peer goes with no other measurement");
        return new Options(what, patients, Duration.ofSeconds(seconds), write, peer, busy,
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
