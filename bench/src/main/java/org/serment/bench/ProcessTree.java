package org.serment.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Processor time out of `/proc`: of a process with its descendants, and of the whole machine.
/// Children that ended and were waited for count in their parent, so short-lived backends are not lost.
final class ProcessTree {

    /// Length of a clock tick of `/proc`: 100 a second on every Linux of today.
    private static final double SECONDS_A_TICK = 0.01;

    private ProcessTree() {}

    private record Stat(int pid, int parent, long own, long waitedFor) {}

    /// Seconds of processor time that `pid` and its descendants have used so far.
    static double seconds(long pid) {
        List<Stat> all = stats();
        long ticks = 0;
        var wanted = new ArrayList<Integer>(List.of((int) pid));
        for (int i = 0; i < wanted.size(); i++) {
            int one = wanted.get(i);
            for (Stat stat : all) {
                if (stat.pid == one) ticks += stat.own + stat.waitedFor;
                if (stat.parent == one) wanted.add(stat.pid);
            }
        }
        return ticks * SECONDS_A_TICK;
    }

    /// Seconds of processor time that `pid` alone has used so far.
    static double secondsAlone(long pid) {
        return read(Path.of("/proc/" + pid)).stream().mapToLong(Stat::own).sum() * SECONDS_A_TICK;
    }

    /// Seconds that all processes of the machine have used so far (user, nice, system).
    static double machineSeconds() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] words = lines.findFirst().orElseThrow().split("\\s+");
            return (Long.parseLong(words[1]) + Long.parseLong(words[2]) + Long.parseLong(words[3])) * SECONDS_A_TICK;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Stat> stats() {
        var all = new ArrayList<Stat>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) all.addAll(read(entry));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all;
    }

    /// One process, or none when it has just ended.
    private static List<Stat> read(Path process) {
        try {
            String text = Files.readString(process.resolve("stat"));
            // the name is in parentheses and may hold anything; fields are counted after the last one
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return List.of(new Stat(Integer.parseInt(process.getFileName().toString()), Integer.parseInt(fields[1]),
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
                    Long.parseLong(fields[13]) + Long.parseLong(fields[14])));
        } catch (IOException _) {
            return List.of();
        }
    }
}
