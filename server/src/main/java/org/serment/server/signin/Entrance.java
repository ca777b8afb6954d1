package org.serment.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/// What a request's session knows of the person, and how that changes. Each step forward takes a new session, with a new secret and
/// a new form token: what somebody planted before is worth nothing after.
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
    void in(HttpServletRequest http, int tenant, long account) {
        fresh(http);
        http.getSession().setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
                new SecurityContextImpl(new SignedIn(tenant, account, clock.instant())));
    }

    void out(HttpServletRequest http) {
        Optional.ofNullable(http.getSession(false)).ifPresent(jakarta.servlet.http.HttpSession::invalidate);
        SecurityContextHolder.clearContext();
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
