package org.serment.kernel.trace;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.Proof;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.seal.Key;

/// A small journal, signed with the key of RFC 8032 test 1.
public final class Samples {

    public static final Vkey VKEY = new Vkey("serment.example/journal/1",
            HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

    public static final Line LINE = new Line(Instant.parse("2026-11-24T10:15:30.123Z"), 1, "account/12", "Claire Martin",
            "NURSE", "Hôpital Sainte-Aube", "Cardiologie", "bedside", false, Action.SEARCH, Purpose.TREAT,
            "CSP L1110-4 II-III", List.of("care.read"), "Patient/p1", List.of("Observation/o1", "Observation/o2"), 2,
            Line.Outcome.GRANTED, "r-000042");

    private Samples() {}

    public static PrivateKey privateKey() {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519,
                    HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Key secret() {
        return Key.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    }

    /// [#LINE] with another patient.
    public static Line of(String patient) {
        return new Line(LINE.time(), LINE.tenant(), LINE.actor(), LINE.name(), LINE.role(), LINE.organisation(), LINE.unit(),
                LINE.client(), LINE.machine(), LINE.action(), LINE.purpose(), LINE.basis(), LINE.reasons(), patient,
                List.of(), 0, LINE.outcome(), LINE.request());
    }

    /// The proof of the line at `position` of an entry of `lines` patients, at `index` of a log of `size`.
    public static ProofFile proof(int position, int lines, int index, int size) {
        List<Line> all = new ArrayList<>();
        for (int i = 0; i < lines; i++) all.add(i == position ? LINE : of("Patient/other" + i));
        Entry entry = Entry.of(secret(), all);
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) leaves.add(i == index ? entry.leaf() : Hash.leaf(new byte[] {(byte) i}));
        Hash root = Frontier.EMPTY.append(leaves, (l, i, h) -> {}).root();
        return new ProofFile(LINE, Hash.of(Entry.salt(secret(), position)), entry.hops(position), VKEY, index,
                Proof.inclusion((level, at) -> Hash.root(leaves.subList((int) at << level, (int) (at + 1) << level)), index, size),
                new Checkpoint(VKEY.name(), size, root).sign(VKEY, privateKey()));
    }
}
