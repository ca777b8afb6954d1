package org.serment.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.SignedNote;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.trace.Verdict.Forged;
import org.serment.kernel.trace.Verdict.Genuine;

class ProofFileTest {

    private final ProofFile proof = Samples.proof(1, 3, 2, 3);
    private final byte[] file = proof.text().getBytes(StandardCharsets.UTF_8);

    @Test
    void genuineProofsOfEveryShape() {
        for (int lines = 1; lines <= 5; lines++) for (int position = 0; position < lines; position++) {
            for (int size = 1; size <= 4; size++) for (int index = 0; index < size; index++) {
                ProofFile some = Samples.proof(position, lines, index, size);
                Genuine genuine = assertInstanceOf(Genuine.class, check(some.text()));
                assertEquals(Samples.LINE, genuine.line());
                assertEquals(size, genuine.checkpoint().size());
                assertEquals(Samples.VKEY, genuine.key());
            }
        }
        assertInstanceOf(Genuine.class, ProofFile.check(file, Optional.of(Samples.VKEY)));
    }

    @Test
    void everyChangedBitIsRefused() {
        List<Integer> passed = IntStream.range(0, 8 * file.length).parallel().filter(bit -> {
            byte[] changed = file.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            return ProofFile.check(changed, Optional.empty()) instanceof Genuine;
        }).boxed().toList();
        assertEquals(List.of(), passed);
    }

    @Test
    void everyCutTailAndEveryAddedByteIsRefused() {
        for (int length = 0; length < file.length; length++) {
            assertInstanceOf(Forged.class, ProofFile.check(Arrays.copyOf(file, length), Optional.empty()));
        }
        for (int more = 0; more < 256; more++) {
            byte[] longer = Arrays.copyOf(file, file.length + 1);
            longer[file.length] = (byte) more;
            assertInstanceOf(Forged.class, ProofFile.check(longer, Optional.empty()));
        }
    }

    @Test
    void everyDroppedDoubledOrSwappedLineIsRefused() {
        String[] lines = proof.text().split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            assertInstanceOf(Forged.class, check(join(lines, i, 0)), "dropped " + lines[i]);
            assertInstanceOf(Forged.class, check(join(lines, i, 2)), "doubled " + lines[i]);
            String[] swapped = lines.clone();
            swapped[i] = lines[i + 1];
            swapped[i + 1] = lines[i];
            if (!lines[i].equals(lines[i + 1])) assertInstanceOf(Forged.class, check(String.join("\n", swapped)));
        }
    }

    @Test
    void anotherKeyThanTheExpectedIsRefused() {
        Vkey other = new Vkey("other.example/journal", Samples.VKEY.key());
        assertEquals("the log's key is not the expected one", place(ProofFile.check(file, Optional.of(other))));
    }

    @Test
    void aSecondSignatureIsRefused() {
        SignedNote note = proof.checkpoint();
        String line = note.format().substring(note.text().length() + 1);
        assertEquals("the checkpoint carries more than the log's signature", place(check(proof.text() + line)));
    }

    @Test
    void thePlaceIsNamed() {
        String text = proof.text();
        Set<String> places = new HashSet<>();
        for (Verdict verdict : List.of(ProofFile.check(new byte[] {(byte) 0xff}, Optional.empty()), check(""),
                check(text.replace("outcome: GRANTED", "outcome: granted")), check(text.replace("salt: ", "salt:  ")),
                check(text.replace("\n3\n", "\n4\n")), check(text.replace("Claire", "Clara")))) {
            places.add(place(verdict));
        }
        assertEquals(6, places.size(), places.toString());
    }

    @Test
    void aSaltTellsNothingOfTheOtherLines() {
        Set<Hash> salts = new HashSet<>();
        for (int i = 0; i < 100; i++) salts.add(Hash.of(Entry.salt(Samples.secret(), i)));
        assertEquals(100, salts.size());
        Entry one = Entry.of(Samples.secret(), List.of(Samples.LINE, Samples.LINE));
        assertNotEquals(one.commitments().getFirst(), one.commitments().getLast());
    }

    private static String join(String[] lines, int at, int times) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            for (int n = 0; n < (i == at ? times : 1); n++) text.append(i == 0 && n == 0 ? "" : "\n").append(lines[i]);
        }
        return text.toString();
    }

    private static Verdict check(String text) {
        return ProofFile.check(text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private static String place(Verdict verdict) {
        return assertInstanceOf(Forged.class, verdict).place();
    }
}
