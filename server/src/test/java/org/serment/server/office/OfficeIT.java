package org.serment.server.office;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.kernel.identity.Actor;
import org.serment.server.accounts.Accounts;
import org.serment.server.credentials.Totp;
import org.serment.server.db.Part;
import org.serment.server.gate.Address;
import org.serment.server.signin.Browser;
import org.serment.server.signin.House;

class OfficeIT {
    static House house;
    static Browser administrator;
    static House.Somebody self;
    static String unit, patient;

    @BeforeAll
    static void open() {
        house = new House();
        self = house.somebody("root", Role.ADMINISTRATOR);
        administrator = house.in(self);
        unit = house.created("{'resourceType':'Organization','name':'Cardiologie','type':[{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/organization-type','code':'dept'}]}]}");
        patient = house.created("{'resourceType':'Patient','name':[{'family':'Delacroix'}]}");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String code(HttpResponse<String> page) {
        var found = Pattern.compile("class=\"once\">([A-Z2-7 ]{19})<").matcher(page.body());
        if (!found.find()) throw new AssertionError(page.statusCode() + page.body());
        return found.group(1);
    }

    private static String account(HttpResponse<String> page) {
        var found = Pattern.compile("href=\"/accounts/(\\d+)\"").matcher(page.body());
        if (!found.find()) throw new AssertionError(page.body());
        return found.group(1);
    }

    private static HttpResponse<String> create(String... fields) {
        administrator.get("/accounts/new");
        return administrator.post("/accounts/new", fields);
    }

    private static long entries() {
        return house.one.database().read(Part.first("select count(*) from entry", r -> r.getLong(1))).orElseThrow();
    }

    @Test
    void aProfessionalIsMadePostedAndEnded() {
        assertTrue(administrator.get("/accounts/new").body().contains("Cardiologie"), "units of the directory");
        long before = entries();
        var made = create("role", "NURSE", "login", "Rose", "name", "Rosalie Élan", "unit", unit, "from", "", "until", "");
        assertEquals(200, made.statusCode(), made.body());
        assertTrue(entries() > before, "in the journal");
        long number = Long.parseLong(account(made));
        var facts = house.one.database().read(house.accounts.facts(new Actor(1, number, "pages", false, Set.of()), Instant.now())).account().orElseThrow();
        assertEquals(Set.of("Cardiologie"), Set.copyOf(facts.units().values()));
        assertEquals("Rosalie Élan", facts.name());
        assertTrue(administrator.get("/accounts").body().contains("Rosalie Élan"));

        var rose = new Browser(house.one.port());
        rose.get("/sign-in/enrol");
        assertEquals("/sign-in/enrol/factor", Browser.location(rose.post("/sign-in/enrol", "login", "rose", "code", code(made), "password", House.PASSWORD, "again", House.PASSWORD)));
        var page = administrator.get("/accounts/" + number).body();
        var post = Pattern.compile("name=\"unit\" value=\"([0-9a-f-]{36})\"><input type=\"hidden\" name=\"from\" value=\"(\\d+)\"").matcher(page);
        assertTrue(post.find(), page);
        assertEquals("/accounts/" + number, Browser.location(administrator.post("/accounts/" + number + "/postings/end", "unit", post.group(1), "from", post.group(2))));
        assertEquals(Map.of(), house.one.database().read(house.accounts.facts(new Actor(1, number, "pages", false, Set.of()), Instant.now())).account().orElseThrow().units());
        assertEquals("/accounts/" + number, Browser.location(administrator.post("/accounts/" + number + "/postings", "unit", unit, "from", "2026-01-01", "until", "2031-01-31")));
        assertTrue(administrator.get("/accounts/" + number).body().contains("1 févr. 2031") || administrator.get("/accounts/" + number).body().contains("31 janv. 2031"));
        assertEquals(422, administrator.post("/accounts/" + number + "/postings", "unit", unit, "from", "soon", "until", "").statusCode());
        assertEquals(422, administrator.post("/accounts/" + number + "/postings", "unit", patient, "from", "", "until", "").statusCode());

        assertEquals(422, administrator.post("/accounts/" + number + "/end").statusCode(), "not by a slip of the hand");
        assertEquals("/accounts/" + number, Browser.location(administrator.post("/accounts/" + number + "/end", "sure", "yes")));
        assertTrue(house.one.database().read(house.accounts.facts(new Actor(1, number, "pages", false, Set.of()), Instant.now())).account().orElseThrow().revoked());
        assertTrue(administrator.get("/accounts?ended=1").body().contains("Rosalie Élan"));
        assertEquals("/accounts", Browser.location(administrator.post("/accounts/" + number + "/code")), "a closed account gets no code");
    }

    @Test
    void aPatientsAccountIsTiedByTheAddressAlone() {
        assertEquals(422, create("role", "PATIENT", "login", "dossier-1", "patient", "Patient/no-such-record").statusCode());
        var made = create("role", "PATIENT", "login", "dossier-1", "name", "Delacroix", "patient", "Patient/" + patient);
        assertEquals(200, made.statusCode(), made.body());
        assertFalse(made.body().contains("Delacroix"));
        long number = Long.parseLong(account(made));
        long oid = house.one.database().read(house.one.record().targets().standing(new Address(1, "Patient", patient))).orElseThrow().oid();
        assertEquals(Set.of(oid), house.one.database().read(house.accounts.facts(new Actor(1, number, "pages", false, Set.of()), Instant.now())).own());
        assertEquals(1, house.one.database().read(Part.first("select count(*) from line where subject = ?", r -> r.getLong(1), oid)).orElseThrow() - 1, "the patient sees the loading, and who made the account");
        assertEquals(422, create("role", "PATIENT", "login", "dossier-1", "patient", patient).statusCode(), "the login is taken");

        // the patient sees in their own list what was done to the account, by whomever
        var own = new Browser(house.one.port());
        own.get("/sign-in/enrol");
        own.post("/sign-in/enrol", "login", "dossier-1", "code", code(made), "password", House.PASSWORD, "again", House.PASSWORD);
        var secret = Pattern.compile("class=\"secret\">([A-Z2-7 ]+)<").matcher(own.get("/sign-in/enrol/factor").body());
        assertTrue(secret.find());
        assertEquals("/account/codes", Browser.location(own.post("/sign-in/enrol/app", "code", Totp.code(bytes(secret.group(1).replace(" ", "")), Instant.now()))));
        assertEquals(3, lines(oid));
        administrator.get("/accounts/" + number);
        assertEquals(200, administrator.post("/accounts/" + number + "/code").statusCode());
        assertEquals(4, lines(oid));
        administrator.get("/accounts/" + number);
        assertEquals("/accounts/" + number, Browser.location(administrator.post("/accounts/" + number + "/review")));
        assertEquals(5, lines(oid));
        var list = own.get("/record/readers").body();
        assertTrue(list.contains("Modifié :") && list.contains("votre compte") && list.contains("vos moyens de connexion") && list.contains("Camille root"), list);
        assertTrue(own.get("/record/readers?others=1").body().contains("vos moyens de connexion"), "whoever has the code acts under the patient's name");
        administrator.get("/accounts/" + number);
        assertEquals("/accounts/" + number, Browser.location(administrator.post("/accounts/" + number + "/end", "sure", "yes")));
        assertTrue(lines(oid) > 5);
    }

    private static long lines(long subject) {
        return house.one.database().read(Part.first("select count(*) from line where subject = ?", r -> r.getLong(1), subject)).orElseThrow();
    }

    private static byte[] bytes(String base32) {
        var bits = new StringBuilder();
        for (char c : base32.toCharArray()) bits.append(String.format("%5s", Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c))).replace(' ', '0'));
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        return bytes;
    }

    @Test
    void theYearlyReviewIsRenewed() {
        long number;
        try (var tx = house.one.database().begin()) {
            number = house.accounts.number(tx);
            house.accounts.create(tx, new Accounts.NewAccount(1, number, Role.DPO, "Sylvie Overdue", "sylvie", 0, Instant.now().minusSeconds(5)));
            tx.commit();
        }
        assertTrue(administrator.get("/accounts").body().contains("échue le"));
        assertEquals("/accounts/" + number, Browser.location(administrator.post("/accounts/" + number + "/review")));
        var due = house.one.database().read(house.accounts.facts(new Actor(1, number, "pages", false, Set.of()), Instant.now())).account().orElseThrow().reviewDue();
        assertTrue(due.isAfter(Instant.now().plusSeconds(364 * 86_400L)));
    }

    @Test
    void wrongFormsSaySo() {
        for (var fields : new String[][] {{"login", "x", "name", "X"}, {"role", "LOADER", "login", "prog", "name", "X"}, {"role", "NURSE", "login", "Bad Login", "name", "X"},
                {"role", "NURSE", "login", "noname"}, {"role", "NURSE", "login", "when", "name", "X", "until", "never"}, {"role", "NURSE", "login", "where", "name", "X", "unit", "no-such-unit"}}) {
            var answer = create(fields);
            assertEquals(422, answer.statusCode(), String.join(" ", fields));
            assertTrue(answer.body().contains("error-summary"));
        }
    }

    @Test
    void nobodyElseIsLetIn() {
        for (var role : new Role[] {Role.NURSE, Role.DPO, Role.ADMISSIONS}) {
            var who = house.somebody("other-" + role.name().toLowerCase(), role);
            var browser = house.in(who);
            browser.get("/account");
            for (var path : new String[] {"/accounts", "/accounts/new", "/accounts/" + self.account(), "/accounts/999999999"}) assertEquals(404, browser.get(path).statusCode(), path);
            browser.get("/account");
            for (var path : new String[] {"/code", "/end", "/review"}) assertEquals(404, browser.post("/accounts/" + self.account() + path, "sure", "yes").statusCode(), path);
            assertEquals(404, browser.post("/accounts/new", "role", "ADMINISTRATOR", "login", "evil-" + role.ordinal(), "name", "Evil").statusCode());
        }
        assertFalse(administrator.get("/accounts").body().contains("evil"));
        assertEquals("/accounts", Browser.location(administrator.post("/accounts/" + self.account() + "/end", "sure", "yes")), "nobody ends their own account");
        assertEquals(200, administrator.get("/accounts").statusCode());
    }
}
