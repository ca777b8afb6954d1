package org.serment.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.serment.demo.histories.Histories;
import org.serment.demo.histories.Hospital;
import org.serment.demo.histories.Hospital.Post;
import org.serment.demo.histories.Line;
import org.serment.demo.load.Find;
import org.serment.kernel.access.Role;
import org.serment.server.Server;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.Clients;
import org.serment.server.db.Establishment;
import org.serment.server.db.Tx;
import org.serment.server.gate.Address;
import org.serment.server.gate.Standing;

/// Gives the demonstration its accounts: the loader before anything is loaded, the others once there are
/// patients in beds. What is there already stays.
final class Casting {

    static final String LOADER = "loader";
    static final String ADMINISTRATOR = "administrator";
    /// A demonstration may lie around for long; a hospital reviews rights each year.
    private static final Duration REVIEW = Duration.ofDays(3_650);
    private static final List<String> PERSON = List.of("user/*.cruds");
    private static final String OFFICER = "Hélène Vasseur";
    private static final String CLOSER = "Romain Keller";
    private static final String HOSPITAL = "Hôpital de démonstration";
    private static final ObjLongConsumer<Tx> NOTHING = (tx, account) -> {};

    private final Server server;
    private final Accounts accounts = new Accounts();
    private final Instant now;

    Casting(Server server, Clock clock) {
        this.server = server;
        this.now = clock.instant();
    }

    /// A stay that goes on, as the server has it.
    private record Stay(String encounter, String patient, String unit, String bed) {}

    /// The system client that loads.
    Player loader(String jwks) {
        try (Tx tx = server.database().begin()) {
            Establishment.found(tx, HOSPITAL);
            tx.commit();
        }
        long account = account(LOADER, Role.LOADER, "Chargement des historiques", 0,
                (tx, made) -> new Clients(server.database()).register(tx, Player.TENANT, LOADER, made, jwks));
        return new Player(LOADER, "the program that loads the histories", "", Player.TENANT, account, LOADER, true,
                List.of("system/*.cruds"), List.of());
    }

    /// Who makes and ends accounts.
    Player administrator() {
        return player(ADMINISTRATOR, account(ADMINISTRATOR, Role.ADMINISTRATOR, CLOSER, 0, NOTHING), CLOSER + ", administrator of accounts", "",
                List.of("user/*.cruds"), List.of());
    }

    /// Everybody, once the histories are in.
    List<Player> all(Player loader, Histories histories, Hospital hospital, Find find) {
        List<Stay> stays = new ArrayList<>();
        for (Line line : histories.lines())
            if (line.relative()) stays.add(stay(find, line.marker()));
        Cared cardiology = cared(find, stays, Hospital.CARDIOLOGY);
        Cared pneumology = cared(find, stays, Hospital.PNEUMOLOGY);
        Hospital.Professional clerk = hospital.clerk();
        // whoever lies in the first bed
        String own = cardiology.patients.getFirst();
        List<Player> cast = new ArrayList<>();
        cast.add(carer("nurse", Role.NURSE, hospital.staff(Hospital.CARDIOLOGY, Post.NURSE).getFirst(), cardiology));
        cast.add(carer("nurse2", Role.NURSE, hospital.staff(Hospital.PNEUMOLOGY, Post.NURSE).getFirst(), pneumology));
        cast.add(carer("physician", Role.PHYSICIAN, hospital.staff(Hospital.CARDIOLOGY, Post.PHYSICIAN).getFirst(), cardiology));
        cast.add(player("admissions", account("admissions", Role.ADMISSIONS, clerk.display(), 0, NOTHING),
                clerk.display() + ", admissions clerk", clerk.unit().name(), PERSON, List.of()));
        cast.add(player("patient", account("patient", Role.PATIENT, "", standing("Patient", own).oid(), NOTHING),
                "whose record is Patient/" + own, "", List.of("patient/*.rs"), List.of("Patient/" + own)));
        cast.add(player("dpo", account("dpo", Role.DPO, OFFICER, 0, NOTHING),
                OFFICER + ", data protection officer", "", List.of("user/*.rs"), List.of()));
        cast.add(administrator());
        cast.add(loader);
        return cast;
    }

    /// A unit, its numbers, and who lies there.
    private record Cared(Standing unit, int number, String name, List<String> patients) {}

    private Cared cared(Find find, List<Stay> stays, String code) {
        Hospital.Unit unit = Hospital.unit(code);
        String id = find.one(Hospital.search(unit)).id();
        List<Stay> here = stays.stream().filter(stay -> stay.unit.equals("Organization/" + id))
                .sorted(Comparator.comparing(Stay::bed)).toList();
        if (here.isEmpty()) throw new IllegalStateException("nobody lies in " + unit.name());
        int number = standing("Encounter", here.getFirst().encounter).target().unit();
        return new Cared(standing("Organization", id), number, unit.name(), here.stream().map(Stay::patient).toList());
    }

    private static Stay stay(Find find, String marker) {
        Find.Found found = find.one(marker);
        return new Stay(found.id(), found.text("/subject/reference").substring("Patient/".length()), found.text("/serviceProvider/reference"),
                found.text("/location/0/location/display"));
    }

    private Player carer(String login, Role role, Hospital.Professional one, Cared cared) {
        long account = account(login, role, one.display(), 0, (tx, made) -> accounts.post(tx, Player.TENANT, made,
                cared.unit.selfHash(), cared.number, cared.name, now, Accounts.ALWAYS));
        String what = role == Role.NURSE ? "nurse" : "physician";
        return player(login, account, one.display() + ", " + what, cared.name, PERSON,
                cared.patients.stream().map(id -> "Patient/" + id).toList());
    }

    private static Player player(String login, long account, String who, String unit, List<String> scopes, List<String> patients) {
        return new Player(login, who, unit, Player.TENANT, account, Player.PEOPLE, false, scopes, patients);
    }

    /// The number of an account, which is made with what belongs to it when it isn't there.
    private long account(String login, Role role, String name, long subject, ObjLongConsumer<Tx> rest) {
        Optional<Accounts.Known> known = server.database().read(accounts.byLogin(Player.TENANT, login));
        if (known.isPresent()) return known.get().account();
        try (Tx tx = server.database().begin()) {
            long account = accounts.number(tx);
            accounts.create(tx, new Accounts.NewAccount(Player.TENANT, account, role, name, login, subject, now.plus(REVIEW)));
            rest.accept(tx, account);
            tx.commit();
            return account;
        }
    }

    private Standing standing(String type, String id) {
        return server.database().read(server.record().targets().standing(new Address(Player.TENANT, type, id))).orElseThrow();
    }
}
