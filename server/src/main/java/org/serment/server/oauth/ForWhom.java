package org.serment.server.oauth;

import java.util.HashMap;
import java.util.Map;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;

/// Says, beside the tokens, for whom the application was opened (SMART App Launch 2.2: `patient`, `encounter`). It stands in no
/// frame of ours, so who the patient is must be seen in it: `need_patient_banner`.
///
/// @param tokens gives the tokens
record ForWhom(AuthenticationProvider tokens, StoredGrants grants) implements AuthenticationProvider {

    /// Spring wants null for what isn't given.
    @Override
    public Authentication authenticate(Authentication asked) {
        Opened opened = switch (asked) {
            case OAuth2AuthorizationCodeAuthenticationToken code -> grants.opened(code.getCode());
            case OAuth2RefreshTokenAuthenticationToken refresh -> grants.opened(refresh.getRefreshToken());
            default -> new Opened.Nobody();
        };
        Authentication given = tokens.authenticate(asked);
        if (!(given instanceof OAuth2AccessTokenAuthenticationToken t && opened instanceof Opened.For f)) return given;
        Map<String, Object> more = new HashMap<>(t.getAdditionalParameters());
        more.put("patient", f.patient());
        if (!f.encounter().isEmpty()) more.put("encounter", f.encounter());
        more.put("need_patient_banner", true);
        return new OAuth2AccessTokenAuthenticationToken(t.getRegisteredClient(), (Authentication) t.getPrincipal(), t.getAccessToken(), t.getRefreshToken(), more);
    }

    @Override
    public boolean supports(Class<?> type) {
        return tokens.supports(type);
    }
}
