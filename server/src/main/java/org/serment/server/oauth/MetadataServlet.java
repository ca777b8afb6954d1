package org.serment.server.oauth;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.serment.server.accounts.Issuer;
import org.serment.server.accounts.Metadata;

/// What programs read first: `/.well-known/openid-configuration`, `/.well-known/oauth-authorization-server`, `/oauth/jwks`.
final class MetadataServlet extends HttpServlet {
    private final transient Issuer issuer;
    private final transient Here here;

    MetadataServlet(Issuer issuer, Here here) {
        this.issuer = issuer;
        this.here = here;
    }

    @Override
    protected void doGet(HttpServletRequest http, HttpServletResponse to) throws IOException {
        String json = http.getServletPath().equals("/oauth/jwks") ? issuer.jwks() : Metadata.json(here.address(http));
        to.setHeader("Cache-Control", "max-age=300");
        to.setHeader("X-Content-Type-Options", "nosniff");
        to.setContentType("application/json;charset=utf-8");
        to.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    }
}
