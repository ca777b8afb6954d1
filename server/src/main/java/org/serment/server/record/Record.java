package org.serment.server.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.serment.kernel.access.Action;
import org.serment.r4.Problem;
import org.serment.r4.Types;
import org.serment.server.db.Database;
import org.serment.server.db.Fault;
import org.serment.server.db.Part;
import org.serment.server.db.Tx;
import org.serment.server.gate.Address;
import org.serment.server.gate.Ask;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Hearing;
import org.serment.server.gate.Permit;
import org.serment.server.gate.Standing;
import org.serment.server.gate.TargetSource;
import org.serment.server.gate.Touched;
import org.serment.server.vault.Vault;

/// What doors ask of the record. Reads take a [Permit]; writes pass the gate inside their own transaction, because what is
/// decided on must be held until it is written.
public final class Record {
    /// The index generation that writes (table `index_generation`).
    static final int GENERATION = 2;
    private static final int TRIES = 4;

    private final Database database;
    private final Vault vault;
    private final Observer observer;
    private final Bounds bounds;
    private final Numbers numbers = new Numbers();
    private final Searching searching;
    /// The last resource that was read.
    private volatile Standings.Decoy decoy = Standings.Decoy.NONE;

    public Record(Database database, Vault vault, Observer observer) {
        this(database, vault, observer, Bounds.USUAL);
    }

    Record(Database database, Vault vault, Observer observer, Bounds bounds) {
        this.database = database;
        this.vault = vault;
        this.observer = observer;
        this.bounds = bounds;
        this.searching = new Searching(vault, database, bounds);
    }

    /// What became of a read.
    public sealed interface Read {
        record Present(Found found) implements Read {}

        /// It was deleted.
        record Gone() implements Read {}

        /// There is no such version.
        record Absent() implements Read {}
    }

    /// What became of a search.
    public sealed interface Search {
        /// @param query what was asked, also when it came out of a page link
        /// @param asked patients whom the query names, whom the permit covers and of whom nothing was found: that there is nothing is an answer too
        /// @param next  a sealed cursor for the next page
        /// @param included what comes along with the results
        /// @param total over all pages, when it was asked for
        /// @param notes what was left out: of the query, because it isn't known and the caller is lenient; of what comes along, because there is too much
        /// @param permits of all types that the search met, for the journal; the first is the one it came with
        record Page(String query, List<Found> found, List<Found> included, Optional<Long> total, Set<Long> asked, Optional<String> next, List<Problem> notes,
                    List<Permit> permits) implements Search {
            /// All resources that the page releases.
            List<Found> all() {
                return Stream.concat(found.stream(), included.stream()).toList();
            }
        }

        record Refused(Problem problem) implements Search {}
    }

    /// For the gate: where an addressed resource stands.
    public TargetSource targets() {
        return new TargetSource() {
            @Override
            public Part<Optional<Standing>> standing(Address a) {
                return Standings.one(a.tenant(), a.type(), hash(a));
            }

            @Override
            public Part<Optional<Standing>> sealed(Address a) {
                return Standings.sealed(a.tenant(), a.type(), hash(a), decoy);
            }
        };
    }

    /// What was written since, for those who tell others of it.
    public Feed feed() {
        return new Feed(database, vault);
    }

    private UUID hash(Address a) {
        return vault.index(a.tenant()).hasher().reference(a.reference());
    }

    /// The number by which authorisation columns name a unit; drawn when it has none yet.
    ///
    /// @param organization `Organization/id`
    public int unit(Tx tx, int tenant, String organization) {
        return new Surrogates(tx, tenant, vault.index(tenant).hasher()).unit(organization);
    }

    /// The numbers by which authorisation columns name units, as far as they have some.
    ///
    /// @param organizations `Organization/id`
    public Map<String, Integer> units(int tenant, Collection<String> organizations) {
        var hasher = vault.index(tenant).hasher();
        var hashes = new HashMap<UUID, String>();
        for (var o : organizations) hashes.put(hasher.reference(o), o);
        var numbers = new HashMap<String, Integer>();
        if (!hashes.isEmpty()) database.read(Surrogates.units(tenant, hashes.keySet())).forEach((hash, number) -> numbers.put(hashes.get(hash), number));
        return numbers;
    }

