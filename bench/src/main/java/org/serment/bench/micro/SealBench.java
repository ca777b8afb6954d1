package org.serment.bench.micro;

import java.util.Random;
import java.util.UUID;
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
import org.serment.kernel.seal.BlindIndex;
import org.serment.kernel.seal.Key;
import org.serment.kernel.seal.Seal;
import org.serment.kernel.seal.Wrap;

/// A body of 600 bytes, as an observation's is when it is compressed; its key; a search value.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealBench {

    private final Random random = new Random(1);
    private final Key key = Key.of(bytes(Key.BYTES));
    private final byte[] salt = bytes(32);
    private final byte[] place = bytes(40);
    private final byte[] body = bytes(600);
    private byte[] sealed;
    private byte[] wrapped;
    private BlindIndex.Hasher hasher;

    @Setup
    public void make() {
        sealed = Seal.seal(key, 7, 1, salt, place, body);
        wrapped = Wrap.wrap(key, 7, 1, salt, place, key);
        hasher = new BlindIndex(key, 1, 1).hasher();
    }

    private byte[] bytes(int count) {
        byte[] some = new byte[count];
        random.nextBytes(some);
        return some;
    }

    @Benchmark
    public byte[] seal() {
        return Seal.seal(key, 7, 1, salt, place, body);
    }

    @Benchmark
    public byte[] open() {
        return Seal.open(key, place, sealed);
    }

    @Benchmark
    public Key unwrapKey() {
        return Wrap.unwrap(key, place, wrapped);
    }

    @Benchmark
    public long hashToken() {
        return hasher.token(12, "http://loinc.org|85354-9");
    }

    @Benchmark
    public UUID hashReference() {
        return hasher.reference("Patient/fc73b508-bbe8-5afe-99bb-c4092e515fb9");
    }
}
