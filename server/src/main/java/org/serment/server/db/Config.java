package org.serment.server.db;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// What the operator may set. Sources, the later one winning: a properties file, the environment
/// (`SERMENT_DATABASE_URL` is `database.url`), the options of the launcher.
///
/// @param port  port of the HTTP doors; 0 takes a free one
/// @param data  directory that holds everything this process keeps: the embedded database, its binaries, its lock
/// @param place where PostgreSQL is
/// @param keys  where root keys are
/// @param connections how many connections each of the two pools may open
/// @param site  which establishment this is, and where browsers find it
/// @param push  how subscribers are notified
public record Config(int port, Path data, Place place, Keys keys, int connections, Site site, Push push) {

    /// With notifications to nobody's address.
    public Config(int port, Path data, Place place, Keys keys, int connections, Site site) {
        this(port, data, place, keys, connections, site, Push.USUAL);
    }

    /// Without a name and an address of its own: on the loopback.
    public Config(int port, Path data, Place place, Keys keys, int connections) {
        this(port, data, place, keys, connections, new Site(Optional.empty(), Optional.empty()));
    }

    /// Where PostgreSQL is.
    public sealed interface Place {
        /// Our own server under `directory`.
        record Local(Path directory) implements Place {}

        /// A server that somebody else runs. `owner` owns the tables and migrates them; `app` is what requests use.
        record Remote(String url, Login owner, Login app) implements Place {}
    }

    /// Where root keys are.
    ///
    /// @param file       the file of wrapped root keys
    /// @param passphrase a file whose first line is the passphrase
    public record Keys(Path file, Optional<Path> passphrase) {}

    /// Which establishment.
    ///
    /// @param name   needed once, when there is no account yet
    /// @param origin what browsers see before the first slash, such as `https://dossier.chu.example`, when a proxy stands before
    ///               this server; otherwise they are on this machine
    /// @param providers whom people may sign in with besides
    /// @param sitting how long people stay signed in
    public record Site(Optional<String> name, Optional<URI> origin, List<Provider> providers, Sitting sitting) {
        public Site(Optional<String> name, Optional<URI> origin, List<Provider> providers) {
            this(name, origin, providers, Sitting.USUAL);
        }

        /// Without outside providers.
        public Site(Optional<String> name, Optional<URI> origin) {
            this(name, origin, List.of());
        }
    }

    /// How long people stay signed in.
    ///
    /// @param longest whatever they do
    /// @param idle    without doing anything
    public record Sitting(Duration longest, Duration idle) {
        public static final Sitting USUAL = new Sitting(Duration.ofHours(12), Duration.ofMinutes(30));
    }

    private static final Set<String> KNOWN = Set.of("port", "data", "connections",
            "database.url", "database.user", "database.password", "database.password.file",
            "database.owner.user", "database.owner.password", "database.owner.password.file",
            "keys.file", "keys.passphrase.file", "establishment.name", "public.origin", "session.hours", "session.idle.minutes");

    /// Reads the three sources.
    ///
    /// @throws CannotStart naming the setting that is unknown, missing or malformed
    public static Config load(Optional<Path> file, Map<String, String> environment, Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>();
        file.ifPresent(f -> all.putAll(properties(f)));
        environment.forEach((name, value) -> {
            if (!name.startsWith("SERMENT_")) return;
            String key = name.substring("SERMENT_".length()).toLowerCase(Locale.ROOT).replace('_', '.');
            if (KNOWN.contains(key)) all.put(key, value);
        });
        all.putAll(options);
        for (String key : all.keySet())
            if (!KNOWN.contains(key) && !Provider.known(key) && !Push.known(key))
                throw new CannotStart("unknown setting '" + key + "'; known: " + String.join(", ", KNOWN.stream().sorted().toList()) + ", providers.NAME.…, subscriptions.endpoints.CLIENT, subscriptions.attempts, subscriptions.wait.seconds");
        Path data = Path.of(all.getOrDefault("data", "data")).toAbsolutePath().normalize();
        return new Config(number(all, "port", 8080, 0, 65_535), data, place(all, data), keys(all, data), number(all, "connections", 16, 2, 50), site(all), Push.of(all));
    }

    private static Place place(Map<String, String> all, Path data) {
        String url = all.get("database.url");
        if (url == null) return new Place.Local(data);
        if (!url.startsWith("jdbc:postgresql:")) throw new CannotStart("database.url must start with jdbc:postgresql:");
        return new Place.Remote(url, login(all, "database.owner."), login(all, "database."));
    }

    private static Login login(Map<String, String> all, String prefix) {
        String user = all.get(prefix + "user");
        if (user == null) throw new CannotStart("with database.url, " + prefix + "user is needed");
        String file = all.get(prefix + "password.file");
        String password = file != null ? firstLine(Path.of(file)) : all.get(prefix + "password");
        if (password == null) throw new CannotStart("with database.url, " + prefix + "password or " + prefix + "password.file is needed");
        return new Login(user, password);
    }

    private static Keys keys(Map<String, String> all, Path data) {
        return new Keys(Path.of(all.getOrDefault("keys.file", data.resolve("keys").toString())),
                Optional.ofNullable(all.get("keys.passphrase.file")).map(Path::of));
    }

    private static Site site(Map<String, String> all) {
        var origin = Optional.ofNullable(all.get("public.origin")).map(text -> {
            if (!text.matches("https://[a-z0-9.-]+(:\\d{1,5})?")) throw new CannotStart("public.origin must look like https://dossier.example.org, without a path");
            return URI.create(text);
        });
        return new Site(Optional.ofNullable(all.get("establishment.name")).map(String::strip).filter(n -> !n.isEmpty()), origin, Provider.all(all),
                new Sitting(Duration.ofHours(number(all, "session.hours", 12, 1, 24)), Duration.ofMinutes(number(all, "session.idle.minutes", 30, 2, 480))));
    }

    static int number(Map<String, String> all, String key, int otherwise, int least, int most) {
        String text = all.get(key);
        if (text == null) return otherwise;
        try {
            int n = Integer.parseInt(text.strip());
            if (n >= least && n <= most) return n;
        } catch (NumberFormatException e) {
            // said below
        }
        throw new CannotStart("setting '" + key + "' must be a number from " + least + " to " + most);
    }

    private static Map<String, String> properties(Path file) {
        Properties p = new Properties();
        try (Reader r = Files.newBufferedReader(file)) {
            p.load(r);
        } catch (IOException e) {
            throw new CannotStart("can't read the configuration file " + file, e);
        }
        Map<String, String> all = new LinkedHashMap<>();
        p.stringPropertyNames().forEach(n -> all.put(n, p.getProperty(n)));
        return all;
    }

    static String firstLine(Path file) {
        try {
            return Files.readAllLines(file).getFirst().strip();
        } catch (IOException | java.util.NoSuchElementException e) {
            throw new CannotStart("can't read a first line of " + file, e);
        }
    }
}
