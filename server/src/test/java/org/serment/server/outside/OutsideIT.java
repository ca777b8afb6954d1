package org.serment.server.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Role;
import org.serment.server.db.Part;
import org.serment.server.accounts.Accounts;
import org.serment.server.Server;
import org.serment.server.accounts.apps.Outsiders;
import org.serment.server.db.Config;
import org.serment.server.db.Installation;
import org.serment.server.db.Provider;
import org.serment.server.signin.Browser;
import org.serment.server.signin.House;

/// Signing in with a provider elsewhere: a stand-in with real signatures on a real socket.
class OutsideIT {
    /// A national identifier: 8 and an RPPS number.
    static final String RPPS = "810001234567";
    static final House house = new House();
    static final Elsewhere elsewhere = new Elsewhere();
    static final HttpClient http = HttpClient.newHttpClient();
    static Server server;
    static House.Somebody nurse;

    @BeforeAll
    static void start() throws IOException {
        var directory = Files.createTempDirectory(Path.of("target"), "outside").toAbsolutePath();
        var secret = Files.writeString(directory.resolve("secret"), Elsewhere.SECRET + "\n");
        var providers = List.of(new Provider("psc", "Pro Santé Connect", elsewhere.issuer(), Elsewhere.CLIENT, secret, "eidas1", "SubjectNameID", Set.of("openid")),
                new Provider("strong", "Fort", elsewhere.issuer(), Elsewhere.CLIENT, secret, "eidas2", "sub", Set.of("openid")),
                new Provider("gone", "Parti", "http://127.0.0.1:1", Elsewhere.CLIENT, secret, "1", "sub", Set.of("openid")));
        server = Server.start(new Config(0, directory, house.test.place(), new Config.Keys(directory.resolve("keys"), Optional.empty()), 8,
                new Config.Site(Optional.empty(), Optional.empty(), providers)), Installation.PRODUCTION, _ -> house.keys);
        nurse = house.somebody("psc-nurse", Role.NURSE);
        link("psc", RPPS, nurse.account());
        link("strong", "f:550:person-1", nurse.account());
    }

    @AfterAll
    static void end() {
        server.close();
        house.close();
        elsewhere.close();
        http.close();
    }

    @BeforeEach
    void honest() {
        elsewhere.claims = UnaryOperator.identity();
        elsewhere.forger = Optional.empty();
        elsewhere.infoOfAnother = false;
        elsewhere.info = Map.of("SubjectNameID", RPPS, "SubjectRole", List.of("60^1.2.250.1.213.1.1.5.5"),
                "otherIds", List.of(Map.of("identifiant", RPPS, "origine", "RPPS", "qualite", 1)));
    }

    @Test
    void aLinkedPersonIsSignedIn() throws Exception {
        var browser = new Browser(server.port());
        var page = browser.get("/sign-in?to=/account/apps");
        assertTrue(page.body().contains("href=\"/sign-in/outside/psc?to=/account/apps\">Pro Santé Connect</a>"), page.body());
        var before = browser.session;
        var back = there(browser, "psc", "/account/apps");
        assertEquals("/account/apps", Browser.location(browser.get(back)));
        assertEquals(200, browser.get("/account/apps").statusCode());
        assertFalse(browser.session.equals(before), "a new session");
        assertEquals("eidas1", elsewhere.asked.get("acr_values"));
        assertEquals("S256", elsewhere.asked.get("code_challenge_method"));
        assertTrue(elsewhere.asked.get("nonce").length() > 20 && elsewhere.asked.get("state").length() > 20);
        assertEquals("http://localhost:" + server.port() + "/sign-in/outside/psc/back", elsewhere.asked.get("redirect_uri"));
    }

    @Test
    void anyOfTheirNationalIdentifiersWillDo() throws Exception {
        elsewhere.info = Map.of("SubjectNameID", "0593800999", "otherIds", List.of(Map.of("identifiant", RPPS, "origine", "RPPS")));
        var browser = new Browser(server.port());
        assertEquals("/", Browser.location(browser.get(there(browser, "psc", "/"))));
    }

