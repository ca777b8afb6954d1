package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Hospital;
import org.serment.e2e.Joined;
import org.serment.e2e.Program;
import org.serment.e2e.Proxy;

/// A page of a long record costs the database no more statements than one of a short record. Counted on the wire of a
/// second server, so that nothing else is on it but that server's own rounds: the least of several loads.
@Timeout(240)
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class ChartStatementsIT {

    private static final int SHORT = 10;
    private static final int LONG = 1_000;
    /// A search that finds more than a page looks once more how it goes on; that doesn't grow further.
    private static final int ONCE = 4;
    /// What the server does by itself now and then, within a load.
    private static final int OWN_WORK = 2;
    private static final int LOADS = 5;
    private static final List<String> SECTIONS =
            List.of("", "/timeline", "/vitals", "/results", "/conditions", "/medications", "/documents", "/team");

    @Test
    void theyDoNotGrowWithTheRecord(Hospital hospital, Chromium chromium) throws Exception {
        String id = Newcomer.admit(hospital, SHORT);
        try (var wire = new Proxy(Joined.port(hospital)); Program second = Joined.start(hospital, wire.port())) {
            Visitor nurse = Visitor.of(chromium, second.base().toString().replaceAll("/$", ""), "nurse");
            Map<String, Long> few = count(wire, nurse, id);
            Newcomer.grow(hospital, id, LONG - SHORT);
            assertTrue(nurse.get("/patients/" + id + "/conditions").body().length() > 20_000, "the record has grown");
            Map<String, Long> many = count(wire, nurse, id);
            Newcomer.grow(hospital, id, LONG);
            Map<String, Long> more = count(wire, nurse, id);
            System.out.println("statements a page: with " + SHORT + " resources " + few + ", with " + LONG + " " + many
                    + ", with " + 2 * LONG + " " + more);
            for (String section : SECTIONS) {
                assertTrue(more.get(section) <= many.get(section) + OWN_WORK, section + ": " + many + more);
                assertTrue(many.get(section) <= few.get(section) + ONCE + OWN_WORK, section + ": " + few + many);
            }
        }
    }

    private static Map<String, Long> count(Proxy wire, Visitor nurse, String id) throws Exception {
        var counts = new LinkedHashMap<String, Long>();
        for (String section : SECTIONS) {
            String path = "/patients/" + id + section;
            nurse.get(path);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < LOADS; i++) {
                Thread.sleep(40);
                long before = wire.statements();
                nurse.get(path);
                least = Math.min(least, wire.statements() - before);
            }
            counts.put(section, least);
        }
        return counts;
    }
}
