package org.serment.server.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.serment.r4.Normal;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Problem;
import org.serment.r4.Span;
import org.serment.r4.Types;

/// Reads the parameters of a search into a [Query] (FHIR R4 search.html). Whatever is not understood is refused by name;
/// nothing is ignored.
final class QueryReader {
    /// What came of reading.
    sealed interface Result {
        record Understood(Query query) implements Result {}

        record Misunderstood(Problem problem) implements Result {}
    }

    private static final class Bad extends RuntimeException {
        final transient Problem problem;

        Bad(String parameter, String code, String message) {
            super(message, null, false, false);
            problem = new Problem(parameter, code, message);
        }
    }

    private final String type;

    private QueryReader(String type) {
        this.type = type;
    }

    /// @param query as it came after the `?`
    static Result read(String type, String query) {
        var pairs = QueryString.pairs(query);
        if (pairs.isEmpty()) return new Result.Misunderstood(new Problem("", "invalid", "the query is not well encoded"));
        try {
            return new Result.Understood(new QueryReader(type).query(pairs.get()));
        } catch (Bad e) {
            return new Result.Misunderstood(e.problem);
        }
    }

    private Query query(List<Map.Entry<String, String>> parameters) {
        var all = new ArrayList<Criterion>();
        var once = new LinkedHashMap<String, String>();
        for (var p : parameters) {
            switch (p.getKey()) {
                case "_sort", "_count" -> {
                    if (once.put(p.getKey(), p.getValue()) != null) throw new Bad(p.getKey(), "invalid", "given twice");
                }
                case "_format", "_pretty" -> { }
                default -> all.add(criterion(p.getKey(), p.getValue()));
            }
        }
        return new Query(type, List.copyOf(all), sort(Optional.ofNullable(once.get("_sort"))), count(Optional.ofNullable(once.get("_count"))));
    }

    private static int count(Optional<String> value) {
        if (value.isEmpty()) return Query.USUAL;
        if (!value.get().matches("[1-9][0-9]{0,8}")) throw new Bad("_count", "invalid", "_count is a number from 1");
        return Math.min(Query.MOST, Integer.parseInt(value.get()));
    }

    private Query.Sort sort(Optional<String> value) {
        if (value.isEmpty()) return new Query.Sort.Newest();
        var keys = value.get().split(",", -1);
        if (keys.length > 1) throw new Bad("_sort", "not-supported", "only one sort key is supported yet");
        boolean down = keys[0].startsWith("-");
        var name = down ? keys[0].substring(1) : keys[0];
        if (name.equals("_lastUpdated")) return new Query.Sort.Updated(down);
        if (name.equals("_id")) return new Query.Sort.Opened(0, down);
        var param = param("_sort", name);
        return switch (param.kind()) {
            case DATE -> Postings.blindDate(param) ? new Query.Sort.Opened(param.id(), down) : new Query.Sort.ByDate(param.id(), down);
            case TOKEN, STRING, REFERENCE, URI -> new Query.Sort.Opened(param.id(), down);
            case NUMBER, QUANTITY -> new Query.Sort.Opened(param.id(), down);
            case COMPOSITE, SPECIAL -> throw new Bad("_sort", "not-supported", "sorting by " + name + " is not supported");
        };
    }

    private Param param(String place, String name) {
        return Params.find(type, name).orElseThrow(() -> new Bad(place, "not-found", "no search parameter of " + type + " has that name"));
    }

    private Criterion criterion(String key, String value) {
        int colon = key.indexOf(':');
        var name = colon < 0 ? key : key.substring(0, colon);
        var modifier = colon < 0 ? "" : key.substring(colon + 1);
        if (name.indexOf('.') >= 0) throw new Bad(name.substring(0, name.indexOf('.')), "not-supported", "chained parameters are not supported yet");
        if (name.equals("_id")) return new Criterion.Ids(plain(name, modifier, value).stream().map(v -> type + '/' + v).toList());
        if (name.equals("_lastUpdated")) return new Criterion.Updated(plain(name, modifier, value).stream().map(v -> interval(name, v)).toList());
        if (name.startsWith("_") && !Params.find(type, name).isPresent())
            throw new Bad("parameter", "not-supported", "a control parameter that is not supported: " + known(name));
        var param = Params.find(type, name).orElseThrow(() -> new Bad("parameter", "not-found", "no search parameter of " + type + " is called " + known(name)));
        if (modifier.equals("missing")) return missing(param, value);
        return switch (param.kind()) {
            case TOKEN -> token(param, modifier, value);
            case REFERENCE -> reference(param, modifier, value);
            case STRING -> string(param, modifier, value);
            case URI -> new Criterion.Terms64(param, plain(name, modifier, value).stream().map(Terms::uri).toList());
            case DATE -> date(param, modifier, value);
            case NUMBER -> new Criterion.Numbers(param, plain(name, modifier, value).stream().map(v -> amount(name, v)).toList());
            case QUANTITY -> new Criterion.Quantities(Amounts.stored(param), plain(name, modifier, value).stream().map(v -> measure(name, v)).toList());
            case COMPOSITE -> combinations(param, plain(name, modifier, value));
            case SPECIAL -> throw new Bad(name, "not-supported", "searching by " + name + " is not supported yet");
        };
    }

