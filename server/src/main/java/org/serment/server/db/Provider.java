package org.serment.server.db;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An outside provider that people may sign in with (OpenID Connect): `providers.NAME.issuer` and so on.
///
/// @param name     in addresses and in what the database keeps: never change it
/// @param label    on the sign-in page
/// @param issuer   its address, exactly as its tokens say it
/// @param secret   a file whose first line is our secret there
/// @param level    the `acr` that is asked for; anything lower is refused
/// @param identity the claim that names the person for good: `sub`, or `SubjectNameID` at Pro Santé Connect
/// @param scope    what is asked for
public record Provider(String name, String label, String issuer, String clientId, Path secret, String level, String identity, Set<String> scope) {
    private static final Pattern KEY = Pattern.compile("providers\\.([a-z][a-z0-9-]{0,20})\\.(issuer|client-id|client-secret-file|acr|label|identity|scope)");

    /// A family and a number in it.
    private static final Pattern LEVEL = Pattern.compile("(.*?)(\\d{1,4})");

    static boolean known(String key) {
        return KEY.matcher(key).matches();
    }

    /// All that the settings name.
    ///
    /// @throws CannotStart naming what is missing or malformed
    static List<Provider> all(Map<String, String> settings) {
        return settings.keySet().stream().map(KEY::matcher).filter(m -> m.matches()).map(m -> m.group(1)).distinct().sorted().map(name -> one(name, settings)).toList();
    }

    private static Provider one(String name, Map<String, String> all) {
        String issuer = needed(all, name, "issuer");
        boolean safe = issuer.matches("https://\\S+") || issuer.matches("http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/\\S*)?");
        if (!safe || URI.create(issuer).getQuery() != null) throw new CannotStart("providers." + name + ".issuer must be an https address");
        return new Provider(name, optional(all, name, "label").orElse(name), issuer, needed(all, name, "client-id"), Path.of(needed(all, name, "client-secret-file")),
                needed(all, name, "acr"), optional(all, name, "identity").orElse("sub"), Set.of(optional(all, name, "scope").orElse("openid").split(" +")));
    }

    private static String needed(Map<String, String> all, String name, String what) {
        return optional(all, name, what).orElseThrow(() -> new CannotStart("providers." + name + "." + what + " is needed"));
    }

    private static Optional<String> optional(Map<String, String> all, String name, String what) {
        return Optional.ofNullable(all.get("providers." + name + "." + what)).map(String::strip).filter(s -> !s.isEmpty());
    }

    /// Our secret there.
    ///
    /// @throws CannotStart when the file can't be read
    public String secretText() {
        return Config.firstLine(secret);
    }

    /// Whether a level of assurance is enough: the one asked for, or a higher one of its family (`eidas2` for `eidas1`).
    public boolean enough(String given) {
        var mine = LEVEL.matcher(level);
        var theirs = LEVEL.matcher(given);
        return given.equals(level) || mine.matches() && theirs.matches() && mine.group(1).equals(theirs.group(1))
                && Integer.parseInt(theirs.group(2)) >= Integer.parseInt(mine.group(2));
    }
}
