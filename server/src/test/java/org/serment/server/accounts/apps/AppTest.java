package org.serment.server.accounts.apps;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class AppTest {

    @Test
    void answersGoToHttpsOrToThisMachine() {
        for (var good : List.of("https://app.example/back", "https://app.example:8443/back?tenant=1", "http://127.0.0.1:8123/back", "http://[::1]:8123/"))
            assertTrue(App.redirect(good), good);
        for (var bad : List.of("", "app.example", "http://app.example/back", "https:///back", "https://app.example/back#here", "https://user@app.example/", "http://localhost:8123/",
                "javascript:alert(1)", "myapp://back", "https://app.example/ back", "https://app.example/é", "https://app.example/" + "x".repeat(300), "http://127.0.0.1.evil.example/"))
            assertFalse(App.redirect(bad), bad);
    }

    @Test
    void scopesAreThoseThatARuleCanRead() {
        for (var good : List.of("user/*.rs", "patient/*.cruds", "user/Observation.r", "user/*.read", "user/Observation.rs?category=x", "openid", "fhirUser", "launch", "launch/patient", "online_access")) assertTrue(App.scope(good), good);
        for (var bad : List.of("", "system/*.rs", "user/*", "user/*.", "user/*.sr", "user/observation.rs", "user/*.rs?category=x", "user/Observation.rs?", "offline_access", "launch/encounter", "*"))
            assertFalse(App.scope(bad), bad);
    }
}
