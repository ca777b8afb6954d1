package org.serment.server.outside;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.serment.server.accounts.Accounts;
import org.serment.server.accounts.apps.Outsiders;
import org.serment.server.db.Database;
import org.serment.server.db.Provider;
import org.serment.server.outside.Verdict.Why;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/// Takes the answer of a provider: fetches the token, has Spring verify it (signature, issuer, audience, times, nonce), asks for the
/// level of assurance, and looks up whose identity it is.
final class Vouching {
    private static final Logger LOG = Logger.getLogger(Vouching.class.getName());

    private final Database database;
    private final Accounts accounts;
    private final Outsiders outsiders;
    private final RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
    private final OidcUserService users = new OidcUserService();

    Vouching(Database database, Accounts accounts, Outsiders outsiders) {
        this.database = database;
        this.accounts = accounts;
        this.outsiders = outsiders;
        tokens.setRestClient(RestClient.builder().requestFactory(Providers.requests()).configureMessageConverters(all -> {
            all.addCustomConverter(new FormHttpMessageConverter());
            all.addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter());
        }).defaultStatusHandler(new OAuth2ErrorResponseErrorHandler()).build());
        var rest = new RestTemplate(Providers.requests());
        rest.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        var info = new DefaultOAuth2UserService();
        info.setRestOperations(rest);
        users.setOauth2UserService(info);
    }

    Verdict judge(Providers.Known known, OAuth2LoginAuthenticationToken answer) {
        try {
            var checks = new OidcAuthorizationCodeAuthenticationProvider(tokens, users);
            checks.setJwtDecoderFactory(_ -> known.decoder());
            var person = (OidcUser) checks.authenticate(answer).getPrincipal();
            return judge(known.provider(), person);
        } catch (AuthenticationException e) {
            LOG.log(Level.WARNING, "an answer of provider {0} was refused: {1}", new Object[] {known.provider().name(), reason(e)});
            return new Verdict.Refused(Why.UNTRUSTED, "");
        }
    }

    private Verdict judge(Provider provider, OidcUser person) {
        // of the signed token itself, never of what else is known of the person
        String level = Optional.ofNullable(person.getIdToken().getClaimAsString("acr")).orElse("");
        if (!provider.enough(level)) return new Verdict.Refused(Why.WEAK, "");
        var identities = identities(provider, person);
        var linked = identities.stream().map(i -> database.read(outsiders.find(provider.name(), i))).flatMap(Optional::stream).distinct().toList();
        // two accounts for one person is a mistake that nobody should profit from
        if (linked.size() != 1) return new Verdict.Refused(Why.UNKNOWN, identities.isEmpty() ? "" : identities.getFirst());
        var account = linked.getFirst();
        if (database.read(accounts.open(account.tenant(), account.account())).isEmpty()) return new Verdict.Refused(Why.UNKNOWN, identities.getFirst());
        return new Verdict.Welcome(account.tenant(), account.account(), Optional.ofNullable(person.getIdToken().getClaimAsStringList("amr")).orElse(List.of()), level);
    }

    /// What the provider calls the person: the claim that the operator named, and Pro Santé Connect's other national identifiers.
    private static List<String> identities(Provider provider, OidcUser person) {
        var all = new ArrayList<String>();
        Optional.ofNullable(person.getClaimAsString(provider.identity())).filter(s -> !s.isBlank()).ifPresent(all::add);
        if (!all.isEmpty() && person.getClaim("otherIds") instanceof Collection<?> others)
            others.stream().flatMap(o -> o instanceof Map<?, ?> m && m.get("identifiant") instanceof String s ? Stream.of(s) : Stream.empty()).filter(s -> !s.isBlank()).forEach(all::add);
        return all.stream().distinct().toList();
    }

    private static String reason(AuthenticationException e) {
        return e instanceof OAuth2AuthenticationException o ? o.getError().getErrorCode() : e.getClass().getSimpleName();
    }
}
