package org.serment.kernel.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serment.kernel.identity.Actor;

class ScopeTest {

    @Test
    void isReadAsItIsWritten() {
        assertEquals(Optional.of(new Scope("user", "Observation", "rs", "category=http://x|laboratory&status=final")),
                Scope.of("user/Observation.rs?category=http://x|laboratory&status=final"));
        assertEquals(Optional.of(new Scope("patient", "*", "rs", "")), Scope.of("patient/*.read"));
        assertEquals(Optional.of(new Scope("user", "Patient", "cud", "")), Scope.of("user/Patient.write"));
        assertEquals(Optional.of(new Scope("system", "*", "cruds", "")), Scope.of("system/*.*"));
        for (String wrong : List.of("user/*.rs?category=a", "user/Patient.sr", "user/Patient.", "user/Patient.rs?", "user/Patient.read?a=b", "USER/Patient.r",
                "user/Patient.rs?a=b c", "user/Patient.rs?a=\"", "user/Patient.rs?a=\\|", "user/Patient.rs\n", "user/patient.rs", "openid", "launch/patient", "", "user/Patient.rs?" + "a".repeat(501)))
            assertEquals(Optional.empty(), Scope.of(wrong), wrong);
    }

    @Test
    void liesWithinWhatAllowsAllOfIt() {
        assertTrue(within("user/Observation.rs?code=a", "user/Observation.rs"));
        assertTrue(within("user/Observation.r?code=a", "user/*.cruds"));
        assertTrue(within("user/Observation.rs?code=a", "user/Observation.rs?code=a"));
        assertTrue(within("user/Observation.read", "user/Observation.rs"));
        assertFalse(within("user/Observation.rs", "user/Observation.rs?code=a"));
        assertFalse(within("user/Observation.rs?code=b", "user/Observation.rs?code=a"));
        assertFalse(within("user/*.rs", "user/Observation.rs"));
        assertFalse(within("user/Observation.rs", "patient/Observation.rs"));
        assertFalse(within("user/Observation.cu", "user/Observation.c"));
    }

    @Test
    void severalConditionsAddUpAndNoneIsMoreThanAny() {
        assertEquals(List.of("code=a", "code=b"), cover("user/Observation.rs?code=b", "user/Observation.s?code=a", "user/Observation.c?code=c").within());
        assertEquals(List.of(), cover("user/Observation.rs?code=b", "user/*.read").within());
    }

    /// The union of "these codes of anybody" and "everything of one patient" can't be said, so it isn't given.
    @Test
    void whatOnePatientsScopesAllowIsNotAddedToTheOthers() {
        Actor actor = new Actor(1, 1, "c", false, Set.of("user/Observation.rs?code=a", "patient/*.rs"), OptionalLong.of(7));
        assertEquals(Optional.of(new Scopes.Coverage(OptionalLong.empty(), List.of("code=a"))), Scopes.cover(actor, Role.NURSE, Action.SEARCH, "Observation"));
        assertEquals(Optional.of(new Scopes.Coverage(OptionalLong.of(7), List.of())), Scopes.cover(actor, Role.NURSE, Action.SEARCH, "Condition"));
        Actor nobodys = new Actor(1, 1, "c", false, Set.of("patient/*.rs"));
        assertEquals(Optional.empty(), Scopes.cover(nobodys, Role.NURSE, Action.SEARCH, "Condition"), "a missing patient is not every patient");
    }

    private static Scopes.Coverage cover(String... scopes) {
        return Scopes.cover(new Actor(1, 1, "c", false, Set.of(scopes)), Role.NURSE, Action.SEARCH, "Observation").orElseThrow();
    }

    private static boolean within(String asked, String wider) {
        return Scope.of(asked).orElseThrow().within(Scope.of(wider).orElseThrow());
    }
}
