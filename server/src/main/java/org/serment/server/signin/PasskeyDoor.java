package org.serment.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.serment.server.credentials.Passkeys;
import org.serment.server.credentials.Passkeys.Passkey;
import org.serment.server.db.Config;
import org.serment.server.vault.Secrets;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutablePublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys (WebAuthn level 2). User verification is required, so that a passkey is two factors by itself: the device, and what unlocks
/// it. Options for making one go out in the page, those for showing one
/// when they are asked for; answers come back in the form; the challenge waits in the session.
final class PasskeyDoor {
    private static final JsonMapper JSON = JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();
    private static final int LONGEST = 32 << 10;

    /// What a new passkey is made for.
    record Making(int tenant, long account, PublicKeyCredentialCreationOptions options) implements Serializable {}

    /// A challenge to show a passkey.
    record Asking(PublicKeyCredentialRequestOptions options) implements Serializable {}

    /// A passkey that was made and checked, not yet kept.
    record Made(byte[] id, byte[] attestation, long counter) {}

    private final Config.Site site;
    private final String establishment;
    private final Passkeys passkeys;
    private final Secrets secrets;
    private final Entrance entrance;
    private final InstantSource clock;

    PasskeyDoor(Config.Site site, Passkeys passkeys, Secrets secrets, Entrance entrance, InstantSource clock) {
        this.site = site;
        this.establishment = site.name().orElse("Serment");
        this.passkeys = passkeys;
        this.secrets = secrets;
        this.entrance = entrance;
        this.clock = clock;
    }