    /// The current version of the resource that the permit addresses.
    public Read read(Permit permit) {
        var at = addressed(permit);
        if (at.deleted()) return gone(permit);
        var along = Reading.along(at);
        if (along.isPresent()) decoy = new Standings.Decoy(at.oid(), at.rid());
        return opened(permit, along.or(() -> database.read(Reading.sealed(at))));
    }

    /// One version of it. The permit was given for the current row; the version's own columns must satisfy it too.
    public Read version(Permit permit, int version) {
        return opened(permit, database.read(Reading.numbered(addressed(permit), version)));
    }

    private Read opened(Permit permit, Optional<Reading.Row> sealed) {
        if (sealed.isEmpty() || !permit.scope().accepts(sealed.get().at().target())) return new Read.Absent();
        if (sealed.get().at().deleted()) return gone(permit);
        return sealed.get().found(vault, permit).<Read>map(Read.Present::new).orElseGet(Read.Absent::new);
    }

    /// What is gone has no content that a granular scope could accept.
    private static Read gone(Permit permit) {
        return Granular.of(permit).narrows() ? new Read.Absent() : new Read.Gone();
    }

    /// A page of versions, newest first: of the addressed resource, of the permit's type, or of several types.
    ///
    /// @param permits of the types, the one that the request came with first
    /// @param query   the query string as it came, without a cursor
    /// @param cursor  what a former page gave as `next`
    public Histories.Result history(List<Permit> permits, String query, Optional<String> cursor) {
        var first = permits.getFirst();
        var place = first.standing().map(s -> s.type() + ' ' + s.oid()).orElse(permits.size() == 1 ? first.type() : "");
        return new Histories(vault, database).page(permits, place, query, cursor);
    }

    /// A page of the whole record of the addressed patient.
    public Search everything(Permit permit, String query, Optional<String> cursor) {
        return new Everything(vault, database).page(permit, query, cursor);
    }

    /// A page of a search, for callers of this house: whatever isn't known is refused.
    public Search search(Permit permit, String query, Optional<String> cursor) {
        return search(permit, query, cursor, false);
    }

    /// A page of a search among what the permit covers.
    ///
    /// @param query  the query string as it came, without a cursor
    /// @param cursor  what a former page gave as `next`
    /// @param lenient leave out what isn't known instead of refusing it
    public Search search(Permit permit, String query, Optional<String> cursor, boolean lenient) {
        var from = cursor.flatMap(link -> vault.openLink(permit.tenant(), permit.actor().account(), permit.type(), link)).map(Cursor::parse);
        if (cursor.isPresent() && from.isEmpty()) return new Search.Refused(new Problem("_cursor", "invalid", "this page link is not yours, or was changed: search again"));
        var asked = from.map(Cursor::query).orElse(query);
        return switch (QueryReader.read(permit.type(), asked, lenient)) {
            case QueryReader.Result.Misunderstood m -> new Search.Refused(m.problem());
            case QueryReader.Result.Understood u -> switch (searching.page(permit, u.query(), from.map(Cursor::after))) {
                case Searching.Result.TooCostly t -> new Search.Refused(new Problem(t.parameter(), "too-costly", "the search matches too much: narrow it"));
                case Searching.Result.Answered a -> answered(permit, u, a.page());
            };
        };
    }

    /// One step of an export: up to `most` resources of the permit's type.
    ///
    /// @param tx reads there; nothing is written
    /// @return where to go on; empty at the end of the type
    public Optional<Extract.Place> extract(Tx tx, Permit permit, Extract what, Extract.Place from, int most, Extract.Sink sink) {
        return new Extracting(vault, tx, permit, what).step(from, most, bounds, sink);
    }

    /// What is wrong with a search that an export shall be narrowed by: it may hold conditions that the index answers, and nothing else.
    public static Optional<Problem> misread(String type, String filter) {
        return switch (QueryReader.read(type, filter)) {
            case QueryReader.Result.Misunderstood m -> Optional.of(m.problem());
            case QueryReader.Result.Understood u -> {
                var bare = Query.of(type, u.query().all(), u.query().count());
                if (!u.query().equals(bare) || u.query().count() != Query.USUAL) yield Optional.of(new Problem("_typeFilter", "not-supported", "a filter has conditions only: no order, no pages, nothing that comes along"));
                yield u.query().all().stream().filter(Criterion::recheck).findFirst()
                        .map(c -> new Problem("_typeFilter", "not-supported", Rechecks.name(c) + " can't filter an export: only what the index answers can"));
            }
        };
    }

