package org.serment.server.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.serment.r4.Normal;
import org.serment.r4.Param;
import org.serment.r4.Params;
import org.serment.r4.Span;
import org.serment.r4.Value;

/// A random search, twice: as a client writes it, and as the rules of FHIR R4 search.html over opened resources, whose values
/// HAPI's FHIRPath engine finds ([Published]). Nothing of the record's own reading of searches and resources is used, so that
/// both can be compared.
///
/// Where R4 leaves a choice this follows the house: `ge` and `le` count from the beginning and to the end of what is asked,
/// `ap` means overlap, a blinded date is found by a range when the whole of it lies inside, strings that are no names of persons
/// or places are compared whole.
record Asked(String type, String text, Test accepts, Comparator<Hospital.Kept> order, int count, boolean total, boolean lenient, List<Include> includes) {
    /// What shall come along.
    record Include(boolean reverse, boolean iterate, String source, Optional<Param> param, Optional<String> target) {
        String text() {
            var value = source.equals("*") ? "*" : source + ':' + param.map(Param::code).orElse("*") + target.map(t -> ':' + t).orElse("");
            return (reverse ? "_revinclude" : "_include") + (iterate ? ":iterate=" : "=") + value;
        }

        boolean leads(Hospital.Kept from, Hospital.Kept to) {
            return (source.equals("*") || source.equals(from.type())) && target.filter(t -> !t.equals(to.type())).isEmpty() && from.values().stream()
                    .anyMatch(v -> v instanceof Value.Ref r && param.filter(p -> p.id() != r.param()).isEmpty() && r.target().equals(to.type() + '/' + to.id()));
        }
    }

    private static Include include(Dice dice, String type) {
        boolean iterate = dice.chance(40);
        if (dice.chance(10)) return new Include(false, iterate, "*", Optional.empty(), Optional.empty());
        var all = Hospital.TYPES.stream().flatMap(t -> references(t).stream().map(c -> Params.find(t, c).orElseThrow())).toList();
        boolean reverse = dice.chance(50);
        var some = all.stream().filter(p -> iterate || (reverse ? p.targets().contains(type) : p.type().equals(type))).toList();
        if (some.isEmpty()) return new Include(false, iterate, type, Optional.empty(), Optional.empty());
        var param = dice.one(some);
        var target = dice.chance(30) ? Optional.of(dice.one(param.targets().stream().filter(Hospital.TYPES::contains).toList())) : Optional.<String>empty();
        return new Include(reverse, iterate, param.type(), reverse || dice.chance(85) ? Optional.of(param) : Optional.empty(), target);
    }

    /// What comes along with a page: a closure over what the caller may see.
    java.util.Set<String> along(List<Hospital.Kept> page, List<Hospital.Kept> visible) {
        var all = page.stream().map(k -> k.type() + '/' + k.id()).collect(Collectors.toCollection(java.util.TreeSet::new));
        var along = new java.util.TreeSet<String>();
        var frontier = page;
        for (boolean first = true; !frontier.isEmpty(); first = false) {
            var next = new ArrayList<Hospital.Kept>();
            for (var k : visible) for (var f : frontier) for (var i : includes)
                if ((first || i.iterate) && (i.reverse ? i.leads(k, f) : i.leads(f, k)) && all.add(k.type() + '/' + k.id())) {
                    along.add(k.type() + '/' + k.id());
                    next.add(k);
                }
            frontier = next;
        }
        return along;
    }

