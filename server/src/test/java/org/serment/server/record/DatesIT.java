package org.serment.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.db.Part;
import org.serment.server.gate.Permit;

/// A page sorted by date costs what the page holds, however long the patient's record is. The rows it gives are those of
/// `SearchProperties`, whose hospitals are small; here is one long record.
class DatesIT {
    private static final int MANY = 4_000;
    private static final Pattern WALKED = Pattern.compile("Index (?:Only )?Scan (?:Backward )?using moment_(?:latest|earliest) .*?actual .*?rows=(\\d+)");

    static World world;
    static String patient, neighbour;

    @BeforeAll
    static void longRecord() {
        world = new World();
        patient = world.created("{'resourceType':'Patient'}").id();
        neighbour = world.created("{'resourceType':'Patient'}").id();
        for (int from = 0; from < MANY; from += 2_000) {
            int first = from;
            var result = world.write(World.LOADER, () -> new ArrayList<>(IntStream.range(first, Math.min(MANY, first + 2_000)).mapToObj(DatesIT::observation).toList()));
            assertInstanceOf(Change.Result.Written.class, result);
        }
        world.states(World.NURSE, World.account(Role.NURSE), World.caring(world.subject(patient), world.subject(neighbour)));
    }

    private static Change observation(int i) {
        // every tenth has no date, every seventh is the neighbour's too, which makes it one of several patients
        var date = i % 10 == 9 ? "" : ",'effectiveDateTime':'" + Instant.parse("2020-01-01T00:00:00Z").plusSeconds(3_600L * (i * 7_919L % MANY)) + "'";
        var performer = i % 700 == 6 ? ",'performer':[{'reference':'Patient/" + neighbour + "'}]" : "";
        return new Change.Create("entry[" + i + "]", World.json("{'resourceType':'Observation','status':'final','category':[{'coding':[{'code':'vital-signs'}]}],'code':{'coding':[{'code':'c" + i % 3
                + "'}]},'subject':{'reference':'Patient/" + patient + "'}" + date + performer + "}"), Optional.empty(), Optional.empty());
    }

    @AfterAll
    static void end() {
        world.close();
    }

    private static Finder finder(Permit permit, int dense) {
        var reader = new Searching.Reader() {
            @Override
            public <T> T read(Part<T> part) {
                return world.test.database().read(part);
            }
        };
        return new Finder(world.vault, reader, new Permits(permit), world.vault.index(1).hasher(), new Bounds(100, 1_000, 5_000, 20_000, 1_000, dense));
    }

    private static Permit permit(Actor who) {
        return (Permit) world.gate.pass(World.ask(who, Action.SEARCH, "Observation"));
    }

    private static Query query(String text) {
        return assertInstanceOf(QueryReader.Result.Understood.class, QueryReader.read("Observation", text)).query();
    }

    private static List<SearchSql.Order> orders() {
        int param = org.serment.r4.Params.find("Observation", "date").orElseThrow().id();
        return List.of(new SearchSql.Order.Date(param, true), new SearchSql.Order.Date(param, false));
    }

    /// All pages of 500, walked in the index or sorted by what is looked up, hold the same rows in the same order.
    @Test
    void bothWaysGiveTheSameRows() {
        for (var text : List.of("patient=Patient/" + patient, "category=vital-signs", "patient=Patient/" + patient + "&date=ge2020-03&code=c1"))
            for (var who : List.of(World.NURSE, World.LOADER))
                for (var order : orders()) {
                    var walked = all(finder(permit(who), 0), query(text), order);
                    assertEquals(all(finder(permit(who), Integer.MAX_VALUE), query(text), order), walked, () -> text + " " + order);
                    assertTrue(walked.size() > MANY / 6, text);
                }
    }

    private static List<Long> all(Finder finder, Query query, SearchSql.Order order) {
        var sought = finder.seek(finder.permits.all().getFirst(), query.all());
        var walk = finder.walk(sought, order);
        var all = new ArrayList<Long>();
        var after = Optional.<SearchSql.After>empty();
        while (true) {
            var page = walk.hits(after, 500);
            if (page.isEmpty()) return all;
            page.forEach(h -> all.add(h.oid()));
            after = Optional.of(new SearchSql.After(page.getLast().key(), page.getLast().oid()));
        }
    }

    /// Seen in the plan that ran: as many dates were read as the page holds, before and after the planner has met the tables.
    @Test
    void aPageReadsAsManyDatesAsItHolds() throws SQLException {
        walks();
        try (var c = world.test.superuser()) {
            c.createStatement().execute("analyze");
        }
        walks();
    }

    private static void walks() {
        for (var who : List.of(World.NURSE, World.LOADER))
            for (var order : orders()) {
                var finder = finder(permit(who), 0);
                var sought = finder.seek(permit(who), query("patient=Patient/" + patient + "&category=vital-signs").all());
                long subject = world.subject(patient);
                var first = SearchSql.dated(sought.scope(), (SearchSql.Order.Date) order, new long[] {subject}, Optional.empty(), 21);
                var rows = world.test.database().read(Part.list(first.sql(), r -> new SearchSql.After(r.getLong(3), r.getLong(1)), first.binds().toArray()));
                assertEquals(21, rows.size());
                for (var after : List.of(Optional.<SearchSql.After>empty(), Optional.of(rows.getLast()))) {
                    var s = SearchSql.dated(sought.scope(), (SearchSql.Order.Date) order, new long[] {subject}, after, 21);
                    var plan = String.join("\n", world.test.database().read(Part.list("explain analyze " + s.sql(), r -> r.getString(1), s.binds().toArray())));
                    for (var sign : List.of("hashed", "Semi Join", "Anti Join", "Hash Join", "Merge Join", "Seq Scan", "Materialize", "Bitmap")) assertFalse(plan.contains(sign), plan);
                    var walked = WALKED.matcher(plan);
                    assertTrue(walked.find(), plan);
                    // those of several patients are skipped: they stand under their own mark
                    assertTrue(Double.parseDouble(walked.group(1)) <= 24, plan);
                }
            }
    }
}
