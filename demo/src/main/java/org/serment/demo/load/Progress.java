package org.serment.demo.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;

/// Shows how far a long step is: one line that is drawn again on a terminal, otherwise a plain line at
/// intervals.
public final class Progress implements Load.Listener {

    private static final int WIDTH = 30;
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration PLAIN = Duration.ofSeconds(5);

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private Instant shown = Instant.EPOCH;
    private Instant begun = Instant.EPOCH;

    private long patientsInAll;
    private long resourcesInAll;
    private long patients;
    private long resources;
    private long sent;

    public Progress(PrintStream out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /// Whether standard error is a terminal (Linux: where its descriptor leads).
    public static boolean onTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /// Begins to count a load.
    public synchronized Progress of(Histories histories) {
        begun = clock.instant();
        patientsInAll = histories.patients();
        resourcesInAll = histories.resources();
        return this;
    }

    @Override
    public synchronized void loaded(Line line, boolean again) {
        if (line.first()) patients++;
        resources += line.entries();
        if (!again) sent += line.entries();
        show("loading " + patients + "/" + patientsInAll + " patients, " + resources + " resources, " + rate() + " resources/s",
                resources / (double) resourcesInAll);
    }

    /// Shows a sentence and a share done, now and then.
    public synchronized void show(String what, double share) {
        Instant now = clock.instant();
        if (share < 1 && now.isBefore(shown.plus(terminal ? REDRAW : PLAIN))) return;
        shown = now;
        int percent = (int) Math.floor(share * 100);
        if (!terminal) {
            out.printf("  %3d %% %s%n", percent, what);
            return;
        }
        int full = (int) Math.round(share * WIDTH);
        out.print("\r  [" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + percent + " % " + what + "\033[K");
        if (share >= 1) out.println();
        out.flush();
    }


    private long rate() {
        return sent * 1_000 / Math.max(1, Duration.between(begun, clock.instant()).toMillis());
    }
}
