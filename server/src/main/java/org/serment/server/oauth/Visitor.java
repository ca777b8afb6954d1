package org.serment.server.oauth;

import java.time.Instant;
import java.util.List;
import org.serment.server.signin.Proof;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/// The person who is signed in, as the protocol needs to know them.
///
/// @param session SHA-256 of the session's name: what the grant stands on
/// @param since   when the person proved who they are
/// @param methods how (RFC 8176)
/// @param level   what that amounts to, for `acr`
/// @param opened  for whom the application is opened
/// @param user    `Patient/id` of the person's own record, where the application asks who they are; empty otherwise
record Visitor(int tenant, long account, byte[] session, Instant since, List<String> methods, String level, Opened opened, String user) implements AuthenticatedPrincipal {

    Visitor {
        methods = List.copyOf(methods);
    }

    /// What the factors of our own amount to: two of different kinds (REFEDS multi-factor profile).
    private static final String TWO_FACTORS = "https://refeds.org/profile/mfa";

    static Visitor of(Proof proof) {
        return new Visitor(proof.tenant(), proof.account(), proof.session(), proof.at(), proof.methods(), proof.level().isEmpty() ? TWO_FACTORS : proof.level(), new Opened.Nobody(), "");
    }

    Visitor with(Opened other, String own) {
        return new Visitor(tenant, account, session, since, methods, level, other, own);
    }

    @Override
    public String getName() {
        return tenant + "/" + account;
    }

    Authentication authentication() {
        return new PreAuthenticatedAuthenticationToken(this, "", AuthorityUtils.NO_AUTHORITIES);
    }

    static Visitor who(Authentication authentication) {
        if (authentication.getPrincipal() instanceof Visitor visitor) return visitor;
        throw new IllegalStateException("nobody is signed in");
    }
}