    /// Options for making a passkey, as JSON.
    ///
    /// @param known those that the account has: an authenticator makes no second one
    String make(HttpServletRequest http, int tenant, long account, String login, List<Passkey> known) {
        var spring = operations(http, new Table(tenant, known, user(tenant, account, login)));
        spring.setCustomizeCreationOptions(o -> o.authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                .residentKey(ResidentKeyRequirement.REQUIRED).userVerification(UserVerificationRequirement.REQUIRED).build()));
        var options = spring.createPublicKeyCredentialCreationOptions(new ImmutablePublicKeyCredentialCreationOptionsRequest(new SignedIn(tenant, account, clock.instant(), List.of(), "")));
        entrance.keep(http, new Making(tenant, account, options));
        return JSON.writeValueAsString(options);
    }

    /// Checks a passkey that a browser has made; empty when it isn't what was asked for.
    Optional<Made> made(HttpServletRequest http, int tenant, long account, String credential) {
        var making = entrance.step(http, Making.class).filter(m -> m.tenant == tenant && m.account == account);
        entrance.forget(http, Making.class);
        if (making.isEmpty() || credential.length() > LONGEST) return Optional.empty();
        return unlessJunk(() -> {
            var answer = JSON.readValue(credential, new TypeReference<PublicKeyCredential<AuthenticatorAttestationResponse>>() {});
            var one = operations(http, new Table(tenant, List.of(), user(tenant, account, "")))
                    .registerCredential(new ImmutableRelyingPartyRegistrationRequest(making.get().options, new RelyingPartyPublicKey(answer, "passkey")));
            return Optional.of(new Made(one.getCredentialId().getBytes(), one.getAttestationObject().getBytes(), one.getSignatureCount()));
        });
    }

    /// Whatever a browser sends that isn't a passkey of ours is none. Spring and WebAuthn4J don't look whether all parts are there.
    private static <T> Optional<T> unlessJunk(Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (JacksonException | IllegalArgumentException | NullPointerException | com.webauthn4j.util.exception.WebAuthnException e) {
            return Optional.empty();
        }
    }

    /// Options for showing a passkey, as JSON: any that this server knows.
    String ask(HttpServletRequest http) {
        var spring = operations(http, new Table(0, List.of(), user(0, 0, "")));
        spring.setCustomizeRequestOptions(o -> o.userVerification(UserVerificationRequirement.REQUIRED).allowCredentials(List.of()));
        var options = spring.createCredentialRequestOptions(new ImmutablePublicKeyCredentialRequestOptionsRequest(
                new AnonymousAuthenticationToken("nobody", "nobody", AuthorityUtils.createAuthorityList("nobody"))));
        entrance.keep(http, new Asking(options));
        return JSON.writeValueAsString(options);
    }

    /// The passkey that a browser names, good or not.
    Optional<Passkey> named(int tenant, String credential) {
        if (credential.length() > LONGEST) return Optional.empty();
        return unlessJunk(() -> Optional.of(assertion(credential).getRawId().getBytes())).flatMap(id -> passkeys.find(tenant, id));
    }

    /// The same with all that makes it good; empty otherwise.
    Optional<Passkey> shown(HttpServletRequest http, Passkey named, String credential) {
        var asking = entrance.step(http, Asking.class);
        entrance.forget(http, Asking.class);
        if (asking.isEmpty()) return Optional.empty();
        var table = new Table(named.tenant(), List.of(named), user(named.tenant(), named.account(), ""));
        return unlessJunk(() -> {
            operations(http, table).authenticate(new RelyingPartyAuthenticationRequest(asking.get().options, assertion(credential)));
            return Optional.of(table.saved.getFirst().getSignatureCount());
        }).filter(counter -> passkeys.used(named, counter)).map(_ -> named);
    }

    private static PublicKeyCredential<AuthenticatorAssertionResponse> assertion(String credential) {
        return JSON.readValue(credential, new TypeReference<>() {});
    }

    private Webauthn4JRelyingPartyOperations operations(HttpServletRequest http, Table table) {
        var origin = site.origin().map(Object::toString).orElseGet(() -> "http://localhost:" + http.getLocalPort());
        var id = site.origin().map(java.net.URI::getHost).orElse("localhost");
        return new Webauthn4JRelyingPartyOperations(table, table, PublicKeyCredentialRpEntity.builder().id(id).name(establishment).build(), Set.of(origin));
    }

    /// How an authenticator knows the account: a number that tells it nothing.
    private PublicKeyCredentialUserEntity user(int tenant, long account, String login) {
        UUID id = secrets.fingerprint(tenant, "authenticator", Long.toString(account));
        byte[] bytes = ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
        return ImmutablePublicKeyCredentialUserEntity.builder().id(new Bytes(bytes)).name(login).displayName(login).build();
    }

    /// What Spring asks during one request, of one account. It writes nothing: what is saved is looked at afterwards.
    private final class Table implements UserCredentialRepository, PublicKeyCredentialUserEntityRepository {
        private final int tenant;
        private final List<Passkey> known;
        private final PublicKeyCredentialUserEntity user;
        private final List<CredentialRecord> saved = new ArrayList<>();

        Table(int tenant, List<Passkey> known, PublicKeyCredentialUserEntity user) {
            this.tenant = tenant;
            this.known = known;
            this.user = user;
        }

        @Override
        public void save(CredentialRecord one) {
            saved.add(one);
        }

        /// @return null for none, as Spring wants it
        @Override
        public CredentialRecord findByCredentialId(Bytes id) {
            return known.stream().filter(k -> new Bytes(k.id()).equals(id)).findFirst().or(() -> passkeys.find(tenant, id.getBytes())).map(this::record).orElse(null);
        }

        @Override
        public List<CredentialRecord> findByUserId(Bytes id) {
            return known.stream().<CredentialRecord>map(this::record).toList();
        }

        private ImmutableCredentialRecord record(Passkey k) {
            return ImmutableCredentialRecord.builder().credentialId(new Bytes(k.id())).userEntityUserId(user.getId()).publicKey(new ImmutablePublicKeyCose(new byte[0]))
                    .signatureCount(k.counter()).uvInitialized(true).transports(Set.of()).attestationObject(new Bytes(k.attestation()))
                    .label(k.label()).created(k.since()).lastUsed(clock.instant()).build();
        }

        @Override
        public PublicKeyCredentialUserEntity findById(Bytes id) {
            return user;
        }

        @Override
        public PublicKeyCredentialUserEntity findByUsername(String name) {
            return user;
        }

        @Override
        public void save(PublicKeyCredentialUserEntity one) {
            throw new IllegalStateException("an account's entity is computed, not kept");
        }

        @Override
        public void delete(Bytes id) {
            throw new IllegalStateException("nothing is deleted here");
        }
    }
}
