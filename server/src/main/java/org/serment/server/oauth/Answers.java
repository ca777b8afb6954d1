package org.serment.server.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/// What goes back to an application through the browser: a code or an error, always with our name, so that an application of
/// several servers can't be led to take one for another (RFC 9207). Where no registered redirect is known, nothing goes anywhere:
/// the person sees a page.
final class Answers implements AuthenticationSuccessHandler, AuthenticationFailureHandler {
    private final Here here;

    Answers(Here here) {
        this.here = here;
    }

    @Override
    public void onAuthenticationSuccess(HttpServletRequest http, HttpServletResponse to, Authentication answer) {
        var a = (OAuth2AuthorizationCodeRequestAuthenticationToken) answer;
        send(http, to, a, "code", a.getAuthorizationCode().getTokenValue());
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest http, HttpServletResponse to, AuthenticationException why) throws IOException {
        Optional<OAuth2AuthorizationCodeRequestAuthenticationException> known = Optional.of(why)
                .filter(OAuth2AuthorizationCodeRequestAuthenticationException.class::isInstance).map(OAuth2AuthorizationCodeRequestAuthenticationException.class::cast)
                .filter(e -> e.getAuthorizationCodeRequestAuthentication() != null && e.getAuthorizationCodeRequestAuthentication().getRedirectUri() != null);
        if (known.isPresent()) send(http, to, known.get().getAuthorizationCodeRequestAuthentication(), "error", known.get().getError().getErrorCode());
        else to.sendError(400);
    }

    private void send(HttpServletRequest http, HttpServletResponse to, OAuth2AuthorizationCodeRequestAuthenticationToken asked, String name, String value) {
        UriComponentsBuilder address = UriComponentsBuilder.fromUriString(asked.getRedirectUri()).queryParam(name, encoded(value));
        if (asked.getState() != null) address.queryParam("state", encoded(asked.getState()));
        address.queryParam("iss", encoded(here.address(http)));
        to.setStatus(303);
        to.setHeader("Location", address.build(true).toUriString());
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
