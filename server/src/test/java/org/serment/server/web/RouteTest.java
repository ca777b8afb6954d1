package org.serment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteTest {
    private final Route route = Route.of("GET", "/patients/{id}/results", visit -> Problem.of(404));

    @Test
    void aPartStandsForOnePartOfAPath() {
        assertEquals(Optional.of(Map.of("id", "a-1")), route.match("/patients/a-1/results"));
        for (var other : new String[] {"/patients/results", "/patients//results", "/patients/a/b/results", "/patients/a/results/", "/"})
            assertEquals(Optional.empty(), route.match(other), other);
    }

    @Test
    void aRedirectStaysHere() {
        assertTrue(Reply.local("/patients?x=1&y=%C3%A9"));
        for (var other : new String[] {"//evil.example", "https://evil.example", "/\\evil.example", "/a b", "/a\r\nSet-Cookie: x=1", "", "patients"})
            assertFalse(Reply.local(other), other);
        assertThrows(IllegalArgumentException.class, () -> Reply.redirect("//evil.example"));
    }
}
