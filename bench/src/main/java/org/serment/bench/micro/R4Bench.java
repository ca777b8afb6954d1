package org.serment.bench.micro;

import java.nio.charset.StandardCharsets;
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
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Value;
import org.serment.r4.Values;
import tools.jackson.databind.node.ObjectNode;

/// A usual observation: read with its structure checked, searched through for values, written.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class R4Bench {

    private static final String OBSERVATION = """
            {"resourceType":"Observation","id":"a","status":"final","category":[{"coding":[{"system":\
            "http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital signs"}]}],\
            "code":{"coding":[{"system":"http://loinc.org","code":"85354-9","display":"Blood pressure"}],"text":"Blood pressure"},\
            "subject":{"reference":"Patient/1"},"encounter":{"reference":"Encounter/2"},"effectiveDateTime":"2026-11-24T08:00:00+01:00",\
            "issued":"2026-11-24T08:00:00.123+01:00","component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4",\
            "display":"Diastolic"}]},"valueQuantity":{"value":78,"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},\
            {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6","display":"Systolic"}]},"valueQuantity":{"value":118,\
            "unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]}""";

    private byte[] bytes;
    private ObjectNode resource;

    @Setup
    public void make() {
        bytes = OBSERVATION.getBytes(StandardCharsets.UTF_8);
        resource = switch (Json.parse(bytes, Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected rejected -> throw new IllegalStateException(rejected.problems().toString());
        };
    }

    /// Reading and checking are one pass.
    @Benchmark
    public Parsed parseAndValidate() {
        return Json.parse(bytes, Limits.DEFAULT);
    }

    @Benchmark
    public List<Value> extractValues() {
        return Values.of(resource);
    }

    @Benchmark
    public byte[] write() {
        return Json.write(resource);
    }
}