    /// Whether a resource satisfies what is asked, given all resources that the caller may see.
    interface Test {
        boolean accepts(Hospital.Kept k, List<Hospital.Kept> visible);
    }

    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "Patient", List.of("gender", "active", "identifier", "phone", "telecom", "_tag", "_security", "_profile", "family", "given", "name", "address-city", "birthdate", "general-practitioner", "deceased"),
            "Encounter", List.of("status", "class", "type", "identifier", "subject", "patient", "participant", "service-provider", "date"),
            "Observation", List.of("status", "code", "category", "value-concept", "value-string", "subject", "patient", "performer", "encounter", "date", "identifier", "_tag", "_profile", "_security",
                    "value-quantity", "combo-value-quantity", "component-value-quantity", "code-value-quantity", "component-code-value-quantity", "combo-code-value-quantity",
                    "code-value-concept", "component-code-value-concept", "combo-code-value-concept", "code-value-string", "code-value-date"),
            "Condition", List.of("code", "clinical-status", "patient", "subject", "asserter", "encounter", "recorded-date", "onset-date", "onset-info", "onset-age", "_profile"),
            "RiskAssessment", List.of("probability", "probability", "patient", "date", "encounter"),
            "Appointment", List.of("status", "part-status", "service-type", "patient", "actor", "practitioner", "date"),
            "List", List.of("code", "patient", "subject", "item"),
            "Organization", List.of("name", "active", "type", "identifier"),
            "Practitioner", List.of("name", "family", "given", "gender", "active", "identifier"));
    private static final List<String> AMOUNTS = List.of("value-quantity", "value-quantity", "combo-value-quantity", "code-value-quantity", "code-value-quantity",
            "component-code-value-quantity", "combo-code-value-quantity", "code-value-concept", "component-code-value-concept");
    private static final List<String> ANYTHING = List.of("final", "finished", "planned", "booked", "cancelled", "accepted", "declined", "male", "female", "true", "false",
            "0102030405", "06 07", "home");
    private static final List<String> SORTED = List.of("date", "recorded-date", "onset-date", "birthdate", "status", "probability", "value-quantity", "onset-age", "code", "gender", "class", "family", "name", "patient", "subject", "performer");

    private record Condition(String text, Test accepts) {
        Condition(String text, Predicate<Hospital.Kept> accepts) {
            this(text, (k, visible) -> accepts.test(k));
        }
    }

    /// What a random search may name.
    ///
    /// @param ids    of resources, some of which are there
    /// @param around when the resources were made
    /// @param clocks whether it may ask and sort by what differs between two worlds written at two times: times and made-up ids
    record Pool(List<String> ids, List<Instant> around, boolean clocks) {}

    static Asked random(Dice dice, Pool pool) {
        // what everybody sees is asked by what few see
        boolean spying = dice.chance(15);
        var type = spying ? dice.one("Organization", "Practitioner", "Patient") : dice.chance(20) ? "Patient" : dice.chance(40) ? "Observation" : dice.one(Hospital.TYPES);
        var conditions = dice.list(0, dice.chance(60) ? 1 : 3, () -> spying ? has(dice, type, pool, 0) : condition(dice, type, pool, 0));
        var texts = new ArrayList<>(conditions.stream().map(Condition::text).toList());
        int count = dice.one(1, 2, 3, 5, 8, 100, 100, 100);
        texts.add("_count=" + count);
        var order = order(dice, type, pool, texts);
        boolean total = dice.chance(20);
        if (total) texts.add("_total=" + dice.one("accurate", "estimate"));
        var includes = dice.chance(25) ? dice.list(1, 3, () -> include(dice, type)) : List.<Include>of();
        includes.forEach(i -> texts.add(i.text()));
        boolean lenient = dice.chance(10);
        if (lenient) texts.add(dice.below(texts.size() + 1), dice.one("nmae=x", "code:lke=x", "_include=Patient:nobody"));
        return new Asked(type, String.join("&", texts), (k, visible) -> k.type().equals(type) && conditions.stream().allMatch(c -> c.accepts.accepts(k, visible)), order, count, total, lenient, includes);
    }

    /// A search that a granular scope can hold, with its own type's conditions alone.
    static Asked granular(Dice dice, String type, Pool pool) {
        while (true) {
            var conditions = dice.list(1, dice.chance(70) ? 1 : 2, () -> condition(dice, type, pool, 3));
            var text = conditions.stream().map(Condition::text).collect(Collectors.joining("&"));
            if (Granular.understood(type, text)) return new Asked(type, text, (k, visible) -> conditions.stream().allMatch(c -> c.accepts.accepts(k, visible)), Comparator.comparing(Hospital.Kept::id), 1, false, false, List.of());
        }
    }

    private static Condition condition(Dice dice, String type, Pool pool, int depth) {
        if (depth < 3 && dice.chance(depth == 0 ? 30 : 20)) return dice.chance(50) ? chain(dice, type, pool, depth) : has(dice, type, pool, depth);
        if (dice.chance(8)) return id(dice, pool);
        if (depth < 3 && dice.chance(6)) return listed(dice, pool);
        if (pool.clocks && dice.chance(8)) return updated(dice, pool);
        if (PARAMETERS.get(type).contains("gender") && dice.chance(15)) return in(dice, Params.find(type, "gender").orElseThrow(), dice.chance(50));
        var name = PARAMETERS.get(type).contains("family") && dice.chance(30) ? dice.one("family", "given", "name") : dice.one(PARAMETERS.get(type));
        var param = Params.find(type, type.equals("Observation") && dice.chance(30) ? dice.one(AMOUNTS) : name).orElseThrow();
        if (dice.chance(10)) {
            boolean missing = dice.chance(50);
            return new Condition(param.code() + ":missing=" + missing, k -> k.values().stream().noneMatch(v -> v.param() == param.id()) == missing);
        }
        return switch (param.kind()) {
            case TOKEN -> token(dice, param);
            case REFERENCE -> reference(dice, param, pool);
            case STRING -> string(dice, param);
            case URI -> profile(dice, param);
            case DATE -> param.code().equals("birthdate") ? birth(dice, param) : date(dice, param);
            case NUMBER, QUANTITY, COMPOSITE -> amounts(dice, param);
            default -> throw new IllegalArgumentException(param.code());
        };
    }

    // ---- chains

    private static List<String> references(String type) {
        return PARAMETERS.get(type).stream().filter(c -> Params.find(type, c).orElseThrow().kind() == Param.Kind.REFERENCE).toList();
    }

    private static boolean leads(Hospital.Kept from, Param param, Hospital.Kept to) {
        return values(from, param, Value.Ref.class).anyMatch(r -> r.target().equals(to.type() + '/' + to.id()));
    }

    private static Condition chain(Dice dice, String type, Pool pool, int depth) {
        if (references(type).isEmpty()) return id(dice, pool);
        var param = Params.find(type, dice.one(references(type))).orElseThrow();
        var targets = param.targets().stream().filter(Hospital.TYPES::contains).toList();
        var target = dice.one(targets);
        var inner = condition(dice, target, pool, depth + 1);
        boolean plain = targets.size() == 1 && param.targets().size() <= 8 && dice.chance(50) && !inner.text.startsWith("_");
        return new Condition(param.code() + (plain ? "" : ":" + target) + '.' + inner.text,
                (k, visible) -> visible.stream().anyMatch(to -> to.type().equals(target) && leads(k, param, to) && inner.accepts.accepts(to, visible)));
    }

    private static Condition has(Dice dice, String type, Pool pool, int depth) {
        var all = Hospital.TYPES.stream().flatMap(t -> references(t).stream().map(c -> Params.find(t, c).orElseThrow())).filter(p -> p.targets().contains(type)).toList();
        if (all.isEmpty()) return id(dice, pool);
        var param = dice.one(all);
        var inner = condition(dice, param.type(), pool, depth + 1);
        return new Condition("_has:" + param.type() + ':' + param.code() + ':' + inner.text,
                (k, visible) -> visible.stream().anyMatch(from -> from.type().equals(param.type()) && leads(from, param, k) && inner.accepts.accepts(from, visible)));
    }

    private static Condition amounts(Dice dice, Param param) {
        var sought = dice.list(1, dice.chance(70) ? 1 : 3, () -> AskedAmounts.sought(dice, param));
        return new Condition(written(param.code(), sought.stream().map(AskedAmounts.Sought::text)),
                k -> k.values().stream().anyMatch(v -> v.param() == param.id() && sought.stream().anyMatch(s -> s.accepts().test(v))));
    }

    private static Condition id(Dice dice, Pool pool) {
        var ids = dice.list(1, 4, () -> dice.one(pool.ids));
        return new Condition("_id=" + String.join(",", ids), k -> ids.contains(k.id()));
    }

    private static Condition listed(Dice dice, Pool pool) {
        var lists = dice.list(1, 2, () -> dice.one(pool.ids.stream().filter(i -> i.matches("l.*|nobody")).toList()));
        var item = Params.find("List", "item").orElseThrow();
        return new Condition("_list=" + String.join(",", lists), (k, visible) -> visible.stream().anyMatch(l -> l.type().equals("List") && lists.contains(l.id()) && leads(l, item, k)));
    }

    // ---- tokens

    private record Sought(String text, BiPredicate<String, String> accepts) {}

    private static Condition token(Dice dice, Param param) {
        boolean naming = List.of("identifier", "phone", "telecom").contains(param.code());
        if (param.code().equals("identifier") && dice.chance(25)) return ofType(dice, param);
        boolean not = dice.chance(25);
        if (param.code().matches("status|class") && dice.chance(20)) return in(dice, param, not);
        var sought = dice.list(1, dice.chance(70) ? 1 : 3, () -> sought(dice, param, naming));
        return new Condition(written(param.code() + (not ? ":not" : ""), sought.stream().map(Sought::text)),
                k -> not != values(k, param, Value.Token.class).anyMatch(t -> !t.code().isEmpty() && sought.stream().anyMatch(s -> s.accepts.test(t.system(), t.code()))));
    }

    /// Value sets as the specification lists them; the last draws on a system that no value here has.
    private static final Map<String, Map.Entry<String, List<String>>> SETS = Map.of(
            "administrative-gender", Map.entry("http://hl7.org/fhir/administrative-gender", List.of("male", "female", "other", "unknown")),
            "observation-status", Map.entry("http://hl7.org/fhir/observation-status", List.of("registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown")),
            "flag-status", Map.entry("http://hl7.org/fhir/flag-status", List.of("active", "inactive", "entered-in-error")));

    private static Condition in(Dice dice, Param param, boolean not) {
        var names = dice.list(1, 2, () -> dice.chance(60) ? "administrative-gender" : dice.one("observation-status", "flag-status"));
        return new Condition(written(param.code() + (not ? ":not-in" : ":in"), names.stream().map(n -> "http://hl7.org/fhir/ValueSet/" + n)),
                k -> not != values(k, param, Value.Token.class).anyMatch(t -> names.stream().map(SETS::get).anyMatch(s -> s.getKey().equals(t.system()) && s.getValue().contains(t.code()))));
    }

    private static Condition ofType(Dice dice, Param param) {
        var code = dice.one("MR", "SS");
        var value = dice.one(Hospital.CODES).replace("\\\\", "\\");
        var type = "urn:t|" + code + "|" + value;
        return new Condition(written("identifier:of-type", Stream.of("urn:t|" + code + "|" + escaped(value))), k -> values(k, param, Value.Token.class).anyMatch(t -> t.ofType().contains(type)));
    }

    private static Condition profile(Dice dice, Param param) {
        var modifier = dice.one("", ":above", ":below");
        var asked = dice.list(1, 2, () -> dice.one("http://x.example/fhir/a", "http://x.example/fhir/a/b/c", "http://x.example/fhir", "http://x.example/fhir/", "http://x.example/fhir/ab", "http://x.example", "urn:oid:1.2.3"));
        return new Condition(written(param.code() + modifier, asked.stream()), k -> values(k, param, Value.Uri.class).anyMatch(u -> asked.stream().anyMatch(a -> switch (modifier) {
            case "" -> u.uri().equals(a);
            case ":above" -> inside(a, u.uri());
            default -> inside(u.uri(), a);
        })));
    }

    /// Below is the same or longer by whole parts of the path.
    private static boolean inside(String uri, String above) {
        return uri.equals(above) || uri.startsWith(above) && (above.endsWith("/") || uri.charAt(above.length()) == '/');
    }

    private static Sought sought(Dice dice, Param param, boolean naming) {
        // values that occur: words where R4 lists them, codes elsewhere
        boolean listed = param.impliedSystem().isPresent() || List.of("active", "deceased").contains(param.code());
        var code = dice.chance(listed ? 10 : 80) ? dice.one(Hospital.CODES).replace("\\\\", "\\") : dice.one(ANYTHING);
        var system = param.impliedSystem().filter(s -> dice.chance(70)).orElseGet(() -> dice.one(Hospital.SYSTEMS));
        boolean implied = param.impliedSystem().equals(Optional.of(system));
        return switch (dice.below(naming || implied ? 3 : 4)) {
            case 0 -> new Sought(escaped(code), (s, c) -> c.equals(code));
            case 1 -> new Sought(escaped(system) + '|' + escaped(code), (s, c) -> s.equals(system) && c.equals(code));
            case 2 -> new Sought('|' + escaped(code), (s, c) -> s.isEmpty() && c.equals(code));
            default -> new Sought(escaped(system) + '|', (s, c) -> s.equals(system));
        };
    }

    // ---- references

    private static Condition reference(Dice dice, Param param, Pool pool) {
        var type = dice.one(param.targets().stream().filter(Hospital.TYPES::contains).toList());
        if (param.code().matches("subject|patient") && dice.chance(20)) {
            var sought = dice.list(1, 2, () -> sought(dice, param, true));
            return new Condition(written(param.code() + ":identifier", sought.stream().map(Sought::text)),
                    k -> values(k, param, Value.Token.class).anyMatch(t -> !t.code().isEmpty() && sought.stream().anyMatch(s -> s.accepts.test(t.system(), t.code()))));
        }
        boolean modified = dice.chance(15);
        var ids = dice.list(1, 3, () -> dice.one(pool.ids));
        var written = new ArrayList<String>();
        var targets = new ArrayList<String>();
        for (var id : ids) {
            if (dice.chance(10)) {
                written.add("http://elsewhere.example/Practitioner/d1");
                targets.add("http://elsewhere.example/Practitioner/d1");
            } else if (modified || dice.chance(50)) {
                written.add(modified ? id : type + '/' + id);
                targets.add(type + '/' + id);
            } else {
                written.add(id);
                Hospital.TYPES.forEach(t -> targets.add(t + '/' + id));
            }
        }
        return new Condition(written(param.code() + (modified ? ":" + type : ""), written.stream()),
                k -> values(k, param, Value.Ref.class).anyMatch(r -> targets.contains(r.target())));
    }

    // ---- strings

    private static Condition string(Dice dice, Param param) {
        boolean exact = dice.chance(20);
        if (!exact && dice.chance(20)) return containing(dice, param);
        boolean beginning = List.of("name", "family", "given", "address-city").contains(param.code());
        var all = param.type().equals("Organization") ? Hospital.CLINICS : switch (param.code()) {
            case "family", "name" -> Hospital.FAMILIES;
            case "given" -> Hospital.GIVENS;
            case "address-city" -> Hospital.CITIES;
            default -> List.of("TRES BIEN", "mal", "l'hiver dernier", "hier");
        };
        var asked = dice.list(1, 2, () -> {
            var whole = dice.one(all);
            if (exact || !beginning || Normal.of(whole).length() < 4 || dice.chance(25)) return exact || !beginning || Normal.of(whole).length() >= 3 ? whole : "dup";
            var cut = whole.substring(0, 3 + dice.below(whole.length() - 2));
            if (Normal.of(cut).length() < 3) return whole;
            return dice.chance(50) ? cut : cut.toUpperCase(java.util.Locale.ROOT);
        });
        return new Condition(written(param.code() + (exact ? ":exact" : ""), asked.stream().map(Asked::escaped)), k -> values(k, param, Value.Text.class).anyMatch(t -> asked.stream().anyMatch(a ->
                exact ? t.raw().equals(a) : beginning ? Normal.of(t.raw()).startsWith(Normal.of(a)) : Normal.of(t.raw()).equals(Normal.of(a)))));
    }

    private static Condition containing(Dice dice, Param param) {
        var asked = dice.list(1, 2, () -> dice.one("UPON", "a", "tour", "étienne", "garnierot", "dup", "bien", "z", "hiver", "-"));
        return new Condition(written(param.code() + ":contains", asked.stream()), k -> values(k, param, Value.Text.class).anyMatch(t -> asked.stream().anyMatch(a -> Normal.of(t.raw()).contains(Normal.of(a)))));
    }

    // ---- dates

    record When(String text, Predicate<Span> accepts) {}

    private static Condition date(Dice dice, Param param) {
        var whens = dice.list(1, dice.chance(75) ? 1 : 2, () -> when(dice.one("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"), dice.one(Hospital.TIMES)));
        return new Condition(written(param.code(), whens.stream().map(When::text)),
                k -> values(k, param, Value.Moment.class).anyMatch(m -> whens.stream().anyMatch(w -> w.accepts.test(new Span(m.lo(), m.hi())))));
    }

    static When when(String prefix, String date) {
        var q = Span.parse(date).orElseThrow();
        return new When(prefix + date, v -> {
            boolean inside = !v.lo().isBefore(q.lo()) && !v.hi().isAfter(q.hi());
            return switch (prefix) {
                case "", "eq" -> inside;
                case "ne" -> !inside;
                case "gt" -> v.hi().isAfter(q.hi());
                case "lt" -> v.lo().isBefore(q.lo());
                case "ge" -> !v.hi().isBefore(q.lo());
                case "le" -> !v.lo().isAfter(q.hi());
                case "sa" -> v.lo().isAfter(q.hi());
                case "eb" -> v.hi().isBefore(q.lo());
                default -> !v.hi().isBefore(q.lo()) && !v.lo().isAfter(q.hi());
            };
        });
    }

    private static Condition birth(Dice dice, Param param) {
        var whens = dice.list(1, 2, () -> {
            var prefix = dice.one("", "", "eq", "gt", "lt", "ge", "le", "sa", "eb");
            var date = dice.one(Hospital.BIRTHS);
            var q = Span.parse(date).orElseThrow();
            return new When(prefix + date, v -> switch (prefix) {
                case "", "eq" -> !v.lo().isBefore(q.lo()) && !v.hi().isAfter(q.hi());
                case "gt", "sa" -> v.lo().isAfter(q.hi());
                case "ge" -> !v.lo().isBefore(q.lo());
                case "le" -> !v.hi().isAfter(q.hi());
                default -> v.hi().isBefore(q.lo());
            });
        });
        return new Condition(written(param.code(), whens.stream().map(When::text)),
                k -> values(k, param, Value.Moment.class).anyMatch(m -> whens.stream().anyMatch(w -> w.accepts.test(new Span(m.lo(), m.hi())))));
    }

    private static Condition updated(Dice dice, Pool pool) {
        var at = dice.one(pool.around).plusMillis(dice.below(5) - 2).toString();
        var date = at.length() == 20 || dice.chance(50) ? at.substring(0, 19) + "Z" : at;
        var w = when(dice.one("", "ne", "gt", "lt", "ge", "le", "sa", "eb"), date);
        return new Condition(written("_lastUpdated", Stream.of(w.text)), k -> {
            var made = made(k);
            return w.accepts.test(new Span(made, made.plusNanos(999_000)));
        });
    }

    static Instant made(Hospital.Kept k) {
        return Instant.ofEpochMilli(Numbers.millis(k.at().rid()));
    }

    // ---- order

    private static Comparator<Hospital.Kept> order(Dice dice, String type, Pool pool, List<String> texts) {
        var newest = Comparator.<Hospital.Kept>comparingLong(k -> k.at().oid()).reversed();
        if (dice.chance(30)) return newest;
        var keys = SORTED.stream().filter(s -> PARAMETERS.get(type).contains(s)).collect(Collectors.toCollection(ArrayList::new));
        keys.add("_lastUpdated");
        if (pool.clocks) keys.add("_id");
        var written = new ArrayList<String>();
        var orders = dice.list(1, dice.chance(70) ? 1 : 3, () -> {
            boolean down = dice.chance(50);
            var key = dice.one(keys);
            written.add((down ? "-" : "") + key);
            return order(type, key, down);
        });
        texts.add("_sort=" + String.join(",", written));
        return Stream.concat(orders.stream(), Stream.of(newest)).reduce(Comparator::thenComparing).orElseThrow();
    }

    private static Comparator<Hospital.Kept> order(String type, String key, boolean down) {
        return switch (key) {
            case "_lastUpdated" -> {
                var older = Comparator.<Hospital.Kept>comparingLong(k -> k.at().rid());
                yield down ? older.reversed() : older;
            }
            case "_id" -> by(k -> Optional.of(k.id()), down);
            default -> {
                var param = Params.find(type, key).orElseThrow();
                yield switch (param.kind()) {
                    case DATE -> by(k -> instant(k, param, down), down);
                    case NUMBER, QUANTITY -> by(k -> extreme(k.values().stream().filter(v -> v.param() == param.id()).map(AskedAmounts::least), down), down);
                    default -> by(k -> word(k, param, down), down);
                };
            }
        };
    }

    private static <K extends Comparable<K>> Comparator<Hospital.Kept> by(java.util.function.Function<Hospital.Kept, Optional<K>> key, boolean down) {
        return (a, b) -> {
            var x = key.apply(a);
            var y = key.apply(b);
            if (x.isEmpty() || y.isEmpty()) return Boolean.compare(x.isEmpty(), y.isEmpty());
            return down ? y.get().compareTo(x.get()) : x.get().compareTo(y.get());
        };
    }

    /// Ascending by the earliest beginning, descending by the latest end; of a birth date its beginning.
    private static Optional<Instant> instant(Hospital.Kept k, Param param, boolean down) {
        boolean end = down && !param.code().equals("birthdate");
        Stream<Instant> ends = values(k, param, Value.Moment.class).map(m -> end ? m.hi() : m.lo());
        return extreme(ends, down);
    }

    private static Optional<String> word(Hospital.Kept k, Param param, boolean down) {
        Stream<String> words = k.values().stream().filter(v -> v.param() == param.id()).map(Asked::text);
        return extreme(words, down);
    }

    private static <K extends Comparable<K>> Optional<K> extreme(Stream<K> keys, boolean most) {
        return most ? keys.max(Comparator.naturalOrder()) : keys.min(Comparator.naturalOrder());
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Token t -> t.code().isEmpty() ? t.text() : t.code();
            case Value.Ref r -> r.target();
            case Value.Text t -> Normal.of(t.raw());
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    // ---- writing

    private static <V extends Value> Stream<V> values(Hospital.Kept k, Param param, Class<V> kind) {
        return k.values().stream().filter(v -> v.param() == param.id()).filter(kind::isInstance).map(kind::cast);
    }

    static String escaped(String text) {
        return text.replaceAll("[\\\\,|$]", "\\\\$0");
    }

    private static String written(String name, Stream<String> alternatives) {
        return name + '=' + URLEncoder.encode(alternatives.collect(Collectors.joining(",")), StandardCharsets.UTF_8);
    }
}
