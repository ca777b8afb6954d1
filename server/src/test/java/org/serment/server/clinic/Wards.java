package org.serment.server.clinic;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.Accounts;
import org.serment.server.signin.Browser;
import org.serment.server.signin.House;

/// A hospital of two units on a real server, with people who sign in by browser. What is in it came through the FHIR door.
final class Wards implements AutoCloseable {
    static final String HOSTILE = "<img src=x onerror=alert(1)>\\\"&amp;";

    final House house = new House();
    private final Map<String, House.Somebody> people = new HashMap<>();
    final String cardiology;
    final String pneumology;

    Wards() {
        cardiology = created("{'resourceType':'Organization','name':'Cardiologie'}");
        pneumology = created("{'resourceType':'Organization','name':'Pneumologie, étage 2 | \\\\ $'}");
        person("nurse", Role.NURSE, cardiology, "Cardiologie");
        person("other", Role.NURSE, pneumology, "Pneumologie, étage 2 | \\ $");
    }

    /// Somebody who works in a unit; in none when it is empty.
    void person(String login, Role role, String unit, String name) {
        var somebody = house.somebody(login, role);
        people.put(login, somebody);
        if (unit.isEmpty()) return;
        try (var tx = house.one.database().begin()) {
            var hash = house.one.vault().index(1).hasher().reference("Organization/" + unit);
            house.accounts.post(tx, 1, somebody.account(), hash, house.one.record().unit(tx, 1, "Organization/" + unit), name, Instant.now().minusSeconds(60), Accounts.ALWAYS);
            tx.commit();
        }
    }

    Browser in(String login) {
        return house.in(people.get(login));
    }

    long account(String login) {
        return people.get(login).account();
    }

    /// Creates a resource as the loading program; gives its id.
    String created(String json) {
        return house.created(json);
    }

    // ---- what is in a hospital

    String patient(String family, String given, String more) {
        return created("{'resourceType':'Patient','name':[{'use':'official','family':'" + family + "','given':['" + given + "']}],'gender':'female','birthDate':'1950-11-03'" + more + "}");
    }

    String bed(String room, String name, String unit) {
        return created("{'resourceType':'Location','status':'active','name':'" + name + "','physicalType':{'coding':[{'code':'bd'}]},'managingOrganization':{'reference':'Organization/" + unit
                + "'},'partOf':{'reference':'Location/" + room + "'}}");
    }

    String room(String name, String unit) {
        return created("{'resourceType':'Location','status':'active','name':'" + name + "','physicalType':{'coding':[{'code':'ro'}]},'managingOrganization':{'reference':'Organization/" + unit + "'}}");
    }

    /// A stay that goes on, in a bed or (when it is empty) without one.
    String stay(String patient, String unit, String bed, Duration ago) {
        var at = bed.isEmpty() ? "" : ",'location':[{'location':{'reference':'Location/" + bed + "','display':'Lit'},'status':'active'}]";
        return created("{'resourceType':'Encounter','status':'in-progress','class':{'code':'IMP'},'subject':{'reference':'Patient/" + patient + "'},'period':{'start':'" + Instant.now().minus(ago)
                + "'},'serviceProvider':{'reference':'Organization/" + unit + "','display':'Unité'}" + at + "}");
    }

    String left(String patient, String unit, Duration ago) {
        return created("{'resourceType':'Encounter','status':'finished','class':{'code':'IMP'},'subject':{'reference':'Patient/" + patient + "'},'period':{'start':'" + Instant.now().minus(ago).minus(Duration.ofDays(3))
                + "','end':'" + Instant.now().minus(ago) + "'},'serviceProvider':{'reference':'Organization/" + unit + "','display':'Unité'}}");
    }

    String laboratory(String patient, String code, double value, Instant at, String more) {
        return created("{'resourceType':'Observation','status':'final','category':[{'coding':[{'code':'laboratory'}]}],'code':{'coding':[{'system':'http://loinc.org','code':'" + code
                + "'}]},'subject':{'reference':'Patient/" + patient + "'},'effectiveDateTime':'" + at + "','valueQuantity':{'value':" + value + ",'unit':'mmol/L'}" + more + "}");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- what the journal has

    /// How many entries there are, and how many lines of one patient.
    long entries() {
        return count("select count(*) from entry");
    }

    long lines(String patient) {
        long subject = house.one.database().read(house.one.record().targets().standing(new org.serment.server.gate.Address(1, "Patient", patient))).orElseThrow().oid();
        return count("select count(*) from line where subject = " + subject);
    }

    void change(String sql) {
        try (var c = house.test.superuser()) {
            c.createStatement().execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long count(String sql) {
        try (var c = house.test.superuser(); var rows = c.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        house.close();
    }
}
