package org.serment.demo.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Line;

/// Loads a file of histories: what is shared first, then histories four at a time, then the stays.
///
/// A bundle is sent again only when a search finds that its first resource isn't there: its transaction
/// lands whole or not at all, so one resource tells for all.
public final class Load {

    /// Hears of each bundle that is in.
    public interface Listener {
        /// @param again it was there already
        void loaded(Line line, boolean again);
    }

    private static final int CONNECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Histories histories;
    private final Door door;
    private final Done done;
    private final boolean resumed;
    private final Clock clock;
    private final OffsetDateTime now;
    private final Listener listener;

    private Load(Histories histories, Door door, Done done, Clock clock, Listener listener) {
        this.histories = histories;
        this.door = door;
        this.done = done;
        this.resumed = !done.none();
        this.clock = clock;
        this.now = OffsetDateTime.now(clock);
        this.listener = listener;
    }

    /// @param list the file that says what was loaded: one for a file of histories and a database
    public static boolean complete(Histories histories, Path list) throws IOException {
        Done done = Done.in(list);
        return histories.lines().stream().allMatch(done::has);
    }

    /// Loads what isn't loaded yet.
    ///
    /// @param base the FHIR base without a slash at its end
    /// @throws LoadFailed at the first bundle that is refused
    public static void run(Histories histories, URI base, Bearer bearer, Path list, Clock clock,
                           Listener listener) throws IOException {
        try (Door door = new Door(base, bearer)) {
            new Load(histories, door, Done.in(list), clock, listener).run();
        }
    }

    private void run() {
        Map<String, List<Line>> patients = new LinkedHashMap<>();
        Map<String, List<Line>> stays = new LinkedHashMap<>();
        for (Line line : histories.lines()) {
            if (line.shared()) load(line);
            else (line.relative() ? stays : patients).computeIfAbsent(line.group(), group -> new ArrayList<>()).add(line);
        }
        together(patients.values());
        together(stays.values());
    }

    private void together(Iterable<List<Line>> groups) {
        try (ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> tasks = new ArrayList<>();
            for (List<Line> group : groups) tasks.add(connections.submit(() -> group.forEach(this::load)));
            try {
                for (Future<?> task : tasks) task.get();
            } catch (ExecutionException e) {
                connections.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause ? cause : new LoadFailed("loading failed", e);
            } catch (InterruptedException e) {
                connections.shutdownNow();
                Thread.currentThread().interrupt();
                throw new LoadFailed("interrupted", e);
            }
        }
    }

    private void load(Line line) {
        boolean again = done.has(line) || resumed && there(line);
        if (!again) send(line);
        if (!done.has(line)) done.add(line);
        listener.loaded(line, again);
    }

    private void send(Line line) {
        byte[] bundle = histories.bundle(line, now);
        boolean unsure = false;
        Patience patience = new Patience(line);
        while (!(unsure && there(line))) {
            switch (door.transaction(bundle)) {
                case Door.Answer.Accepted in -> { return; }
                case Door.Answer.Refused refused ->
                        throw new LoadFailed("bundle " + line.name() + " was refused: " + refused.status() + " " + refused.why());
                case Door.Answer.Later later -> {
                    unsure = true;
                    patience.pause(later.after());
                }
                case Door.Answer.Unknown again -> patience.pause(Duration.ZERO);
            }
        }
    }

    /// Shared lines need no look-up: each of their entries is created only where it isn't there.
    private boolean there(Line line) {
        if (line.shared()) return false;
        Patience patience = new Patience(line);
        while (true) {
            switch (door.search(line.marker())) {
                case Door.Answer.Accepted found -> { return Door.first(found.body()).isPresent(); }
                case Door.Answer.Refused refused ->
                        throw new LoadFailed("looking for " + line.name() + " was refused: " + refused.status() + " " + refused.why());
                case Door.Answer.Later later -> patience.pause(later.after());
                case Door.Answer.Unknown again -> patience.pause(Duration.ZERO);
            }
        }
    }

    /// Pauses that grow, and an end to them.
    private final class Patience {
        private final Line line;
        private final OffsetDateTime end = OffsetDateTime.now(clock).plus(PATIENCE);
        private Duration pause = Duration.ofMillis(250);

        Patience(Line line) {
            this.line = line;
        }

        void pause(Duration asked) {
            if (OffsetDateTime.now(clock).isAfter(end))
                throw new LoadFailed("the server took no bundle for " + PATIENCE.toMinutes() + " minutes, at " + line.name());
            try {
                Thread.sleep(asked.compareTo(pause) > 0 ? asked : pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LoadFailed("interrupted", e);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