    /// A parameter's name is worth repeating only when it looks like one: it could carry a patient's name.
    private static String known(String name) {
        return name.matches("[A-Za-z_-]{1,40}") ? name : "(not a name)";
    }

    private static Criterion missing(Param param, String value) {
        return switch (value) {
            case "true" -> new Criterion.Missing(param, true);
            case "false" -> new Criterion.Missing(param, false);
            default -> throw new Bad(param.code() + ":missing", "invalid", ":missing is true or false");
        };
    }

    private List<String> plain(String name, String modifier, String value) {
        if (!modifier.isEmpty()) throw new Bad(name, "not-supported", "the modifier of " + name + " is not supported");
        return values(name, value);
    }

    /// The alternatives of a value: separated by commas, `\,` `\|` `\$` and `\\` escape.
    private static List<String> values(String name, String value) {
        var all = new ArrayList<String>();
        var one = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',') {
                all.add(one.toString());
                one.setLength(0);
            } else if (c == '\\' && i + 1 < value.length()) one.append(c).append(value.charAt(++i));
            else one.append(c);
        }
        all.add(one.toString());
        if (all.stream().anyMatch(String::isEmpty)) throw new Bad(name, "invalid", "a value is empty");
        if (all.size() > 200) throw new Bad(name, "too-costly", "more than 200 alternatives");
        return all;
    }

    private static String unescape(String value) {
        return value.replaceAll("\\\\([,|$\\\\])", "$1");
    }

    private Criterion token(Param param, String modifier, String value) {
        var terms = plain(param.code(), modifier, value).stream().map(v -> term(param, v)).toList();
        return Postings.naming(param) ? new Criterion.Terms128(param, terms) : new Criterion.Terms64(param, terms);
    }

    private static String term(Param param, String value) {
        int bar = value.replaceAll("\\\\.", "__").indexOf('|');
        if (bar < 0) return Terms.code(unescape(value));
        var system = unescape(value.substring(0, bar));
        var code = unescape(value.substring(bar + 1));
        if (code.isEmpty() && Postings.naming(param)) throw new Bad(param.code(), "not-supported", "a system without a value can't be searched here");
        if (system.isEmpty()) return Terms.bare(code);
        boolean implied = param.impliedSystem().equals(Optional.of(system));
        if (implied && code.isEmpty()) throw new Bad(param.code(), "not-supported", "every value has this system: ask " + param.code() + ":missing=false");
        if (implied) return Terms.code(code);
        return code.isEmpty() ? Terms.system(system) : Terms.coded(system, code);
    }

    private Criterion reference(Param param, String modifier, String value) {
        if (!modifier.isEmpty() && !(Types.known(modifier) && param.targets().contains(modifier)))
            throw new Bad(param.code(), "not-supported", "the modifier of " + param.code() + " is neither supported nor a type it can lead to");
        var references = new ArrayList<String>();
        for (var v : values(param.code(), value)) references.addAll(targets(param, modifier, v));
        return new Criterion.References(param, references);
    }

    /// What a reference of the query may mean: an id alone leads to any type that the parameter may lead to.
    private static List<String> targets(Param param, String modifier, String value) {
        if (value.contains("://") || value.startsWith("urn:")) return List.of(unescape(value));
        if (value.indexOf('/') > 0) return List.of(value);
        return modifier.isEmpty() ? param.targets().stream().map(t -> t + '/' + value).toList() : List.of(modifier + '/' + value);
    }

    private Criterion string(Param param, String modifier, String value) {
        var values = values(param.code(), value).stream().map(QueryReader::unescape).toList();
        if (modifier.equals("exact")) return new Criterion.Terms64(param, values.stream().map(Terms::exact).toList());
        if (!modifier.isEmpty()) throw new Bad(param.code(), "not-supported", "the modifier of " + param.code() + " is not supported");
        if (!Postings.nameOfPersonOrPlace(param)) return new Criterion.Terms64(param, values.stream().map(Terms::whole).toList());
        var normal = values.stream().map(Normal::of).toList();
        if (normal.stream().anyMatch(v -> v.length() < Terms.SHORTEST))
            throw new Bad(param.code(), "too-short", "at least " + Terms.SHORTEST + " letters, or " + param.code() + ":exact with the whole name");
        return new Criterion.Beginnings(param, normal);
    }

    private Criterion date(Param param, String modifier, String value) {
        var intervals = plain(param.code(), modifier, value).stream().map(v -> interval(param.code(), v)).toList();
        return Postings.blindDate(param) ? new Criterion.Terms64(param, blind(param, intervals)) : new Criterion.Moments(param, intervals);
    }

    /// A blinded date answers equality by one hash and a range by the years, months and days that cover it.
    private static List<String> blind(Param param, List<Criterion.Interval> intervals) {
        var terms = new ArrayList<String>();
        for (var i : intervals) {
            switch (i.prefix()) {
                case EQ -> terms.addAll(Dates.cover(Dates.day(i.lo()), Dates.day(i.hi())).stream().map(Terms::date).toList());
                case GE, SA, GT -> terms.addAll(Dates.cover(Dates.day(i.prefix() == Criterion.Prefix.GE ? i.lo() : i.hi() + 1), Dates.latest()).stream().map(Terms::date).toList());
                case LE, EB, LT -> terms.addAll(Dates.cover(Dates.earliest(), Dates.day(i.prefix() == Criterion.Prefix.LE ? i.hi() : i.lo() - 1)).stream().map(Terms::date).toList());
                case NE, AP -> throw new Bad(param.code(), "not-supported", "this prefix is not supported for a blinded date");
            }
        }
        if (terms.size() > 500) throw new Bad(param.code(), "too-costly", "the range has too many days");
        return terms;
    }

    private static Criterion.Amount amount(String name, String value) {
        return AmountReader.amount(unescape(value)).orElseThrow(() -> new Bad(name, "invalid", "not a number, or an unknown prefix"));
    }

    private static Criterion.Measure measure(String name, String value) {
        return AmountReader.measure(parts(value, '|').stream().map(QueryReader::unescape).toList())
                .orElseThrow(() -> new Bad(name, "invalid", "not a quantity: a number, number|system|code or number||code"));
    }

    /// Parted at a character that isn't escaped.
    private static List<String> parts(String value, char at) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\') i++;
            else if (value.charAt(i) == at) {
                parts.add(value.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(value.substring(from));
        return parts;
    }

    private Criterion combinations(Param param, List<String> values) {
        var components = param.components().stream().map(c -> Params.find(type, c.code()).orElseThrow()).toList();
        var firsts = new ArrayList<String>();
        var all = new ArrayList<Criterion.Combination>();
        for (var v : values) {
            var texts = parts(v, '$');
            if (texts.size() != components.size() || texts.contains("")) throw new Bad(param.code(), "invalid", components.size() + " parts, parted by $");
            var parts = new ArrayList<Criterion.Part>();
            for (int i = 0; i < texts.size(); i++) parts.add(part(components.get(i), texts.get(i)));
            firsts.add(term(components.getFirst(), texts.getFirst()));
            all.add(new Criterion.Combination(parts));
        }
        return new Criterion.Combinations(Amounts.stored(param), new Criterion.Terms64(components.getFirst(), firsts), all);
    }

    private static Criterion.Part part(Param component, String value) {
        return switch (component.kind()) {
            case TOKEN -> {
                var bar = parts(value, '|').stream().map(QueryReader::unescape).toList();
                if (bar.size() > 2 || bar.getLast().isEmpty()) throw new Bad(component.code(), "invalid", "a part of a composite is a code, with its system or without");
                yield bar.size() == 1 ? new Criterion.Part.Token(Terms.code(bar.getFirst()), false)
                        : new Criterion.Part.Token(bar.getFirst().isEmpty() ? Terms.bare(bar.getLast()) : Terms.coded(bar.getFirst(), bar.getLast()), true);
            }
            case STRING -> new Criterion.Part.Term(List.of(Terms.whole(unescape(value))));
            case URI -> new Criterion.Part.Term(List.of(Terms.uri(unescape(value))));
            case REFERENCE -> new Criterion.Part.Term(targets(component, "", value).stream().map(Terms::target).toList());
            case DATE -> new Criterion.Part.Date(interval(component.code(), value));
            case NUMBER -> new Criterion.Part.Num(amount(component.code(), value));
            case QUANTITY -> new Criterion.Part.Qty(measure(component.code(), value));
            case COMPOSITE, SPECIAL -> throw new Bad(component.code(), "not-supported", "can't be a part of a composite");
        };
    }

    private static Criterion.Interval interval(String name, String value) {
        var prefix = Criterion.Prefix.EQ;
        var text = value;
        if (value.length() > 2 && Character.isLetter(value.charAt(0))) {
            try {
                prefix = Criterion.Prefix.valueOf(value.substring(0, 2).toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new Bad(name, "invalid", "an unknown prefix");
            }
            text = value.substring(2);
        }
        var span = Span.parse(text).orElseThrow(() -> new Bad(name, "invalid", "not a date: YYYY, YYYY-MM, YYYY-MM-DD or a date and time with a time zone"));
        return new Criterion.Interval(prefix, Postings.micros(span.lo()), Postings.micros(span.hi()));
    }
}