    @Test
    void anAnswerWorksOnceAndInItsBrowserOnly() throws Exception {
        var browser = new Browser(server.port());
        var back = there(browser, "psc", "/");
        assertEquals("stale", refused(new Browser(server.port()), back), "another browser");
        assertEquals("stale", refused(browser, back.replaceFirst("state=[^&]+", "state=forged")));
        assertEquals("/", Browser.location(browser.get(back)));
        assertEquals("stale", refused(browser, back), "a replay");
        elsewhere.claims = all -> without(all, "acr");
        var weak = there(browser, "psc", "/");
        assertEquals("weak", refused(browser, weak));
        assertEquals("stale", refused(browser, weak), "a replay of what was refused");
        honest();
        var other = new Browser(server.port());
        assertEquals("stale", refused(other, there(other, "psc", "/").replace("/psc/", "/strong/")), "another provider");
    }

    @Test
    void whatCantBeVerifiedIsRefused() throws Exception {
        for (var lie : List.<Map<String, Object>>of(Map.of("nonce", "another"), Map.of("aud", List.of("another")), Map.of("iss", "http://127.0.0.1:2"),
                Map.of("exp", Date.from(Instant.now().minusSeconds(3600)), "iat", Date.from(Instant.now().minusSeconds(3700))), Map.of("aud", List.of("another", Elsewhere.CLIENT)))) {
            elsewhere.claims = all -> with(all, lie);
            assertEquals("untrusted", tried("psc"), lie.keySet().toString());
        }
        elsewhere.claims = all -> without(all, "nonce");
        assertEquals("untrusted", tried("psc"), "no nonce");
        honest();
        elsewhere.forger = Optional.of(Elsewhere.key());
        assertEquals("untrusted", tried("psc"), "signed by another key");
        honest();
        elsewhere.infoOfAnother = true;
        assertEquals("untrusted", tried("psc"), "userinfo of somebody else");
    }

    @Test
    void aMissingOrLowerLevelIsRefused() throws Exception {
        elsewhere.claims = all -> without(all, "acr");
        assertEquals("weak", tried("psc"));
        honest();
        assertEquals("weak", tried("strong"), "eidas1 where eidas2 is asked for");
        elsewhere.claims = all -> with(all, Map.of("acr", "eidas3"));
        var browser = new Browser(server.port());
        assertEquals("/", Browser.location(browser.get(there(browser, "strong", "/"))), "a higher one is enough");
        // what userinfo says of the level counts for nothing
        elsewhere.claims = all -> without(all, "acr");
        elsewhere.info = with(elsewhere.info, Map.of("acr", "eidas3"));
        assertEquals("weak", tried("strong"));
    }

    @Test
    void anUnknownIdentityIsToldWhomToAskAndGetsNoAccount() throws Exception {
        elsewhere.info = Map.of("SubjectNameID", "810009999999");
        var browser = new Browser(server.port());
        var answer = browser.get(there(browser, "psc", "/"));
        assertEquals("/sign-in/refused?by=psc&why=unknown", Browser.location(answer));
        var page = browser.get(Browser.location(answer));
        assertEquals(403, page.statusCode());
        assertTrue(page.body().contains("adressez-vous à lui") && page.body().contains("<code>810009999999</code>"), page.body());
        assertFalse(browser.get(Browser.location(answer)).body().contains("810009999999"), "shown once");
        assertEquals("/sign-in", Browser.location(browser.get("/account")).replaceFirst("\\?.*", ""));
        // an ended account is no better
        var ended = house.somebody("psc-ended", Role.NURSE);
        link("psc", "810008888888", ended.account());
        try (var tx = server.database().begin()) {
            house.accounts.revoke(tx, 1, ended.account(), Instant.now());
            tx.commit();
        }
        elsewhere.info = Map.of("SubjectNameID", "810008888888");
        assertEquals("unknown", tried("psc"));
    }

    @Test
    void aProviderThatIsDownKeepsNobodyElseOut() {
        var browser = new Browser(server.port());
        assertEquals("unreachable", refused(browser, "/sign-in/outside/gone"));
        assertEquals(200, browser.get("/sign-in").statusCode());
        assertEquals(404, browser.get("/sign-in/outside/nobody").statusCode());
    }

