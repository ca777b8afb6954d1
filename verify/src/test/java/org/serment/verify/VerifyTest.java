package org.serment.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Purpose;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.merkle.Frontier;
import org.serment.kernel.merkle.Hash;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.seal.Key;
import org.serment.kernel.trace.Entry;
import org.serment.kernel.trace.Line;
import org.serment.kernel.trace.ProofFile;

class VerifyTest {

    @TempDir
    Path folder;
    private Path file;
    private Vkey key;

    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void writeAProof() throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        key = Vkey.of("hospital.example/journal", pair.getPublic());
        Line line = new Line(Instant.parse("2026-11-24T10:15:30.123Z"), 1, "account/12", "Zoé Martin", "NURSE", "Hôpital Sainte-Aube",
                "Cardiologie", "bedside", false, Action.READ, Purpose.TREAT, "CSP L1110-4 II-III", List.of("care.read"),
                "Patient/p1", List.of("Patient/p1"), 1, Line.Outcome.GRANTED, "r-42");
        Key secret = Key.of(new byte[32]);
        Entry entry = Entry.of(secret, List.of(line));
        Frontier log = Frontier.EMPTY.append(entry.leaf());
        ProofFile proof = new ProofFile(line, Hash.of(Entry.salt(secret, 0)), entry.hops(0), key, 0, List.of(),
                new Checkpoint(key.name(), log.size(), log.root()).sign(key, pair.getPrivate()));
        file = Files.writeString(folder.resolve("proof.txt"), proof.text());
    }

    @Test
    void aGenuineProofIsToldInPlainEnglish() {
        Run run = run(file.toString());
        assertEquals(0, run.exit(), run.toString());
        for (String said : List.of("GENUINE", "Zoé Martin, nurse, Cardiologie, Hôpital Sainte-Aube (account/12)",
                "24 November 2026, 10:15:30.123 UTC", "treatment; rules care.read; legal basis CSP L1110-4 II-III", "Patient/p1",
                "1 resource: Patient/p1", "hospital.example/journal, size 1 when it was signed", Report.fingerprint(key),
                "Compare the key's fingerprint with the one that the hospital publishes")) {
            assertTrue(run.out().contains(said), said + " in " + run.out());
        }
        assertEquals("", run.err());
        assertTrue(key.format().contains("+" + Report.fingerprint(key).substring(0, 9).replace(" ", "") + "+"));
    }

    @Test
    void theExpectedKeyIsChecked() throws GeneralSecurityException {
        Run right = run("--key", key.format(), file.toString());
        assertEquals(0, right.exit());
        assertTrue(right.out().contains("the one that you gave"));
        Vkey other = Vkey.of(key.name(), KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        Run wrong = run(file.toString(), "--key", other.format());
        assertEquals(1, wrong.exit());
        assertTrue(wrong.out().contains("FORGED: the log's key is not the expected one."));
    }

    @Test
    void aChangedProofIsForgedAndThePlaceIsNamed() throws IOException {
        Files.writeString(file, Files.readString(file).replace("Zoé", "Noé"));
        Run run = run(file.toString());
        assertEquals(1, run.exit());
        assertEquals("FORGED: the line, its salt or its hashes do not lead to the signed root.", run.out().lines().findFirst().orElse(""));
        Files.write(file, new byte[0]);
        assertEquals(1, run(file.toString()).exit());
    }

    @Test
    void whatCannotBeCheckedIsNeitherGenuineNorForged() throws IOException {
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        for (Run run : List.of(run(), run("a", "b"), run("--help"), run(file.toString(), "--key"), run(file.toString(), "--key", "x"),
                run(folder.resolve("absent").toString()), run(folder.toString()), run(large.toString()), run("\0"))) {
            assertEquals(2, run.exit(), run.toString());
            assertEquals("", run.out());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }

    private static Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Verify.run(List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
