package org.serment.server.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.HospitalRules;
import org.serment.kernel.access.Policy;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.kernel.seal.BlindIndex.Hasher;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.r4.Parsed;
import org.serment.r4.Problem;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.db.Tx;
import org.serment.server.gate.Address;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.journal.Journal;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.TestKeys;
import org.serment.server.vault.Vault;
import tools.jackson.databind.node.ObjectNode;

/// A record on a real database with actors whose facts the test states.
final class World implements AutoCloseable {
    static final Actor LOADER = new Actor(1, 1, "loader", true, Set.of("system/*.cruds"));
    static final Actor NURSE = new Actor(1, 2, "ward", false, Set.of("user/*.cruds"));
    static final Actor PATIENT = new Actor(1, 3, "portal", false, Set.of("patient/*.rs"));

    final TestDatabase test = TestDatabase.fresh();
    final KeyProvider keys = TestKeys.fresh();
    final Vault vault;
    final Journal journal;
    final Record record;
    final Gate gate;
    private final Map<Long, Facts> facts = new HashMap<>();

    World() {
        this(Bounds.USUAL);
    }

    World(Bounds bounds) {
        this(bounds, HospitalRules.POLICY);
    }

    World(Bounds bounds, Policy policy) {
        vault = Vault.open(test.database(), keys, InstantSource.system());
        journal = Journal.open(test.database(), vault, keys);
        record = new Record(test.database(), vault, new Observer() {
            @Override
            public Optional<Problem> admit(Tx tx, Actor actor, String type, String id, long oid, ObjectNode resource) {
                return Optional.empty();
            }

            @Override
            public void written(Tx tx, int tenant, String type, Set<Long> subjects, long oid, ObjectNode resource, Hasher hasher, boolean movements) {}

            @Override
            public void removed(Tx tx, int tenant, String type, long oid) {}
        }, bounds);
        gate = new Gate(test.database(), journal, policy,
                List.of((actor, at) -> new Part<>("select 1", List.of(), rows -> facts.getOrDefault(actor.account(), Facts.NONE))),
                record.targets(), InstantSource.system());
        states(LOADER, account(Role.LOADER));
    }

    void states(Actor actor, Facts... all) {
        var sum = Facts.NONE;
        for (var f : all) sum = sum.plus(f);
        facts.put(actor.account(), sum);
    }

    static Facts account(Role role) {
        return Facts.account(new Facts.Account(role, false, Instant.now().plusSeconds(86_400), "Test " + role, Map.of(), "account/" + role))
                .plus(Facts.clearance(Set.of(0))).plus(Facts.opposed(Set.of()));
    }

    static Facts caring(long... subjects) {
        var care = new ArrayList<Facts.Care>();
        for (long s : subjects) care.add(new Facts.Care(s, 1, Facts.Care.Source.PRESENCE, Instant.now().minusSeconds(3600), Instant.now().plusSeconds(3600), "presence/" + s));
        return Facts.care(care);
    }

    static ObjectNode json(String text) {
        return switch (Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected r -> throw new IllegalArgumentException(r.problems().toString());
        };
    }

    static Ask ask(Actor actor, Action action, String type) {
        return new Ask(actor, action, type, Optional.empty(), "test", "");
    }

    Change.Result write(Actor actor, Supplier<List<Change>> changes) {
        return record.write(gate, ask(actor, Action.CREATE, "Bundle"), changes);
    }

    Change.Result create(Actor actor, String json) {
        return write(actor, () -> List.of(new Change.Create("", json(json), Optional.empty(), Optional.empty())));
    }

    Change.Done created(String json) {
        return switch (create(LOADER, json)) {
            case Change.Result.Written w -> w.done().getFirst();
            case Change.Result.Rejected r -> throw new IllegalStateException(r.toString());
        };
    }

    Change.Result update(Actor actor, String type, String id, String json, Optional<Integer> ifMatch) {
        return write(actor, () -> List.of(new Change.Update("", type, id, json(json), Optional.empty(), ifMatch)));
    }

    Passage pass(Actor actor, Action action, String type, String id) {
        return gate.pass(ask(actor, action, type), new Address(1, type, id));
    }

    Optional<Record.Read> read(Actor actor, String type, String id) {
        return switch (pass(actor, Action.READ, type, id)) {
            case Permit p -> Optional.of(record.read(p));
            case Passage.Refused _ -> Optional.empty();
        };
    }

    Record.Search search(Actor actor, String type, String query, Optional<String> cursor) {
        return search(actor, type, query, cursor, false);
    }

    Record.Search search(Actor actor, String type, String query, Optional<String> cursor, boolean lenient) {
        return switch (gate.pass(ask(actor, Action.SEARCH, type))) {
            case Permit p -> record.search(p, query, cursor, lenient);
            case Passage.Refused _ -> new Record.Search.Page(query, List.of(), List.of(), Optional.empty(), Set.of(), Optional.empty(), List.of(), List.of());
        };
    }

    List<String> found(Actor actor, String type, String query) {
        return switch (search(actor, type, query, Optional.empty())) {
            case Record.Search.Page p -> p.found().stream().map(Found::id).toList();
            case Record.Search.Refused r -> throw new IllegalStateException(r.problem().toString());
        };
    }

    /// A patient's number.
    long subject(String id) {
        var hash = vault.index(1).hasher().reference("Patient/" + id);
        return test.database().read(Standings.one(1, "Patient", hash)).orElseThrow().oid();
    }

    @Override
    public void close() {
        journal.close();
        test.close();
    }
}
