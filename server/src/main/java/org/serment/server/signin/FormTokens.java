package org.serment.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/// What forms send back. A stranger's is in a cookie, so that looking at the page of signing in keeps nothing here; that of somebody
/// who is signed in is in the session, where no other site under our domain can plant it.
final class FormTokens implements CsrfTokenRepository {
    private final CsrfTokenRepository sessions = new HttpSessionCsrfTokenRepository();
    private final CsrfTokenRepository cookies;

    /// @param secure browsers come by https
    FormTokens(boolean secure) {
        var cookie = new CookieCsrfTokenRepository();
        cookie.setCookieName(secure ? "__Host-form" : "form");
        cookie.setCookiePath("/");
        cookie.setCookieCustomizer(c -> c.httpOnly(true).secure(secure).sameSite("Lax"));
        // the names of field and header are those of sessions
        cookie.setHeaderName("X-CSRF-TOKEN");
        cookies = cookie;
    }

    private CsrfTokenRepository of(HttpServletRequest http) {
        boolean signedIn = Optional.ofNullable(http.getSession(false)).map(s -> s.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)).isPresent();
        return signedIn ? sessions : cookies;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest http) {
        return of(http).generateToken(http);
    }

    @Override
    public void saveToken(CsrfToken token, HttpServletRequest http, HttpServletResponse to) {
        of(http).saveToken(token, http, to);
    }

    @Override
    public CsrfToken loadToken(HttpServletRequest http) {
        return of(http).loadToken(http);
    }
}
