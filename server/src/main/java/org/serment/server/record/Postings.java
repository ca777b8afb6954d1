package org.serment.server.record;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Value;

/// The index rows of one resource: what its search values become once hashed. Two versions of a resource can be subtracted,
/// so that an update writes only their difference.
///
/// @param present bit n: the parameter of ordinal n has a value
record Postings(Set<Token> tokens, Set<Reference> references, Set<Moment> moments, Set<Amounts.Number> numbers, Set<Amounts.Quantity> quantities,
                Set<Amounts.Composite> composites, long present) {
    record Token(int param, long hash) {}

    record Reference(int param, UUID hash) {}

    /// Microseconds since 1970, both ends included.
    record Moment(int param, long lo, long hi) {}

    static final Postings NONE = new Postings(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), 0);

    /// Codes of parameters whose values name one person: 128 bits and a table with a single index.
    private static final Set<String> NAMING = Set.of("identifier", "telecom", "phone", "email");
    /// Parameters whose beginnings can be searched: names of persons and places.
    private static final Set<String> NAMES = Set.of("name", "family", "given", "phonetic", "address", "address-city",
            "address-state", "address-country", "address-postalcode");

    static boolean naming(Param param) {
        return NAMING.contains(param.code());
    }

    static boolean nameOfPersonOrPlace(Param param) {
        return NAMES.contains(param.code());
    }

    /// Birth dates are blinded: year, month and day.
    static boolean blindDate(Param param) {
        return param.code().equals("birthdate");
    }

    static Postings of(List<Value> values, Hasher hasher) {
        var tokens = new HashSet<Token>(values.size() * 4);
        var references = new HashSet<Reference>();
        var moments = new HashSet<Moment>();
        var amounts = new Amounts(hasher);
        long present = 0;
        for (var value : values) {
            var param = Params.get(value.param());
            present |= 1L << (value.param() % 64);
            switch (value) {
                case Value.Ref r -> references.add(new Reference(r.param(), hasher.reference(r.target())));
                case Value.Moment m when !blindDate(param) -> moments.add(new Moment(m.param(), micros(m.lo()), micros(m.hi())));
                case Value.Num n -> amounts.add(n);
                case Value.Qty q -> amounts.add(q);
                case Value.Composite c -> amounts.add(c);
                case Value v when wide(v, param) -> terms(v, param).forEach(t -> references.add(new Reference(param.id(), hasher.exact(param.id(), t))));
                case Value v -> terms(v, param).forEach(t -> tokens.add(new Token(param.id(), hasher.token(param.id(), t))));
            }
        }
        return new Postings(tokens, references, moments, amounts.numbers(), amounts.quantities(), amounts.composites(), present);
    }

    /// A token whose value names one thing: an identifier, a telecom, the identifier of a reference.
    private static boolean wide(Value value, Param param) {
        return value instanceof Value.Token && (param.kind() == Param.Kind.REFERENCE || naming(param));
    }

    /// The texts that are hashed for a value; empty for what is kept in clear.
    static List<String> terms(Value value, Param param) {
        return switch (value) {
            case Value.Token t when t.ofType().isEmpty() -> token(t, param);
            case Value.Token t -> Stream.concat(token(t, param).stream(), t.ofType().stream().map(Terms::ofType)).toList();
            case Value.Text t when nameOfPersonOrPlace(param) -> Stream.concat(Stream.of(Terms.exact(t.raw()), Terms.whole(t.raw())), Terms.beginnings(t.raw()).stream()).toList();
            case Value.Text t -> List.of(Terms.exact(t.raw()), Terms.whole(t.raw()));
            case Value.Uri u -> List.of(Terms.uri(u.uri()));
            case Value.Moment m -> blindDate(param) ? Dates.partials(m.lo(), m.hi()).stream().map(Terms::date).toList() : List.of();
            case Value.Ref _, Value.Num _, Value.Qty _, Value.Composite _ -> List.of();
        };
    }

    private static List<String> token(Value.Token t, Param param) {
        if (t.code().isEmpty()) return List.of();
        if (t.system().isEmpty()) return List.of(Terms.code(t.code()), Terms.bare(t.code()));
        if (param.impliedSystem().equals(Optional.of(t.system()))) return List.of(Terms.code(t.code()));
        var coded = List.of(Terms.code(t.code()), Terms.coded(t.system(), t.code()));
        return wide(t, param) ? coded : Stream.concat(coded.stream(), Stream.of(Terms.system(t.system()))).toList();
    }

    static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }

    int size() {
        return tokens.size() + references.size() + moments.size() + numbers.size() + quantities.size() + composites.size();
    }

    /// The rows of this that `other` lacks.
    Postings minus(Postings other) {
        return new Postings(without(tokens, other.tokens), without(references, other.references), without(moments, other.moments),
                without(numbers, other.numbers), without(quantities, other.quantities), without(composites, other.composites), present);
    }

    private static <T> Set<T> without(Set<T> all, Set<T> others) {
        var left = new HashSet<>(all);
        left.removeAll(others);
        return left;
    }
}
