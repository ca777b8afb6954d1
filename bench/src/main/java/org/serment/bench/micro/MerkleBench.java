package org.serment.bench.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.Hash;

/// The journal's tree: a leaf is hashed, a thousand are appended to a log of 100,000, its root is computed.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MerkleBench {

    private final byte[] entry = new byte[120];
    private final List<Hash> thousand = new ArrayList<>();
    private Frontier log = Frontier.EMPTY;

    @Setup
    public void make() {
        for (int i = 0; i < 1_000; i++) {
            entry[i % entry.length]++;
            thousand.add(Hash.leaf(entry));
        }
        for (int i = 0; i < 100; i++) log = appendThousand();
    }

    @Benchmark
    public Hash leaf() {
        return Hash.leaf(entry);
    }

    @Benchmark
    public Frontier appendThousand() {
        return log.append(thousand, (_, _, _) -> { });
    }

    @Benchmark
    public Hash root() {
        return log.root();
    }
}
