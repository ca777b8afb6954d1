package org.serment.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.serment.server.accounts.Issuer;
import org.serment.server.db.CannotStart;

/// `token ACCOUNT [--minutes M]`: prints a bearer token of a demonstration account, signed with the key file of
/// the demonstration. No server is asked, and none gives such a token.
public final class Token {

    private static final int DEFAULT_MINUTES = 5;

    private Token() {}

    public static void main(String[] arguments) throws IOException {
        try {
            System.out.println(token(Options.parse(List.of(arguments), Set.of("minutes", "data")), System.getenv(), Instant.now()));
        } catch (Wrong e) {
            System.err.println("serment: " + e.getMessage());
            System.exit(2);
        } catch (CannotStart e) {
            System.err.println("serment: " + e.getMessage());
            System.exit(3);
        }
    }

    static String token(Options options, Map<String, String> environment, Instant now) throws IOException {
        int minutes = options.number("minutes", 1, Math.toIntExact(Issuer.LONGEST_DEMONSTRATION.toMinutes())).orElse(DEFAULT_MINUTES);
        Map<String, String> named = new HashMap<>(options.named());
        named.remove("minutes");
        Home home = Home.of(environment, named);
        List<Player> cast = home.cast();
        if (cast.isEmpty())
            throw new CannotStart("there is no demonstration in " + home.config().data() + " yet: start one with ./serment demo, or name its directory with --data");
        if (options.words().size() != 1) throw new Wrong("which account? one of: " + logins(cast));
        Player player = cast.stream().filter(each -> each.login().equals(options.words().getFirst())).findFirst()
                .orElseThrow(() -> new Wrong("there is no account " + options.words().getFirst() + "; there are: " + logins(cast)));
        return new Issuer(home.keys().tokenSigner()).demonstration(player.actor(), now, Duration.ofMinutes(minutes));
    }

    private static String logins(List<Player> cast) {
        return String.join(" ", cast.stream().map(Player::login).toList());
    }
}
