package org.serment.server.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderTest {
    private static final Map<String, String> PSC = Map.of("providers.psc.issuer", "https://psc.example/realm", "providers.psc.client-id", "serment",
            "providers.psc.client-secret-file", "/secret", "providers.psc.acr", "eidas1", "providers.psc.identity", "SubjectNameID",
            "providers.psc.scope", "openid scope_all", "providers.psc.label", "Pro Santé Connect");

    @Test
    void settingsNameProviders() {
        assertEquals(List.of(), providers(Map.of()));
        assertEquals(List.of(new Provider("psc", "Pro Santé Connect", "https://psc.example/realm", "serment", Path.of("/secret"), "eidas1", "SubjectNameID", Set.of("openid", "scope_all"))), providers(PSC));
        var plain = new HashMap<>(PSC);
        List.of("identity", "scope", "label").forEach(k -> plain.remove("providers.psc." + k));
        assertEquals(new Provider("psc", "psc", "https://psc.example/realm", "serment", Path.of("/secret"), "eidas1", "sub", Set.of("openid")), providers(plain).getFirst());
    }

    @Test
    void whatIsMissingOrUnsafeIsSaid() {
        for (var needed : List.of("issuer", "client-id", "client-secret-file", "acr")) {
            var all = new HashMap<>(PSC);
            all.remove("providers.psc." + needed);
            assertTrue(assertThrows(CannotStart.class, () -> providers(all)).getMessage().contains("providers.psc." + needed));
        }
        for (var issuer : List.of("http://psc.example/realm", "http://127.0.0.1.evil.example", "psc.example", "https://psc.example/?realm=1", "ftp://psc.example")) {
            var all = new HashMap<>(PSC);
            all.put("providers.psc.issuer", issuer);
            assertThrows(CannotStart.class, () -> providers(all), issuer);
        }
        assertThrows(CannotStart.class, () -> providers(Map.of("providers.psc.secret", "in clear")));
        assertThrows(CannotStart.class, () -> providers(Map.of("providers.PSC.issuer", "https://psc.example")));
    }

    @Test
    void aLevelIsComparedInsideItsFamily() {
        var eidas2 = provider("eidas2");
        for (var good : List.of("eidas2", "eidas3")) assertTrue(eidas2.enough(good), good);
        for (var bad : List.of("", "eidas1", "eidas", "2", "loa3", "eidas 3", "https://example.org/eidas3")) assertFalse(eidas2.enough(bad), bad);
        assertTrue(provider("gold").enough("gold"));
        assertFalse(provider("gold").enough("silver"));
    }

    private static Provider provider(String level) {
        return new Provider("one", "One", "https://one.example", "serment", Path.of("/secret"), level, "sub", Set.of("openid"));
    }

    private static List<Provider> providers(Map<String, String> settings) {
        return Config.load(Optional.empty(), Map.of(), settings).site().providers();
    }
}
