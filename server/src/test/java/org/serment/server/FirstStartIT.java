package org.serment.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Factors;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Config;
import org.serment.server.db.Establishment;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.vault.TestKeys;
import org.serment.server.vault.Vault;

class FirstStartIT {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Config.Site NAMED = new Config.Site(Optional.of("CH de Vaubrume"), Optional.empty());

    @Test
    void oneAdministratorWhoCanOnlyEnrol() throws Exception {
        try (var test = TestDatabase.fresh(); var other = test.another(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var db = test.database();
            var secrets = Vault.open(db, TestKeys.fresh(), InstantSource.system()).secrets();
            assertThrows(CannotStart.class, () -> new FirstStart(db, new Config.Site(Optional.empty(), Optional.empty())).require());
            new FirstStart(db, NAMED).require();
            // two processes at once
            var both = threads.invokeAll(List.<Callable<Optional<String>>>of(() -> new FirstStart(db, NAMED).code(secrets, NOW), () -> new FirstStart(other, NAMED).code(secrets, NOW)));
            for (var one : both) assertTrue(one.get().isPresent());
            assertEquals(1, db.read(Part.first("select count(*) from account", r -> r.getInt(1))).orElseThrow());
            assertEquals("CH de Vaubrume", Establishment.of(db).orElseThrow().name());
            var account = db.read(new Accounts().open(Establishment.FIRST, "administrator")).orElseThrow();
            assertEquals(Role.ADMINISTRATOR, account.role());
            var factors = new Factors(db, secrets);
            assertEquals(Optional.empty(), factors.known(1, account.account()).password());

            var first = new FirstStart(db, NAMED).code(secrets, NOW).orElseThrow();
            var second = new FirstStart(db, NAMED).code(secrets, NOW).orElseThrow();
            assertNotEquals(first, second);
            assertFalse(db.read(factors.codes().enrols(1, account.account(), first, NOW)), "the former code is replaced");
            try (var tx = db.begin()) {
                assertTrue(factors.enrol(tx, 1, account.account(), second, factors.passwords().verifier("une phrase assez longue"), NOW));
                tx.commit();
            }
            assertEquals(Optional.empty(), new FirstStart(db, NAMED).code(secrets, NOW), "somebody has enrolled");
        }
    }

    @Test
    void accountsThatAreThereGetNoAdministrator() {
        try (var test = TestDatabase.fresh()) {
            var db = test.database();
            var secrets = Vault.open(db, TestKeys.fresh(), InstantSource.system()).secrets();
            try (var tx = db.begin()) {
                new Accounts().create(tx, new Accounts.NewAccount(1, 5, Role.NURSE, "Anne", "anne", 0, NOW));
                tx.commit();
            }
            new FirstStart(db, new Config.Site(Optional.empty(), Optional.empty())).require();
            assertEquals(Optional.empty(), new FirstStart(db, NAMED).code(secrets, NOW));
        }
    }
}
