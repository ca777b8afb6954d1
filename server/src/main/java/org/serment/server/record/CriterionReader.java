package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.r4.Normal;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Types;

/// Reads one parameter of a search with its modifier (FHIR R4 search.html 2.21.1.5). Throws [Misread] for what isn't understood.
final class CriterionReader {
    /// References that a chain may follow.
    private static final int DEEPEST = 3;
    /// Types that a reference without a type may lead to in a chain.
    private static final int WIDEST = 8;

    private final String type;
    private final int depth;

    CriterionReader(String type) {
        this(type, 0);
    }

    private CriterionReader(String type, int depth) {
        this.type = type;
        this.depth = depth;
    }

    /// @param key   the parameter's name with its modifier
    /// @param value as it came, escapes included
    Criterion read(String key, String value) {
        if (key.startsWith("_has:")) return has(key, value);
        if (key.equals("_list")) return list(value);
        int dot = key.indexOf('.');
        if (dot >= 0) return chain(key.substring(0, dot), key.substring(dot + 1), value);
        int colon = key.indexOf(':');
        var name = colon < 0 ? key : key.substring(0, colon);
        var modifier = colon < 0 ? "" : key.substring(colon + 1);
        boolean row = name.equals("_id") || name.equals("_lastUpdated");
        if (row && modifier.equals("missing")) return new Criterion.Fixed(!missing(name, value));
        if (name.equals("_id")) return new Criterion.Ids(plain(name, modifier, value).stream().map(v -> type + '/' + Escapes.unescaped(v)).toList());
        if (name.equals("_lastUpdated")) return new Criterion.Updated(plain(name, modifier, value).stream().map(v -> DateReader.interval(name, v)).toList());
        if (name.startsWith("_") && Params.find(type, name).isEmpty())
            throw new Misread("parameter", "not-supported", "a control parameter that is not supported: " + Misread.known(name));
        var param = param(type, name);
        if (param.kind() == Param.Kind.SPECIAL || param.expression().isEmpty()) throw new Misread(name, "not-supported", "searching by " + name + " is not supported yet");
        if (modifier.equals("missing")) return new Criterion.Missing(param, missing(name, value));
        return switch (param.kind()) {
            case TOKEN -> token(param, modifier, value);
            case REFERENCE -> reference(param, modifier, value);
            case STRING -> string(param, modifier, value);
            case URI -> uri(param, modifier, value);
            case DATE -> DateReader.date(param, plain(name, modifier, value));
            case NUMBER -> new Criterion.Numbers(param, plain(name, modifier, value).stream().map(v -> AmountReader.number(name, v)).toList());
            case QUANTITY -> new Criterion.Quantities(Amounts.stored(param), plain(name, modifier, value).stream().map(v -> AmountReader.quantity(name, v)).toList());
            case COMPOSITE -> new CompositeReader(type).read(param, plain(name, modifier, value));
            case SPECIAL -> throw new IllegalStateException();
        };
    }

    private static Param param(String type, String name) {
        return Params.find(type, name).orElseThrow(() -> new Misread("parameter", "not-found", "no search parameter of " + type + " is called " + Misread.known(name)));
    }

    // ---- chains

    private CriterionReader deeper(String other) {
        if (depth == DEEPEST) throw new Misread("parameter", "too-costly", "a chain follows at most " + DEEPEST + " references");
        return new CriterionReader(other, depth + 1);
    }

    /// `subject:Patient.name`, `encounter.service-provider.name`
    private Criterion chain(String head, String rest, String value) {
        int colon = head.indexOf(':');
        var param = param(type, colon < 0 ? head : head.substring(0, colon));
        if (param.kind() != Param.Kind.REFERENCE) throw new Misread(param.code(), "invalid", param.code() + " is no reference: nothing can be chained to it");
        if (colon >= 0) {
            var target = head.substring(colon + 1);
            if (!param.targets().contains(target)) throw new Misread(param.code(), "not-supported", "the modifier of " + param.code() + " is no type it can lead to");
            return new Criterion.Chain(param, List.of(new Criterion.To(target, deeper(target).read(rest, value))));
        }
        if (param.targets().size() > WIDEST) throw new Misread(param.code(), "invalid", "say which type: " + param.code() + ":" + param.targets().getFirst() + ".…");
        var any = new ArrayList<Criterion.To>();
        var unknown = Optional.<Misread>empty();
        for (var target : param.targets()) {
            try {
                any.add(new Criterion.To(target, deeper(target).read(rest, value)));
            } catch (Misread e) {
                // a type that lacks the parameter can't match; one of the types must have it
                if (!e.problem.code().equals("not-found")) throw e;
                unknown = Optional.of(e);
            }
        }
        if (any.isEmpty()) throw unknown.orElseThrow(() -> new Misread(param.code(), "invalid", "leads to no resource"));
        return new Criterion.Chain(param, any);
    }

    /// `_has:Observation:patient:code`
    private Criterion has(String key, String value) {
        var parts = key.split(":", 4);
        if (parts.length < 4 || !Types.known(parts[1])) throw new Misread("_has", "invalid", "_has is _has:Type:reference:parameter");
        var param = param(parts[1], parts[2]);
        if (param.kind() != Param.Kind.REFERENCE || !param.targets().contains(type)) throw new Misread("_has", "invalid", "that parameter of " + parts[1] + " does not lead to " + type);
        return new Criterion.Has(param, deeper(parts[1]).read(parts[3], value));
    }

