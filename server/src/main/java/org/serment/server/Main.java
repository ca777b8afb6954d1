package org.serment.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.serment.server.db.CannotStart;
import org.serment.server.db.Config;
import org.serment.server.db.Database;
import org.serment.server.db.Installation;
import org.serment.server.vault.KeyFile;
import org.serment.server.vault.KeyProvider;
import org.serment.server.vault.Passphrase;

/// `serve`: the server of a real establishment. It never invents a passphrase and never touches a demonstration.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logs.toStandardError();
        try {
            var options = options(List.of(arguments));
            var file = Optional.ofNullable(options.remove("config")).map(Path::of);
            var config = Config.load(file, System.getenv(), options);
            var server = Server.start(config, Installation.PRODUCTION, keys(config));
            var origin = config.site().origin().map(Object::toString).orElse("http://localhost:" + server.port());
            new FirstStart(server.database(), config.site()).code(server.vault().secrets(), Instant.now()).ifPresent(code -> System.err.println(FirstStart.text(code, origin)));
            run(server);
        } catch (CannotStart e) {
            System.err.println("serment: " + e.getMessage());
            System.exit(3);
        }
    }

    /// Prints `ready` and stays until a signal ends the process, which closes the server cleanly.
    public static void run(Server server) throws InterruptedException {
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            ended.countDown();
        }, "shutdown"));
        System.out.println("ready http://localhost:" + server.port());
        ended.await();
    }

    /// `--name value` pairs.
    public static Map<String, String> options(List<String> arguments) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            var name = arguments.get(i);
            if (!name.startsWith("--") || i + 1 == arguments.size()) throw new CannotStart("options come as --name value; not understood: " + name);
            options.put(name.substring(2), arguments.get(i + 1));
        }
        return options;
    }

    private static Function<Database, KeyProvider> keys(Config config) {
        var keys = config.keys();
        var words = keys.passphrase().orElseThrow(() -> new CannotStart(
                "a key provider is needed: put a passphrase of your own into a file that only you can read, and name it in keys.passphrase.file"));
        return database -> {
            new FirstStart(database, config.site()).require();
            try (var passphrase = Passphrase.ofFile(words)) {
                return KeyFile.of(database, keys.file(), passphrase);
            }
        };
    }
}
