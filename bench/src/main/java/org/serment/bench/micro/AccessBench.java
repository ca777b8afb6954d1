package org.serment.bench.micro;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.serment.kernel.access.Access;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.access.Request;
import org.serment.kernel.access.Role;
import org.serment.kernel.access.Target;
import org.serment.kernel.identity.Actor;

/// A nurse with twelve people in her care reads one of them, and plans a search.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessBench {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final Actor actor = new Actor(1, 12, "bedside", false, Set.of("user/*.cruds"));
    private final Request request = new Request(actor, Action.READ, "Observation", Purpose.TREAT, NOW);
    private final Target target = new Target(1, Set.of(7L), 1, 3, 99);
    private final Facts facts = facts();

    private static Facts facts() {
        var care = LongStream.range(1, 13).mapToObj(subject -> new Facts.Care(subject, 3,
                Facts.Care.Source.PRESENCE, NOW.minusSeconds(60), NOW.plusSeconds(3_600), "movement/" + subject)).toList();
        return Facts.account(new Facts.Account(Role.NURSE, false, NOW.plusSeconds(86_400), "N", Map.of(3, "U"), "account/12"))
                .plus(Facts.care(care)).plus(Facts.clearance(Set.of(1))).plus(Facts.opposed(Set.of()));
    }

    @Benchmark
    public Decision decide() {
        return Access.decide(request, target, facts, HospitalRules.POLICY);
    }

    @Benchmark
    public Plan plan() {
        return Access.plan(request, facts, HospitalRules.POLICY);
    }
}
