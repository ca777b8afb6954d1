package org.serment.server.outside;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.serment.server.db.Provider;
import org.serment.server.db.Traces;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/// The providers that the operator named, and what they say of themselves (OpenID Connect Discovery 1.0). They are asked when somebody
/// wants to go there, and again after an hour.
final class Providers {
    private static final Logger LOG = Logger.getLogger(Providers.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(8);
    private static final Duration KEPT = Duration.ofHours(1);
    private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {};
    private static final Set<SignatureAlgorithm> ALGORITHMS = Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256);

    /// @param decoder verifies its tokens, and keeps its keys
    record Known(Provider provider, String secret, Map<String, Object> metadata, JwtDecoder decoder, Instant until) {
        /// @param address ours, without a slash at its end
        ClientRegistration registration(String address) {
            return Providers.registration(provider, secret, metadata, address + "/sign-in/outside/" + provider.name() + "/back");
        }
    }

    private final List<Provider> providers;
    private final Map<String, String> secrets;
    private final InstantSource clock;
    private final RestTemplate rest = new RestTemplate(requests());
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /// @throws org.serment.server.db.CannotStart when a secret can't be read
    Providers(List<Provider> providers, InstantSource clock) {
        this.providers = providers;
        this.secrets = providers.stream().collect(Collectors.toMap(Provider::name, Provider::secretText));
        this.clock = clock;
    }

    static JdkClientHttpRequestFactory requests() {
        var factory = new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build());
        factory.setReadTimeout(ANSWER);
        return factory;
    }

    Optional<Provider> named(String name) {
        return providers.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    /// Empty while it doesn't answer as it must.
    Optional<Known> ask(Provider provider) {
        var kept = known.get(provider.name());
        if (kept != null && clock.instant().isBefore(kept.until())) return Optional.of(kept);
        try {
            var fresh = discover(provider);
            known.put(provider.name(), fresh);
            return Optional.of(fresh);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "provider " + provider.name() + " doesn't answer as it must", Traces.withoutTexts(e));
            return Optional.empty();
        }
    }

    private Known discover(Provider provider) {
        var metadata = rest.exchange(provider.issuer() + "/.well-known/openid-configuration", HttpMethod.GET, null, JSON).getBody();
        if (metadata == null || !provider.issuer().equals(metadata.get("issuer"))) throw new IllegalStateException("another issuer");
        for (var endpoint : List.of("authorization_endpoint", "token_endpoint", "jwks_uri"))
            if (provider.issuer().startsWith("https:") && !(metadata.get(endpoint) instanceof String s && s.startsWith("https:"))) throw new IllegalStateException("an endpoint without TLS");
        var secret = secrets.get(provider.name());
        var registration = registration(provider, secret, metadata, "https://redirect.invalid");
        var decoder = NimbusJwtDecoder.withJwkSetUri(registration.getProviderDetails().getJwkSetUri()).restOperations(rest).jwsAlgorithms(all -> all.addAll(ALGORITHMS)).build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        return new Known(provider, secret, Map.copyOf(metadata), decoder, clock.instant().plus(KEPT));
    }

    private static ClientRegistration registration(Provider provider, String secret, Map<String, Object> metadata, String redirect) {
        return ClientRegistrations.fromOidcConfiguration(metadata).registrationId(provider.name()).clientId(provider.clientId())
                .clientSecret(secret).redirectUri(redirect).scope(provider.scope()).userNameAttributeName("sub").build();
    }
}
