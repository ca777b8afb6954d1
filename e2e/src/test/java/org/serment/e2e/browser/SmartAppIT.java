package org.serment.e2e.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.serment.e2e.Fhir;
import org.serment.e2e.Hospital;
import org.serment.e2e.clients.Npm;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An application that runs wholly in a browser, made with the library that such applications are made with (`fhirclient` of npm): opened
/// by itself and from a record, on another origin, with PKCE. It may read laboratory results and nothing else of the kind.
@ExtendWith({Hospital.Resolver.class, Chromium.Resolver.class})
class SmartAppIT {
    private static final String VERSION = "2.6.3";
    private static final String SHA_512 = "CirZixcwWelbkIXxpxlNQx5+ZdJirl6F1s4y4yvA1X7hHAkr9n99aVHaMi0wX+97nATjKQ65X6NB5as/wZoJzg==";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category|";
    private static final String SCOPES = "openid fhirUser patient/Patient.rs patient/Observation.rs?category=" + CATEGORY + "laboratory";
    private static Stand stand;
    private static String client = "";

    @BeforeAll
    static void application(Hospital hospital, Chromium chromium) throws Exception {
        stand = Stand.ofAnApplication();
        stand.file("/fhir-client.js", "text/javascript", new String(Npm.file("fhirclient", VERSION, SHA_512, "build/fhir-client.pure.min.js"), java.nio.charset.StandardCharsets.UTF_8));
        client = register(hospital, chromium);
        stand.page("/launch", "<h1>Courbes</h1><script src=\"/fhir-client.js\"></script><script src=\"/launch.js\"></script>");
        stand.file("/launch.js", "text/javascript", """
                const opened = new URLSearchParams(location.search).has('launch');
                FHIR.oauth2.authorize({iss: '%s/fhir', clientId: '%s', redirectUri: '/back', pkceMode: 'required', scope: (opened ? 'launch ' : 'launch/patient ') + '%s'});
                """.formatted(hospital.base(), client, SCOPES));
        stand.page("/back", "<h1>Courbes</h1><pre id=\"out\"></pre><script src=\"/fhir-client.js\"></script><script src=\"/back.js\"></script>");
        stand.file("/back.js", "text/javascript", """
                (async () => {
                    const out = document.getElementById('out');
                    try {
                        const client = await FHIR.oauth2.ready();
                        const patient = await client.patient.read();
                        const count = async category => (await client.request('Observation?_summary=count&patient=' + client.patient.id + (category ? '&category=' + encodeURIComponent('%s' + category) : ''))).total;
                        out.textContent = JSON.stringify({id: client.patient.id, family: patient.name[0].family, user: client.user.fhirUser || '', all: await count(''),
                            laboratory: await count('laboratory'), vital: await count('vital-signs'), banner: client.state.tokenResponse.need_patient_banner, encounter: client.encounter.id || ''});
                    } catch (e) {
                        out.textContent = 'error ' + e;
                    }
                })();
                """.formatted(CATEGORY));
    }

    @AfterAll
    static void end() {
        stand.close();
    }

    private static String register(Hospital hospital, Chromium chromium) {
        try (Window window = chromium.open(hospital.base(), Window.Kind.FRENCH)) {
            Person.signIn(window, "administrator");
            Page page = window.page();
            page.navigate("/accounts/apps");
            page.locator("#name").fill("Courbes");
            page.locator("#redirects").fill(stand.base() + "/back");
            page.locator("#scopes").fill(SCOPES + " launch launch/patient");
            page.locator("#launch").fill(stand.base() + "/launch");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Enregistrer")).click();
            page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("Courbes")).first().waitFor();
            Seen.well(window, "apps-launch");
            return page.locator("tbody tr td code").first().textContent();
        }
    }

    private static Window open(Hospital hospital, Chromium chromium, String login) {
        Window window = chromium.open(hospital.base(), Window.Kind.FRENCH);
        window.watch().leave(stand.base());
        window.watch().expect(204);
        Person.signIn(window, login);
        return window;
    }

    private static JsonNode shown(Page page) {
        page.waitForURL(stand.base() + "/back**");
        page.locator("#out:not(:empty)").waitFor();
        String text = page.locator("#out").textContent();
        assertTrue(text.startsWith("{"), text);
        return new JsonMapper().readTree(text);
    }

    @Test
    void aPatientOpensItOnTheirOwnRecord(Hospital hospital, Chromium chromium) throws Exception {
        try (Window window = open(hospital, chromium, "patient")) {
            Page page = window.page();
            page.navigate(stand.base() + "/launch");
            page.waitForURL("**/oauth/consent**");
            Seen.well(window, "consent-granular");
            assertTrue(page.locator("main").textContent().contains("seulement ce qui répond à"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Autoriser")).click();
            JsonNode out = shown(page);
            assertEquals(hospital.patient(), "Patient/" + out.path("id").asString());
            assertEquals(hospital.patient(), out.path("user").asString(), "who is signed in, out of the identity token");
            assertEquals(Fhir.json(hospital.as("patient").get("/fhir/" + hospital.patient()).body()).path("name").path(0).path("family").asString(), out.path("family").asString());
            laboratoryOnly(hospital, out);
            page.navigate(hospital.base() + "/account/apps");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Retirer l’autorisation de Courbes")).click();
            page.getByText("Vous n’avez autorisé aucune application.").waitFor();
        }
    }

    private static void laboratoryOnly(Hospital hospital, JsonNode out) throws Exception {
        String of = "Observation?_summary=count&patient=" + out.path("id").asString();
        int all = total(hospital, of);
        int laboratory = total(hospital, of + "&category=" + CATEGORY.replace("|", "%7C") + "laboratory");
        assertTrue(laboratory > 0 && laboratory < all, laboratory + " of " + all);
        assertEquals(laboratory, out.path("laboratory").asInt());
        assertEquals(laboratory, out.path("all").asInt(), "the rest isn't there");
        assertEquals(0, out.path("vital").asInt());
        assertTrue(out.path("banner").asBoolean());
    }

    private static int total(Hospital hospital, String search) throws Exception {
        return Fhir.json(hospital.as("patient").get("/fhir/" + search).body()).path("total").asInt();
    }

    @Test
    void aNurseOpensItFromARecord(Hospital hospital, Chromium chromium) throws Exception {
        try (Window window = open(hospital, chromium, "nurse")) {
            Page page = window.page();
            page.navigate("/patients");
            page.locator("main a[href^='/patients/']").first().click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Ouvrir dans une application")).click();
            page.waitForURL("**/oauth/open/**");
            String patient = page.url().replaceFirst(".*/", "");
            Seen.well(window, "open-in-application");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ouvrir Courbes")).click();
            page.waitForURL("**/oauth/consent**");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Autoriser")).click();
            JsonNode out = shown(page);
            assertEquals(patient, out.path("id").asString());
            assertFalse(out.path("encounter").asString().isEmpty(), "somebody of the ward is in a stay");
            assertEquals("", out.path("user").asString(), "professionals are no resource here");
        }
    }

    @Test
    void aNurseChoosesAPatient(Hospital hospital, Chromium chromium) throws Exception {
        try (Window window = open(hospital, chromium, "nurse")) {
            Page page = window.page();
            page.navigate(stand.base() + "/launch");
            page.waitForURL("**/oauth/consent**");
            Seen.well(window, "consent-patient");
            String chosen = page.locator("input[name=patient]").first().getAttribute("value");
            page.locator("input[name=patient]").first().check();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Autoriser")).click();
            assertEquals(chosen, shown(page).path("id").asString());
        }
    }
}
