package org.serment.bench.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs them all, each in a Java machine of its own.
public final class Micro {

    private Micro() {}

    /// @param scratch where JMH writes what it prints
    /// @return a table: microseconds and allocated bytes of one call
    public static String run(Path scratch) throws RunnerException, IOException {
        Path log = Files.createDirectories(scratch).resolve("jmh.log");
        System.err.println("JMH: " + log);
        var options = new OptionsBuilder()
                .include("org\\.serment\\.bench\\.micro\\..*Bench\\..*")
                .addProfiler("gc")
                .output(log.toString())
                .build();
        var text = new StringBuilder("| hot path | µs | ± | bytes allocated |\n|---|---:|---:|---:|\n");
        for (RunResult one : new Runner(options).run()) {
            var time = one.getPrimaryResult();
            var bytes = one.getSecondaryResults().get("gc.alloc.rate.norm");
            text.append(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.0f |%n", name(one.getParams().getBenchmark()),
                    time.getScore(), time.getScoreError(), bytes == null ? 0 : bytes.getScore()));
        }
        return text.toString();
    }

    private static String name(String benchmark) {
        return benchmark.substring("org.serment.bench.micro.".length()).replace("Bench.", ": ");
    }
}
