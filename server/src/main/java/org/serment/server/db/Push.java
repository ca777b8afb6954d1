package org.serment.server.db;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the operator says of notifications to subscribers: `subscriptions.endpoints.CLIENT` and so on.
///
/// @param endpoints where rest-hooks may go: origins (`https://host`, `https://host:port`, `http://127.0.0.1:port`), by client id.
///                  What isn't listed is never called
/// @param attempts  how often a notification is tried before its subscription is in error
/// @param pause     after the first failure; it doubles with each, up to ten minutes
public record Push(Map<String, Set<URI>> endpoints, int attempts, Duration pause) {
    public static final Push USUAL = new Push(Map.of(), 20, Duration.ofSeconds(2));

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String ENDPOINTS = "subscriptions.endpoints.";
    private static final Pattern ORIGIN = Pattern.compile("https://[A-Za-z0-9.-]+(:\\d{1,5})?|http://(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?");

    public Push {
        endpoints = Map.copyOf(endpoints);
    }

    /// @param failed how many attempts failed so far
    public Duration waitAfter(int failed) {
        var longer = pause.multipliedBy(1L << Math.min(failed, 20));
        return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }

    static boolean known(String key) {
        return key.startsWith(ENDPOINTS) && key.length() > ENDPOINTS.length() || key.equals("subscriptions.attempts") || key.equals("subscriptions.wait.seconds");
    }

    /// @throws CannotStart naming what is malformed
    static Push of(Map<String, String> settings) {
        var endpoints = new TreeMap<String, Set<URI>>();
        settings.forEach((key, value) -> {
            if (!key.startsWith(ENDPOINTS)) return;
            var origins = new TreeSet<URI>();
            for (var origin : value.strip().split("\\s+")) {
                if (!ORIGIN.matcher(origin).matches()) throw new CannotStart(key + " lists origins parted by spaces: https://host, https://host:port, or http:// on this machine");
                origins.add(URI.create(origin));
            }
            endpoints.put(key.substring(ENDPOINTS.length()), Set.copyOf(origins));
        });
        return new Push(endpoints, Config.number(settings, "subscriptions.attempts", USUAL.attempts, 1, 100),
                Duration.ofSeconds(Config.number(settings, "subscriptions.wait.seconds", (int) USUAL.pause.toSeconds(), 1, 600)));
    }
}
