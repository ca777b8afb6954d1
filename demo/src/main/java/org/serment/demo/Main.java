package org.serment.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Hospital;
import org.serment.demo.load.LoadFailed;
import org.serment.demo.load.Progress;
import org.serment.server.Logs;
import org.serment.server.Server;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Installation;

/// `demo [--patients N] [--port P] [--data DIR]`: the demonstration hospital, on the loopback only.
public final class Main {

    private static final int PATIENTS = 100;
    /// One for each of the two nurses.
    private static final int FEWEST = 2;
    private static final int MOST = 20_000;
    private static final long DISK_A_PATIENT = 25L << 20;
    private static final long DISK = 500L << 20;

    private final Home home;
    private final Clock clock = Clock.systemUTC();
    private final Doorkeeper doorkeeper;

    private Main(Home home) {
        this.home = home;
        this.doorkeeper = new Doorkeeper(home, clock);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Logs.toStandardError();
        try {
            Options options = Options.parse(List.of(arguments), Set.of("patients", "port", "data"));
            if (!options.words().isEmpty()) throw new Wrong("not understood: " + options.words().getFirst());
            Map<String, String> settings = new HashMap<>(options.named());
            settings.remove("patients");
            new Main(Home.of(System.getenv(), settings)).run(options);
        } catch (Wrong e) {
            end(2, e.getMessage());
        } catch (CannotStart e) {
            end(3, e.getMessage());
        } catch (IOException | LoadFailed e) {
            end(1, e.getMessage());
        }
    }

    private void run(Options options) throws IOException, InterruptedException {
        say("Serment, the demonstration hospital: fictional patients, test identities, this machine only.");
        home.make();
        int patients = patients(options);
        step("starting the server on " + home.config().data());
        var keys = home.keys();
        Server server = Server.start(home.config(), Installation.DEMONSTRATION, _ -> keys, Optional.of(doorkeeper));
        CountDownLatch ended = closeAtEnd(server);
        fill(server, patients, options.named().containsKey("data") ? " --data " + options.named().get("data") : "");
        System.out.println("ready http://localhost:" + server.port());
        ended.await();
    }

    /// What was chosen the first time holds.
    private int patients(Options options) throws IOException {
        int known = home.patients().orElse(0);
        int wanted = options.number("patients", FEWEST, MOST).orElse(known == 0 ? PATIENTS : known);
        if (known != 0 && known != wanted)
            throw new Wrong(home.config().data() + " holds a hospital made with --patients " + known + "; for another number choose another --data");
        return wanted;
    }

    /// Closes the server on a signal; the process ends once that is done.
    private static CountDownLatch closeAtEnd(Server server) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
            server.close();
            ended.countDown();
        }));
        return ended;
    }

    private void fill(Server server, int patients, String elsewhere) throws IOException, InterruptedException {
        Filling filling = new Filling(server, home, clock);
        Histories histories = histories(patients);
        home.patients(patients);
        Progress progress = progress().of(histories);
        if (!filling.loaded(histories))
            step("loading " + histories.patients() + " patients and " + histories.resources() + " resources through " + filling.fhir());
        List<Player> cast = filling.fill(histories, Hospital.of(Histories.SEED, patients), progress);
        doorkeeper.admit(server, cast);
        table(cast, elsewhere);
    }

    private Histories histories(int patients) throws IOException, InterruptedException {
        if (Histories.missing(home.directory(), patients, Histories.SEED)) {
            long free = Files.getFileStore(home.directory()).getUsableSpace();
            long needed = DISK + patients * DISK_A_PATIENT;
            if (free < needed)
                throw new CannotStart("making and loading " + patients + " patients needs about " + (needed >> 20) + " MB in "
                        + home.config().data() + ", and " + (free >> 20) + " MB are free");
            step("making histories of " + patients + " living patients with Synthea (once; a minute or two for 100)");
        }
        Progress progress = progress();
        Histories histories = Histories.in(home.directory(), patients, Histories.SEED, libraries(), progress::show);
        return histories;
    }

    private Progress progress() {
        return new Progress(System.err, Progress.onTerminal(), clock);
    }

    private static void table(List<Player> cast, String elsewhere) {
        say("");
        say("  account     who                                                  unit");
        for (Player player : cast)
            say("  %-11s %-52s %s".formatted(player.login(), player.who(), player.unit()));
        for (Player player : cast)
            if (!player.patients().isEmpty() && !player.login().equals("patient"))
                say("  in the care of %s: %s".formatted(player.login(), String.join(" ", player.patients())));
        say("  passwords and one-time codes are on the sign-in page; a token: ./serment token nurse" + elsewhere);
        say("");
    }

    /// Synthea's jar files lie beside our own classes.
    private static Path libraries() {
        try {
            Path ours = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ours.resolveSibling("synthea-lib");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void step(String what) {
        say("- " + what);
    }

    private static void say(String text) {
        System.err.println(text);
    }

    private static void end(int code, String why) {
        System.err.println("serment: " + why);
        System.exit(code);
    }
}
