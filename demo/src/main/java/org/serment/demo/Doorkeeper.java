package org.serment.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.serment.server.Server;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Base32;
import org.serment.server.credentials.Factors;
import org.serment.server.credentials.Totp;
import org.serment.server.db.Tx;
import org.serment.server.signin.Showcase;

/// Lets the people of the demonstration sign in: gives each a password and an authenticator's secret, and shows both, with the code
/// of the moment, on the sign-in page.
final class Doorkeeper implements Showcase {

    private final Home home;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /// Nobody before they were admitted.
    private volatile Map<String, Accounts.Known> people = Map.of();

    Doorkeeper(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /// Gives tickets to those who have none.
    void admit(Server server, List<Player> cast) throws IOException {
        Factors factors = new Factors(server.database(), server.vault().secrets());
        Map<String, Ticket> known = tickets();
        Map<String, Ticket> all = new LinkedHashMap<>(known);
        for (Player player : cast) {
            boolean has = factors.known(player.tenant(), player.account()).password().isPresent();
            if (player.machine() || has && known.containsKey(player.login())) continue;
            byte[] secret = factors.newTotp();
            Ticket ticket = new Ticket(player.login(), password(), HexFormat.of().formatHex(secret));
            // enrolled a while ago, so that the code of this moment is a fresh one
            Instant then = clock.instant().minus(Duration.ofDays(1));
            try (Tx tx = server.database().begin()) {
                factors.password(tx, player.tenant(), player.account(), factors.passwords().verifier(ticket.password()), then);
                factors.totp(tx, player.tenant(), player.account(), secret, Totp.code(secret, then), then);
                tx.commit();
            }
            all.put(ticket.login(), ticket);
        }
        if (!all.equals(known)) home.tickets(List.copyOf(all.values()));
        people = people(server, cast);
    }

    /// Accounts as the server has them, by their logins.
    private static Map<String, Accounts.Known> people(Server server, List<Player> cast) {
        Map<String, Accounts.Known> people = new LinkedHashMap<>();
        for (Player player : cast)
            server.database().read(new Accounts().byLogin(player.tenant(), player.login())).ifPresent(known -> people.put(player.login(), known));
        return Map.copyOf(people);
    }

    @Override
    public List<Row> rows() {
        try {
            Map<String, Ticket> tickets = tickets();
            return home.cast().stream().filter(player -> tickets.containsKey(player.login()) && people.containsKey(player.login())).map(player -> {
                Ticket ticket = tickets.get(player.login());
                Accounts.Known known = people.get(player.login());
                return new Row(player.login(), known.role(), known.name(), player.unit(), ticket.password(),
                        Totp.code(HexFormat.of().parseHex(ticket.totp()), clock.instant()));
            }).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Ticket> tickets() throws IOException {
        return home.tickets().stream().collect(Collectors.toMap(Ticket::login, Function.identity()));
    }

    private String password() {
        byte[] bytes = new byte[10];
        random.nextBytes(bytes);
        return Base32.grouped(Base32.of(bytes)).replace(' ', '-').toLowerCase(Locale.ROOT);
    }
}
