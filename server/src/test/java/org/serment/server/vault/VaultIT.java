package org.serment.server.vault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Action;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Database;
import org.serment.server.db.Part;
import org.serment.server.db.TestDatabase;
import org.serment.server.db.Tx;

class VaultIT {
    static final TestDatabase test = TestDatabase.fresh();
    static final Database db = test.database();
    static final KeyProvider keys = TestKeys.fresh();
    static final Vault vault = Vault.open(db, keys, InstantSource.system());
    static final byte[] JSON = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Ségur\"}]}".getBytes(StandardCharsets.UTF_8);
    /// The decision is the gate's and is tested there: here every opening is allowed, or none.
    static final Authority ALL = (target, type, action, now) -> {};
    static final Authority NONE = (target, type, action, now) -> {
        throw new SecurityException("no");
    };

    @AfterAll
    static void end() {
        test.close();
    }

    @Test
    void aBodyComesBackThroughTheDatabase() {
        Place place = new Place(1, 2, UUID.randomUUID(), 1, 77, 3, 4, 5, 77);
        byte[] sealed;
        try (RecordKey key = vault.create(1, 77); Tx tx = db.begin()) {
            sealed = vault.seal(key, place, JSON);
            vault.keep(tx, List.of(key));
            tx.commit();
        }
        byte[] wrapped = db.read(Part.first("select " + Vault.wrapped("c") + " from (select ?::smallint as tenant, ?::bigint as owner) c",
                r -> r.getBytes(1), 1, 77L)).orElseThrow();
        Body body = vault.open(ALL, "Patient", Action.READ, new Sealed(place, Set.of(), wrapped, sealed));
        assertArrayEquals(JSON, body.contents());
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("Patient"));
        try (RecordKey again = db.read(vault.stored(1, 77)).orElseThrow()) {
            byte[] other = vault.seal(again, place, JSON);
            assertArrayEquals(JSON, vault.open(ALL, "Patient", Action.READ, new Sealed(place, Set.of(), again.wrapped(), other)).contents());
        }
        assertEquals(Optional.empty(), db.read(vault.stored(1, 78)));
    }

    @Test
    void nothingOpensWithoutAuthority() {
        Place place = new Place(1, 2, UUID.randomUUID(), 1, 9, 0, 0, 0, 9);
        try (RecordKey key = vault.create(1, 9)) {
            byte[] sealed = vault.seal(key, place, JSON);
            assertThrows(SecurityException.class, () -> vault.open(NONE, "Patient", Action.READ, new Sealed(place, Set.of(), key.wrapped(), sealed)));
        }
    }

    @Test
    void authorityIsAskedWithTheSealedColumns() {
        Place place = new Place(3, 2, UUID.randomUUID(), 1, -1, 7, 8, 6, 50);
        try (RecordKey key = vault.create(3, 50)) {
            byte[] sealed = vault.seal(key, place, JSON);
            Authority asked = (target, type, action, now) -> {
                assertEquals(3, target.tenant());
                assertEquals(Set.of(11L, 12L), target.subjects());
                assertEquals(7, target.labels());
                assertEquals(8, target.unit());
                assertEquals(6, target.author());
                throw new SecurityException("asked " + type + action);
            };
            SecurityException e = assertThrows(SecurityException.class,
                    () -> vault.open(asked, "List", Action.VREAD, new Sealed(place, Set.of(11L, 12L), key.wrapped(), sealed)));
            assertEquals("asked ListVREAD", e.getMessage());
            assertThrows(IllegalArgumentException.class, () -> new Sealed(place, Set.of(), key.wrapped(), sealed));
        }
    }

    @Test
    void aMovedOrChangedRowSaysWhichKeyAndGivesNothing() {
        Place place = new Place(1, 2, UUID.randomUUID(), 1, 21, 3, 4, 5, 21);
        try (RecordKey key = vault.create(1, 21); RecordKey other = vault.create(1, 21)) {
            byte[] sealed = vault.seal(key, place, JSON);
            UUID h = place.selfHash();
            for (Place moved : List.of(new Place(2, 2, h, 1, 21, 3, 4, 5, 21), new Place(1, 3, h, 1, 21, 3, 4, 5, 21),
                    new Place(1, 2, UUID.randomUUID(), 1, 21, 3, 4, 5, 21), new Place(1, 2, h, 2, 21, 3, 4, 5, 21),
                    new Place(1, 2, h, 1, 22, 3, 4, 5, 21), new Place(1, 2, h, 1, 21, 0, 4, 5, 21), new Place(1, 2, h, 1, 21, 3, 0, 5, 21),
                    new Place(1, 2, h, 1, 21, 3, 4, 0, 21), new Place(1, 2, h, 1, 21, 3, 4, 5, 22))) {
                assertThrows(Locked.class, () -> vault.open(ALL, "Patient", Action.READ, new Sealed(moved, Set.of(), key.wrapped(), sealed)), moved.toString());
            }
            Locked wrong = assertThrows(Locked.class, () -> vault.open(ALL, "Patient", Action.READ, new Sealed(place, Set.of(), other.wrapped(), sealed)));
            assertTrue(wrong.getMessage().contains("owner 21") && wrong.getMessage().contains("doesn't open under its record key"), wrong.getMessage());
            byte[] damaged = key.wrapped().clone();
            damaged[damaged.length - 1] ^= 1;
            Locked key1 = assertThrows(Locked.class, () -> vault.open(ALL, "Patient", Action.READ, new Sealed(place, Set.of(), damaged, sealed)));
            assertTrue(key1.getMessage().contains("under the key of epoch 1"), key1.getMessage());
            Locked gone = assertThrows(Locked.class, () -> vault.open(ALL, "Patient", Action.READ, new Sealed(place, Set.of(), new byte[0], sealed)));
            assertTrue(gone.getMessage().contains("destroyed"), gone.getMessage());
        }
    }

    @Test
    void anotherKeyFileIsRefusedAtStart() {
        CannotStart e = assertThrows(CannotStart.class, () -> Vault.open(db, TestKeys.fresh(), InstantSource.system()));
        assertTrue(e.getMessage().contains("key"), e.getMessage());
        Vault.open(db, keys, InstantSource.system());
    }

    @Test
    void aUsedDatabaseGetsNoNewKeys() throws Exception {
        java.nio.file.Path missing = TestKeys.file();
        CannotStart e = assertThrows(CannotStart.class, () -> KeyFile.of(db, missing, Passphrase.of("correct horse battery".toCharArray())));
        assertTrue(e.getMessage().contains("is missing"), e.getMessage());
        assertFalse(java.nio.file.Files.exists(missing));
        try (TestDatabase unused = TestDatabase.fresh()) {
            KeyFile made = KeyFile.of(unused.database(), missing, Passphrase.of("correct horse battery".toCharArray()));
            Vault.open(unused.database(), made, InstantSource.system());
            Vault.open(unused.database(), KeyFile.of(unused.database(), missing, Passphrase.of("correct horse battery".toCharArray())), InstantSource.system());
        }
    }

    @Test
    void establishmentsHaveIndexKeysOfTheirOwn() {
        assertNotEquals(vault.index(1).hasher().reference("Patient/1"), vault.index(2).hasher().reference("Patient/1"));
        assertEquals(vault.index(1).hasher().reference("Patient/1"), vault.index(1).hasher().reference("Patient/1"));
    }

    @Test
    void theApplicationCanNotRewriteKeys() {
        try (Tx tx = db.begin()) {
            assertThrows(RuntimeException.class, () -> tx.update("update record_key set epoch = 2"));
        }
        try (Tx tx = db.begin()) {
            assertThrows(RuntimeException.class, () -> tx.update("delete from key_check"));
        }
    }
}
