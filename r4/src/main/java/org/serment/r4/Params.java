package org.serment.r4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.serment.r4.define.Table;

/// The standard search parameters of R4, of every resource type, those of `Resource` and `DomainResource` included.
public final class Params {
    /// Ids that one type may take.
    public static final int PER_TYPE = 64;

    private static final List<Param> ALL = load();
    private static final Map<String, Map<String, Param>> BY_CODE = byCode();
    private static final Map<Integer, Param> BY_ID = byId();

    private Params() {}

    /// The parameter of that type and code, such as `Patient` and `birthdate`.
    public static Optional<Param> find(String type, String code) {
        return Optional.ofNullable(BY_CODE.getOrDefault(type, Map.of()).get(code));
    }

    /// The parameter with that id. Throws `IllegalArgumentException` when there is none.
    public static Param get(int id) {
        Param param = BY_ID.get(id);
        if (param == null) {
            throw new IllegalArgumentException("not the id of a search parameter");
        }
        return param;
    }

    /// The parameters of a type, sorted by code.
    public static List<Param> of(String type) {
        return ALL.stream().filter(p -> p.type().equals(type)).toList();
    }

    /// All of them, sorted by id.
    public static List<Param> all() {
        return ALL;
    }

    private static List<Param> load() {
        List<Param> all = new ArrayList<>();
        String last = "";
        int ordinal = 0;
        for (String[] row : Table.rows("params.tsv", 7)) {
            ordinal = row[0].equals(last) ? ordinal + 1 : 0;
            last = row[0];
            if (ordinal >= PER_TYPE) {
                throw new IllegalStateException("more than 64 search parameters: " + last);
            }
            all.add(new Param(Types.number(row[0]) * PER_TYPE + ordinal, row[0], row[1],
                    Param.Kind.valueOf(row[2].toUpperCase(Locale.ROOT)),
                    row[4].isEmpty() ? List.of() : List.of(row[4].split(",")),
                    row[6].isEmpty() ? Optional.empty() : Optional.of(row[6]), row[3], components(row[5])));
        }
        return List.copyOf(all);
    }

    private static List<Param.Component> components(String cell) {
        List<Param.Component> components = new ArrayList<>();
        for (String one : cell.isEmpty() ? new String[0] : cell.split(";")) {
            int equals = one.indexOf('=');
            components.add(new Param.Component(one.substring(0, equals), one.substring(equals + 1)));
        }
        return List.copyOf(components);
    }

    private static Map<String, Map<String, Param>> byCode() {
        Map<String, Map<String, Param>> map = new HashMap<>();
        ALL.forEach(p -> map.computeIfAbsent(p.type(), t -> new HashMap<>()).put(p.code(), p));
        return map;
    }

    private static Map<Integer, Param> byId() {
        Map<Integer, Param> map = new HashMap<>();
        ALL.forEach(p -> map.put(p.id(), p));
        return map;
    }
}
