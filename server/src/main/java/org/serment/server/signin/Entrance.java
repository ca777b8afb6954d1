package org.serment.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.serment.server.credentials.Sessions;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/// What a request's session knows of the person, and how that changes. Each step forward takes a new session, with a new secret, and
/// the last one a new form token: what somebody planted before is worth nothing after.
final class Entrance {
    private final InstantSource clock;

    Entrance(InstantSource clock) {
        this.clock = clock;
    }

    /// Remembers a step on the way in.
    void step(HttpServletRequest http, Serializable step) {
        fresh(http);
        http.getSession().setAttribute(step.getClass().getName(), step);
    }

    <T extends Serializable> Optional<T> step(HttpServletRequest http, Class<T> kind) {
        return Optional.ofNullable(http.getSession(false)).map(s -> s.getAttribute(kind.getName())).filter(kind::isInstance).map(kind::cast);
    }

    /// Remembers something for later, in the session that there is.
    void keep(HttpServletRequest http, Serializable one) {
        http.getSession().setAttribute(one.getClass().getName(), one);
    }

    void forget(HttpServletRequest http, Class<? extends Serializable> kind) {
        Optional.ofNullable(http.getSession(false)).ifPresent(s -> s.removeAttribute(kind.getName()));
    }

    /// All factors were given.
    ///
    /// @param methods which ones (RFC 8176), for applications that ask
    void in(HttpServletRequest http, int tenant, long account, List<String> methods) {
        in(http, tenant, account, methods, "");
    }

    /// An outside provider vouches for them.
    ///
    /// @param level how well, in its own words (`acr`)
    void in(HttpServletRequest http, int tenant, long account, List<String> methods, String level) {
        fresh(http);
        http.getSession().setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
                new SecurityContextImpl(new SignedIn(tenant, account, clock.instant(), methods, level)));
    }

    void out(HttpServletRequest http) {
        Optional.ofNullable(http.getSession(false)).ifPresent(jakarta.servlet.http.HttpSession::invalidate);
        SecurityContextHolder.clearContext();
    }

    /// How whoever is signed in proved it.
    Optional<Proof> proof(HttpServletRequest http) {
        return who().map(w -> new Proof(w.tenant(), w.account(), Sessions.name(http.getSession().getId()), w.at(), w.methods(), w.level()));
    }

    /// Who is signed in.
    Optional<SignedIn> who() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof SignedIn s ? Optional.of(s) : Optional.empty();
    }

    private static void fresh(HttpServletRequest http) {
        Optional.ofNullable(http.getSession(false)).ifPresent(jakarta.servlet.http.HttpSession::invalidate);
        http.getSession(true);
    }
}
