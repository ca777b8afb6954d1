package org.serment.kernel.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.serment.kernel.Gen;

class SealTest {

    private static final byte[] PLACE = "tenant 1, Patient/a, version 1, subject 7".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLAIN = "Née le 3 mai, allergie à la pénicilline".getBytes(StandardCharsets.UTF_8);

    private final Key key = Key.of(filled(1));
    private final byte[] sealed = Seal.seal(key, 42, 7, filled(9), PLACE, PLAIN);

    @Test
    void opensAsItWasSealed() {
        Gen.check(200, gen -> {
            byte[] plain = gen.bytes(gen.below(300));
            byte[] place = gen.bytes(gen.below(80));
            Key parent = Key.of(gen.bytes(32));
            byte[] envelope = Seal.seal(parent, gen.below(1000), gen.below(10), gen.bytes(32), place, plain);
            assertArrayEquals(plain, Seal.open(parent, place, envelope));
            assertEquals(plain.length + Seal.OVERHEAD, envelope.length);
        });
        assertEquals(new Seal.Header(1, 1, 42, 7), Seal.header(sealed));
    }

    @Test
    void everyChangedBitIsRefused() {
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(Unreadable.class, () -> Seal.open(key, PLACE, changed), "bit " + bit);
        }
    }

    @Test
    void everyOtherLengthIsRefused() {
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThrows(Unreadable.class, () -> Seal.open(key, PLACE, cut));
        }
        assertThrows(Unreadable.class, () -> Seal.open(key, PLACE, Arrays.copyOf(sealed, sealed.length + 1)));
    }

    @Test
    void anotherKeyOrPlaceIsRefusedAndNeverSaysWhy() {
        Unreadable key2 = assertThrows(Unreadable.class, () -> Seal.open(Key.of(filled(2)), PLACE, sealed));
        byte[] moved = "tenant 1, Patient/b, version 1, subject 7".getBytes(StandardCharsets.UTF_8);
        Unreadable place2 = assertThrows(Unreadable.class, () -> Seal.open(key, moved, sealed));
        Unreadable short1 = assertThrows(Unreadable.class, () -> Seal.header(new byte[3]));
        assertEquals(key2.getMessage(), place2.getMessage());
        assertEquals(key2.getMessage(), short1.getMessage());
        for (int at = 0; at < 2; at++) {
            byte[] unknown = sealed.clone();
            unknown[at] = 2;
            assertThrows(Unreadable.class, () -> Seal.header(unknown), "version or suite 2");
        }
    }

    @Test
    void theHeaderAndThePlaceDoNotRunTogether() {
        byte[] header = Arrays.copyOf(sealed, 14);
        byte[] longer = new byte[header.length + PLACE.length];
        System.arraycopy(header, 0, longer, 0, header.length);
        System.arraycopy(PLACE, 0, longer, header.length, PLACE.length);
        assertThrows(Unreadable.class, () -> Seal.open(key, longer, sealed));
    }

    @Test
    void twoSaltsMakeTwoMessagesOfOne() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            byte[] envelope = Seal.seal(key, 42, 7, filled(i), PLACE, PLAIN);
            seen.add(HexFormat.of().formatHex(envelope, 14 + 32, envelope.length));
        }
        assertEquals(100, seen.size());
        assertThrows(IllegalArgumentException.class, () -> Seal.seal(key, 1, 1, new byte[31], PLACE, PLAIN));
    }

    @Test
    void aWrappedKeyUnwrapsUnderItsKeyOnly() {
        Key kek = Key.of(filled(3));
        byte[] wrapped = Wrap.wrap(kek, 1, 2, filled(4), PLACE, key);
        assertArrayEquals(PLAIN, Seal.open(Wrap.unwrap(kek, PLACE, wrapped), PLACE, sealed));
        assertEquals(new Seal.Header(1, 1, 1, 2), Seal.header(wrapped));
        assertThrows(Unreadable.class, () -> Wrap.unwrap(key, PLACE, wrapped));
        assertThrows(Unreadable.class, () -> Wrap.unwrap(kek, PLAIN, wrapped));
        assertThrows(Unreadable.class, () -> Seal.open(kek, PLACE, wrapped), "a key is not a message");
        byte[] message = Seal.seal(kek, 1, 2, filled(4), PLACE, filled(1));
        assertThrows(Unreadable.class, () -> Wrap.unwrap(kek, PLACE, message), "a message is not a key");
    }

    @Test
    void aKeyIsNeitherShownNorEqualNorUsedOnceClosed() {
        Key twin = Key.of(filled(1));
        assertNotEquals(key, twin);
        assertFalse(key.toString().contains("01"));
        assertArrayEquals(PLAIN, Seal.open(twin, PLACE, sealed));
        twin.close();
        assertThrows(IllegalStateException.class, () -> Seal.open(twin, PLACE, sealed));
        assertThrows(IllegalArgumentException.class, () -> Key.of(new byte[16]));
        byte[] given = filled(5);
        Key copied = Key.of(given);
        byte[] envelope = Seal.seal(copied, 1, 1, filled(1), PLACE, PLAIN);
        Arrays.fill(given, (byte) 0);
        assertArrayEquals(PLAIN, Seal.open(copied, PLACE, envelope));
    }

    @Test
    void derivedKeysAreOtherKeysAndTheSameEachTime() {
        byte[] envelope = Seal.seal(key.derive("cursor"), 1, 1, filled(1), PLACE, PLAIN);
        assertArrayEquals(PLAIN, Seal.open(key.derive("cursor"), PLACE, envelope));
        assertThrows(Unreadable.class, () -> Seal.open(key.derive("other"), PLACE, envelope));
        assertThrows(Unreadable.class, () -> Seal.open(key, PLACE, envelope));
    }

    @Test
    void theBlindIndexPartsTenantsEpochsParametersAndKinds() {
        Set<Long> tokens = new HashSet<>();
        Set<UUID> wide = new HashSet<>();
        for (int secret = 1; secret <= 2; secret++) for (int tenant = 1; tenant <= 2; tenant++) for (int epoch = 1; epoch <= 2; epoch++) {
            BlindIndex index = new BlindIndex(Key.of(filled(secret)), tenant, epoch);
            BlindIndex.Hasher hasher = index.hasher();
            for (int param = 0; param <= 1; param++) for (String value : new String[] {"", "a", "ab", "Patient/1"}) {
                tokens.add(hasher.token(param, value));
                wide.add(hasher.exact(param, value));
                assertEquals(hasher.token(param, value), index.hasher().token(param, value));
                assertNotEquals(hasher.token(param, value), hasher.exact(param, value).getMostSignificantBits());
            }
            wide.add(hasher.reference("Patient/1"));
        }
        assertEquals(2 * 2 * 2 * 2 * 4, tokens.size());
        assertEquals(2 * 2 * 2 * (2 * 4 + 1), wide.size());
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
