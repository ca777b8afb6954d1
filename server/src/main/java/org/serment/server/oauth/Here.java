package org.serment.server.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import org.serment.server.db.Config;
import org.serment.server.web.Visit;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/// Our own address: the issuer of what is signed here. Never taken from what a browser sends.
final class Here {
    private static final AuthorizationServerSettings SETTINGS = AuthorizationServerSettings.builder()
            .authorizationEndpoint("/oauth/authorize").tokenEndpoint("/oauth/token").tokenRevocationEndpoint("/oauth/revoke").jwkSetEndpoint("/oauth/jwks").build();

    /// Spring looks for its context on the thread until this is closed.
    interface Inside extends AutoCloseable {
        @Override
        void close();
    }

    private record At(String getIssuer, AuthorizationServerSettings getAuthorizationServerSettings) implements AuthorizationServerContext {}

    private final Config.Site site;

    Here(Config.Site site) {
        this.site = site;
    }

    /// Without a slash at its end.
    String address(HttpServletRequest http) {
        return site.origin().map(URI::toString).orElseGet(() -> "http://localhost:" + http.getLocalPort());
    }

    /// Whether all that a request says can be looked up: no protocol name holds a control character.
    static boolean readable(HttpServletRequest http) {
        return http.getParameterMap().values().stream().flatMap(Arrays::stream).allMatch(Visit::text);
    }

    Inside enter(HttpServletRequest http) {
        AuthorizationServerContextHolder.setContext(new At(address(http), SETTINGS));
        return AuthorizationServerContextHolder::resetContext;
    }
}
