package org.serment.server.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The numbers by which authorisation columns name a set of security labels or a unit: drawn at random, so that two
/// establishments share none and a number tells nothing. Lives as long as its transaction, which may draw new ones.
final class Surrogates {
    private enum Kind { L, U }

    private record Name(Kind kind, UUID hash) {}

    private final Tx tx;
    private final int tenant;
    private final Hasher hasher;
    private final Map<Name, Integer> known = new HashMap<>();

    Surrogates(Tx tx, int tenant, Hasher hasher) {
        this.tx = tx;
        this.tenant = tenant;
        this.hasher = hasher;
    }

    /// The number of `meta.security`; 0 when there is none.
    int labels(ObjectNode resource) {
        var labels = new TreeSet<String>();
        for (JsonNode label : resource.path("meta").path("security"))
            labels.add(label.path("system").asString("") + '|' + label.path("code").asString(""));
        return labels.isEmpty() ? 0 : number(new Name(Kind.L, hasher.exact(0, "labels" + String.join("\n", labels))));
    }

    /// The number of the unit that an Encounter names as its service provider; 0 for other resources.
    int unit(ObjectNode resource) {
        var provider = resource.path("serviceProvider").path("reference").asString("");
        boolean stay = resource.path("resourceType").asString("").equals("Encounter");
        return stay && provider.startsWith("Organization/") ? unit(provider) : 0;
    }

    /// @param organization `Organization/id`
    int unit(String organization) {
        return number(new Name(Kind.U, hasher.reference(organization)));
    }

    /// The numbers of units that have one, by the blind index of their `Organization/id`.
    static Part<Map<UUID, Integer>> units(int tenant, Set<UUID> organizations) {
        return new Part<>("select hash, number from surrogate where tenant = ? and kind = 'U' and hash = any(?)",
                List.of(tenant, organizations.toArray(UUID[]::new)), rows -> {
            var numbers = new HashMap<UUID, Integer>();
            while (rows.next()) numbers.put(rows.getObject(1, UUID.class), rows.getInt(2));
            return numbers;
        });
    }

    private int number(Name name) {
        return known.computeIfAbsent(name, n -> {
            var stored = stored(n);
            while (stored.isEmpty()) {
                tx.update("insert into surrogate (tenant, kind, number, hash) values (?, ?, ?, ?) on conflict do nothing",
                        tenant, n.kind.name(), ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE), n.hash);
                stored = stored(n);
            }
            return stored.get();
        });
    }

    private Optional<Integer> stored(Name n) {
        return tx.query(Part.first("select number from surrogate where tenant = ? and kind = ? and hash = ?", r -> r.getInt(1), tenant, n.kind.name(), n.hash));
    }
}
