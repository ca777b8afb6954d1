package org.serment.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.merkle.Vkey;
import org.serment.kernel.trace.ProofFile;
import org.serment.kernel.trace.Verdict;

/// `verify FILE [--key VKEY]`. Exit codes: 0 genuine, 1 forged, 2 nothing could be checked.
public final class Verify {

    static final int GENUINE = 0;
    static final int FORGED = 1;
    static final int UNCHECKED = 2;

    private static final int LARGEST = 1 << 20;
    private static final String USAGE = "usage: verify FILE [--key VKEY]";

    /// An argument or a file that can't be used, with what to tell the user.
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    private Verify() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(args), out, err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            List<String> rest = new ArrayList<>(args);
            Optional<Vkey> expected = key(rest);
            if (rest.size() != 1 || rest.getFirst().startsWith("-")) throw new Unusable(USAGE);
            return switch (ProofFile.check(read(rest.getFirst()), expected)) {
                case Verdict.Genuine genuine -> {
                    out.print(Report.of(genuine, expected.isPresent()));
                    yield GENUINE;
                }
                case Verdict.Forged(String place) -> {
                    out.println("FORGED: " + place + ".");
                    out.println("Nothing that this file says can be relied on.");
                    yield FORGED;
                }
            };
        } catch (Unusable e) {
            err.println(e.getMessage());
            return UNCHECKED;
        }
    }

    /// Takes `--key VKEY` out of the arguments.
    private static Optional<Vkey> key(List<String> args) throws Unusable {
        int at = args.indexOf("--key");
        if (at < 0) return Optional.empty();
        args.remove(at);
        if (at == args.size()) throw new Unusable(USAGE);
        Optional<Vkey> key = Vkey.parse(args.remove(at));
        if (key.isEmpty()) throw new Unusable("--key is not a verifier key (name+id+key, as the hospital publishes it)");
        return key;
    }

    private static byte[] read(String file) throws Unusable {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw new Unusable(file + " is too large for a proof");
            return bytes;
        } catch (IOException | InvalidPathException e) {
            throw new Unusable("cannot read " + file);
        }
    }
}