    @Test
    void anAdministratorLinksAndUnlinks() throws Exception {
        var doctor = house.somebody("psc-doctor", Role.PHYSICIAN);
        var administrator = house.in(house.somebody("psc-administrator", Role.ADMINISTRATOR));
        administrator.port = server.port();
        assertTrue(administrator.get("/accounts/outside").body().contains("Pro Santé Connect"));
        assertEquals(422, administrator.post("/accounts/outside", "provider", "psc", "login", "psc-doctor", "identity", "").statusCode());
        assertEquals(422, administrator.post("/accounts/outside", "provider", "psc", "login", "nobody", "identity", "810007777777").statusCode());
        assertEquals(422, administrator.post("/accounts/outside", "provider", "psc", "login", "psc-doctor", "identity", RPPS).statusCode(), "somebody else's");
        assertEquals(303, administrator.post("/accounts/outside", "provider", "psc", "login", "psc-doctor", "identity", "810007777777").statusCode());
        var page = administrator.get("/accounts/outside");
        assertTrue(page.body().contains("Camille psc-doctor"));
        assertFalse(page.body().contains("810007777777"));
        elsewhere.info = Map.of("SubjectNameID", "810007777777");
        var browser = new Browser(server.port());
        assertEquals("/", Browser.location(browser.get(there(browser, "psc", "/"))));
        assertEquals(303, administrator.post("/accounts/outside/psc/" + doctor.account() + "/end").statusCode());
        assertEquals("unknown", tried("psc"));
        try (var c = house.test.superuser(); var rows = c.createStatement().executeQuery("select count(*) from outside o where o::text like '%810%777%'")) {
            rows.next();
            assertEquals(0, rows.getInt(1), "the number itself is stored nowhere");
        }
        // nobody else may
        var nosy = house.in(house.somebody("psc-nosy", Role.NURSE));
        nosy.port = server.port();
        assertEquals(404, nosy.get("/accounts/outside").statusCode());
        nosy.get("/account/apps");
        assertEquals(404, nosy.post("/accounts/outside", "provider", "psc", "login", "psc-nosy", "identity", "810006666666").statusCode());
    }

    @Test
    void aPatientSeesWhoLinkedTheAccount() throws Exception {
        var patient = house.somebody("psc-patient", Role.PATIENT);
        long subject = 987_654;
        try (var tx = house.one.database().begin()) {
            new Accounts().own(tx, 1, patient.account(), subject);
            tx.commit();
        }
        var administrator = house.in(house.somebody("psc-linker", Role.ADMINISTRATOR));
        administrator.port = server.port();
        assertEquals(200, administrator.get("/accounts/outside").statusCode());
        assertEquals(303, administrator.post("/accounts/outside", "provider", "psc", "login", "psc-patient", "identity", "810005555555").statusCode());
        assertEquals(1, lines(subject));
        assertEquals(303, administrator.post("/accounts/outside/psc/" + patient.account() + "/end").statusCode());
        assertEquals(2, lines(subject));
    }

    private static long lines(long subject) {
        return house.one.database().read(Part.first("select count(*) from line where subject = ?", r -> r.getLong(1), subject)).orElseThrow();
    }

    private static String tried(String provider) throws Exception {
        var browser = new Browser(server.port());
        return refused(browser, there(browser, provider, "/"));
    }

    /// Why not, and that nobody is signed in.
    private static String refused(Browser browser, String path) {
        var location = Browser.location(browser.get(path));
        assertTrue(location.startsWith("/sign-in/refused?"), location);
        var page = browser.get(location);
        assertTrue(page.statusCode() == 403 || page.statusCode() == 503, location);
        return location.replaceFirst(".*why=", "");
    }

    /// From the button to the provider, and the path that it sends the browser back to.
    private static String there(Browser browser, String provider, String to) throws Exception {
        var away = Browser.location(browser.get("/sign-in/outside/" + provider + "?to=" + to));
        assertTrue(away.startsWith(elsewhere.issuer() + "/authorize?"), away);
        var answer = http.send(HttpRequest.newBuilder(URI.create(away)).build(), HttpResponse.BodyHandlers.discarding());
        var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    private static void link(String provider, String identity, long account) {
        try (var tx = house.one.database().begin()) {
            assertTrue(new Outsiders(house.one.vault().secrets()).link(tx, provider, identity, 1, account, 1, Instant.now()));
            tx.commit();
        }
    }

    private static Map<String, Object> with(Map<String, Object> all, Map<String, Object> changes) {
        var changed = new HashMap<>(all);
        changed.putAll(changes);
        return changed;
    }

    private static Map<String, Object> without(Map<String, Object> all, String name) {
        var changed = new HashMap<>(all);
        changed.remove(name);
        return changed;
    }
}
