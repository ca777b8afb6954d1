package org.serment.r4;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// FHIR JSON in and out (FHIR R4 "JSON Representation").
///
/// Reading is strict: malformed or non-UTF-8 input, duplicate and unknown properties, wrong types, missing or
/// repeated elements, badly formatted primitives, empty objects and arrays, misplaced nulls, too much depth or
/// length are refused, each with its place. Value sets, invariants and profiles are not looked at.
public final class Json {
    private Json() {}

    /// Reads a resource; never throws for what the bytes say.
    public static Parsed parse(byte[] bytes, Limits limits) {
        if (bytes.length > limits.bytes()) {
            return tooLong(limits);
        }
        return new Reader(bytes, limits).read();
    }

    /// The same from a stream, of which no more than the limit is read. Throws what the stream throws.
    public static Parsed parse(InputStream in, Limits limits) throws IOException {
        int most = limits.bytes() == Integer.MAX_VALUE ? limits.bytes() : limits.bytes() + 1;
        return parse(in.readNBytes(most), limits);
    }

    /// Reads JSON that is no resource; empty for what is malformed, has a property twice, nests too deeply or holds an
    /// extreme number. Numbers keep their digits.
    public static Optional<JsonNode> tree(byte[] bytes, Limits limits) {
        return bytes.length > limits.bytes() ? Optional.empty() : Plain.read(bytes, limits);
    }

    /// The resource as compact UTF-8, properties in their order, numbers with the digits they came with.
    public static byte[] write(ObjectNode resource) {
        return Writer.write(resource);
    }

    /// A decimal that is written back with exactly those digits; the text is a JSON number.
    public static JsonNode number(String digits) {
        return Lexeme.of(digits);
    }

    /// The digits that a number came with.
    public static String digits(JsonNode number) {
        return number instanceof Lexeme lexeme ? lexeme.text() : number.isBigDecimal() ? number.decimalValue().toString() : number.numberValue().toString();
    }

    private static Parsed tooLong(Limits limits) {
        return new Parsed.Rejected(List.of(new Problem("", "too-long", "the body exceeds " + limits.bytes() + " bytes")));
    }
}