    /// The numbers of patients, as far as the hearing covers them; the others are missing, whether there are such patients or not.
    ///
    /// @param references `Patient/id`
    public Map<String, Long> subjects(Tx tx, Hearing hearing, Action action, Collection<String> references) {
        var hasher = vault.index(hearing.actor().tenant()).hasher();
        var named = new HashMap<UUID, String>();
        for (var r : references) named.put(hasher.reference(r), r);
        var types = new HashMap<UUID, Integer>();
        for (var hash : named.keySet()) types.put(hash, Types.number("Patient"));
        var numbers = new HashMap<String, Long>();
        if (!named.isEmpty()) tx.query(Standings.many(hearing.actor().tenant(), types)).forEach((hash, at) -> {
            if (!at.deleted() && hearing.covers(action, "Patient", at.target())) numbers.put(named.get(hash), at.oid());
        });
        return numbers;
    }

    private Search.Page answered(Permit permit, QueryReader.Result.Understood u, Searching.Page page) {
        var shown = u.query().shown();
        var next = page.next().map(after -> vault.sealLink(permit.tenant(), permit.actor().account(), permit.type(), new Cursor(u.text(), after).text()));
        var notes = new ArrayList<>(u.left());
        if (page.included().cut()) notes.add(new Problem("_include", "incomplete", "more belongs to this page than comes along with one: ask for fewer results a page, or search for the rest"));
        return new Search.Page(u.text(), shown.results(page.found()), shown.included(page.included().included()), page.total(), searching.without(permit, u.query(), page.found()), next, notes, page.permits());
    }

    /// Writes all of the changes, or none.
    ///
    /// @param changes called once for each try: writing resolves references inside the resources it is given
    public Change.Result write(Gate gate, Ask ask, Supplier<List<Change>> changes) {
        for (int n = 1; ; n++) {
            try {
                return once(gate, ask, changes.get());
            } catch (Fault e) {
                // a deadlock, or somebody created the same id at the same moment: seen from a new transaction it is an ordinary case
                if (!(e.retryable() || e.duplicate())) throw e;
                if (n == TRIES) return conflict(gate, ask);
            } catch (Writing.Again e) {
                if (n == TRIES) return conflict(gate, ask);
            }
        }
    }

    private Change.Result once(Gate gate, Ask ask, List<Change> changes) {
        try (var tx = database.begin()) {
            var hearing = gate.hear(tx, ask);
            try {
                var writing = new Writing(tx, hearing, vault, numbers, searching, observer, changes);
                var done = writing.run();
                return new Change.Result.Written(done, hearing.commit(writing.touched()));
            } catch (Refusal r) {
                tx.close();
                return new Change.Result.Rejected(r.cause, r.problems, hearing.refused());
            }
        }
    }

    private Change.Result conflict(Gate gate, Ask ask) {
        try (var tx = database.begin()) {
            var hearing = gate.hear(tx, ask);
            tx.close();
            return new Change.Result.Rejected(Change.Cause.CONFLICT, List.of(new Problem("", "conflict", "others change the same resources: try again")), hearing.refused());
        }
    }

    private static Standing addressed(Permit permit) {
        return permit.standing().orElseThrow(() -> new IllegalArgumentException("the permit addresses no resource"));
    }

    /// What pages release, patient by patient, for the journal.
    public static List<Touched> touched(Search.Page... pages) {
        var what = new TreeMap<Long, List<String>>();
        for (var page : pages) for (long subject : page.asked()) what.putIfAbsent(subject, new ArrayList<>());
        for (var page : pages) for (var f : page.all())
            for (long subject : f.subjects().isEmpty() ? Set.of(0L) : f.subjects())
                what.computeIfAbsent(subject, s -> new ArrayList<>()).add(f.type() + '/' + f.id());
        return what.entrySet().stream().map(e -> new Touched(Action.SEARCH, e.getKey(), e.getValue())).toList();
    }

    /// A version's time as FHIR writes it.
    static String instant(long rid) {
        return Instant.ofEpochMilli(Numbers.millis(rid)).toString();
    }
}