    /// `_list`: what a List holds, for those who may search the List.
    private Criterion list(String value) {
        var ids = Escapes.alternatives("_list", value);
        if (ids.stream().anyMatch(id -> id.startsWith("$"))) throw new Misread("_list", "not-supported", "lists that are computed are not kept here");
        return new Criterion.Has(param("List", "item"), deeper("List").read("_id", value));
    }

    private static boolean missing(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Misread(name + ":missing", "invalid", ":missing is true or false");
        };
    }

    private static List<String> plain(String name, String modifier, String value) {
        if (!modifier.isEmpty()) throw unknown(name);
        return Escapes.alternatives(name, value);
    }

    private static Misread unknown(String name) {
        return new Misread(name, "not-supported", "the modifier of " + name + " is not supported");
    }

    // ---- tokens

    private static Criterion token(Param param, String modifier, String value) {
        var values = Escapes.alternatives(param.code(), value);
        return switch (modifier) {
            case "" -> terms(param, values.stream().map(v -> term(param, v)).toList());
            case "not" -> new Criterion.Not(terms(param, values.stream().map(v -> term(param, v)).toList()));
            case "of-type" -> terms(param, values.stream().map(v -> ofType(param, v)).toList());
            case "in" -> terms(param, ValueSets.terms(param, modifier, values));
            case "not-in" -> new Criterion.Not(terms(param, ValueSets.terms(param, modifier, values)));
            default -> throw unknown(param.code());
        };
    }

    private static Criterion.Terms terms(Param param, List<String> terms) {
        return Postings.naming(param) ? new Criterion.Terms128(param, terms) : new Criterion.Terms64(param, terms);
    }

    static String term(Param param, String value) {
        var parts = Escapes.parts(value, '|').stream().map(Escapes::unescaped).toList();
        if (parts.size() == 1) return Terms.code(parts.getFirst());
        if (parts.size() > 2) throw new Misread(param.code(), "invalid", "a token is code or system|code; a bar inside is written \\|");
        var system = parts.get(0);
        var code = parts.get(1);
        if (code.isEmpty() && (Postings.naming(param) || param.kind() == Param.Kind.REFERENCE)) throw new Misread(param.code(), "not-supported", "a system without a value can't be searched here");
        if (system.isEmpty()) return Terms.bare(code);
        boolean implied = param.impliedSystem().equals(Optional.of(system));
        if (implied && code.isEmpty()) throw new Misread(param.code(), "not-supported", "every value has this system: ask " + param.code() + ":missing=false");
        if (implied) return Terms.code(code);
        return code.isEmpty() ? Terms.system(system) : Terms.coded(system, code);
    }

    private static String ofType(Param param, String value) {
        var parts = Escapes.parts(value, '|').stream().map(Escapes::unescaped).toList();
        if (parts.size() != 3 || parts.contains("")) throw new Misread(param.code() + ":of-type", "invalid", ":of-type is system|code|value");
        return Terms.ofType(String.join("|", parts));
    }

    // ---- references

    private static Criterion reference(Param param, String modifier, String value) {
        var values = Escapes.alternatives(param.code(), value);
        if (modifier.equals("identifier")) return new Criterion.Terms128(param, values.stream().map(v -> term(param, v)).toList());
        if (!modifier.isEmpty() && !(Types.known(modifier) && param.targets().contains(modifier)))
            throw new Misread(param.code(), "not-supported", "the modifier of " + param.code() + " is neither supported nor a type it can lead to");
        var references = new ArrayList<String>();
        for (var v : values) references.addAll(targets(param, modifier, v));
        return new Criterion.References(param, references);
    }

    /// What a reference of the query may mean: an id alone leads to any type that the parameter may lead to.
    static List<String> targets(Param param, String modifier, String value) {
        if (value.contains("://") || value.startsWith("urn:")) return List.of(Escapes.unescaped(value));
        if (value.indexOf('/') > 0) return List.of(value);
        return modifier.isEmpty() ? param.targets().stream().map(t -> t + '/' + value).toList() : List.of(modifier + '/' + value);
    }

    // ---- texts

    private static Criterion string(Param param, String modifier, String value) {
        var values = Escapes.alternatives(param.code(), value).stream().map(Escapes::unescaped).toList();
        return switch (modifier) {
            case "exact" -> new Criterion.Terms64(param, values.stream().map(Terms::exact).toList());
            case "contains" -> new Criterion.Containing(param, values.stream().map(Normal::of).toList());
            case "" -> Postings.nameOfPersonOrPlace(param) ? beginnings(param, values) : new Criterion.Terms64(param, values.stream().map(Terms::whole).toList());
            default -> throw unknown(param.code());
        };
    }

    private static Criterion beginnings(Param param, List<String> values) {
        var normal = values.stream().map(Normal::of).toList();
        if (normal.stream().anyMatch(v -> v.length() < Terms.SHORTEST))
            throw new Misread(param.code(), "too-short", "at least " + Terms.SHORTEST + " letters, or " + param.code() + ":exact with the whole name");
        return new Criterion.Beginnings(param, normal);
    }

    private static Criterion uri(Param param, String modifier, String value) {
        var values = Escapes.alternatives(param.code(), value).stream().map(Escapes::unescaped).toList();
        return switch (modifier) {
            case "" -> new Criterion.Terms64(param, values.stream().map(Terms::uri).toList());
            case "above" -> new Criterion.Terms64(param, values.stream().flatMap(v -> Uris.above(v).stream()).map(Terms::uri).toList());
            case "below" -> new Criterion.Below(param, values);
            default -> throw unknown(param.code());
        };
    }
}
