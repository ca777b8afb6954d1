package org.serment.server.signin;

import java.time.Instant;
import java.util.Set;
import org.serment.kernel.identity.Actor;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/// Somebody who has given all factors. Made by [Entrance] only. Role, name and whether the account still stands are not here: they are
/// facts of each request.
final class SignedIn extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;
    /// The client of the pages, in the journal.
    private static final String PAGES = "pages";

    private final int tenant;
    private final long account;
    private final Instant at;

    /// @param at when the factors were given
    SignedIn(int tenant, long account, Instant at) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.tenant = tenant;
        this.account = account;
        this.at = at;
        setAuthenticated(true);
    }

    int tenant() {
        return tenant;
    }

    long account() {
        return account;
    }

    Instant at() {
        return at;
    }

    Actor actor() {
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
