package org.serment.server.signin;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.serment.kernel.identity.Actor;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/// Somebody who has given all factors. Made by [Entrance] only. Role, name and whether the account still stands are not here: they are
/// facts of each request.
public final class SignedIn extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;
    /// The client of the pages, in the journal.
    static final String PAGES = "pages";

    private final int tenant;
    private final long account;
    private final Instant at;
    private final List<String> methods;
    private final String level;

    /// @param at      when the factors were given
    /// @param methods which ones (RFC 8176)
    /// @param level   what an outside provider vouches for; empty when the factors are ours
    SignedIn(int tenant, long account, Instant at, List<String> methods, String level) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.tenant = tenant;
        this.account = account;
        this.at = at;
        this.methods = List.copyOf(methods);
        this.level = level;
        setAuthenticated(true);
    }

    public int tenant() {
        return tenant;
    }

    public long account() {
        return account;
    }

    /// When the factors were given.
    public Instant at() {
        return at;
    }

    List<String> methods() {
        return methods;
    }

    String level() {
        return level;
    }

    /// What the gate is told.
    public Actor actor() {
        return new Actor(tenant, account, PAGES, false, Set.of("user/*.cruds"));
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return tenant + "/" + account;
    }
}
