package org.serment.bench.off;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What can be switched off in a server that is measured.
public enum Switch {
    /// Bodies, keys and what the journal remembers lie in clear. Blind hashes stay: another design would need hashes too.
    SEALING("sealing", new Edit("org.serment.kernel.seal.Envelope", "close", Edit.Body.BYPASS),
            new Edit("org.serment.kernel.seal.Envelope", "open", Edit.Body.BYPASS)),
    /// No fact is read, and each request is granted. Who asks is still found by the token.
    DECIDING("deciding", new Edit("org.serment.server.gate.Gate", "parts", Edit.Body.EMPTY_LIST),
            new Edit("org.serment.kernel.access.Access", "decide", Edit.Body.BYPASS),
            new Edit("org.serment.kernel.access.Access", "plan", Edit.Body.BYPASS)),
    /// An access that only reads is entered nowhere.
    JOURNALLING("journalling", new Edit("org.serment.server.journal.Journal", "append", Edit.Body.RECEIPT));

    private final String word;
    private final List<Edit> edits;

    Switch(String word, Edit... edits) {
        this.word = word;
        this.edits = List.of(edits);
    }

    public String word() {
        return word;
    }

    /// Writes the classes of a server without these, to stand first on its class path.
    ///
    /// @throws IllegalStateException when the server's classes don't have the methods that are to be changed
    public static void off(Set<Switch> these, Path directory) throws IOException {
        var byClass = (these.isEmpty() ? EnumSet.noneOf(Switch.class) : EnumSet.copyOf(these)).stream()
                .flatMap(one -> one.edits.stream()).collect(Collectors.groupingBy(Edit::owner));
        for (List<Edit> same : byClass.values()) same.getFirst().into(directory, same);
    }
}
