package org.serment.server.portal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.merkle.Checkpoint;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;
import org.serment.server.journal.Log;
import org.serment.server.web.Reply;
import org.serment.server.web.Visit;

/// How to check a proof, and a check by the server itself, which is a convenience: the check that counts is made without it.
/// Shows what is public and what the visitor brings, nothing of a record: it needs no permit and leaves no line.
final class CheckPage {
    /// The largest file that is looked at; what `verify` takes.
    static final int LARGEST = 1 << 20;

    /// @param fingerprint of the key, as `verify` prints it
    /// @param checkpoint  the last one; empty before the first entry
    /// @param verdict     of the proof that was sent, when one was
    record Model(String vkey, String fingerprint, Optional<String> checkpoint, Optional<Worth> verdict, Map<String, String> errors) {}

    /// What a proof is worth.
    sealed interface Worth {
        record Genuine(LinePage.Whole line, Checkpoint checkpoint) implements Worth {}

        /// @param place where it fails, in the verifier's English
        record Forged(String place) implements Worth {}
    }

    private final Log log;

    CheckPage(Log log) {
        this.log = log;
    }

    Reply show(Visit visit) {
        return reply(200, Optional.empty(), Map.of());
    }

    Reply check(Visit visit) {
        var file = visit.file("file").filter(f -> f.length > 0).or(() -> visit.parameter("text").map(CheckPage::pasted));
        if (file.isEmpty()) return reply(400, Optional.empty(), Map.of("file", "portal.check.error.none"));
        if (file.get().length > LARGEST) return reply(413, Optional.empty(), Map.of("file", "portal.check.error.large"));
        Worth told = switch (ProofFile.check(file.get(), Optional.of(log.vkey()))) {
            case Verdict.Genuine g -> new Worth.Genuine(LinePage.Whole.of(g.line(), ReadersPage.words(visit)), g.checkpoint());
            case Verdict.Forged f -> new Worth.Forged(f.place());
        };
        return reply(200, Optional.of(told), Map.of());
    }

    /// Forms turn line ends into CR LF and lose the last one.
    private static byte[] pasted(String text) {
        return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private Reply reply(int status, Optional<Worth> verdict, Map<String, String> errors) {
        var fingerprint = HexFormat.of().formatHex(log.vkey().fingerprint()).replaceAll("(.{4})(?=.)", "$1 ");
        return Reply.open(status, "portal/check", new Model(log.vkey().format(), fingerprint, log.checkpoint(), verdict, errors));
    }
}
