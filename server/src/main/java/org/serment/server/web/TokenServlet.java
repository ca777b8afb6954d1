package org.serment.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.serment.server.accounts.TokenDoor;
import org.serment.server.db.Away;

/// `POST /oauth/token`: client credentials by private_key_jwt (RFC 7523).
public final class TokenServlet extends HttpServlet {
    private final transient TokenDoor door;

    public TokenServlet(TokenDoor door) {
        this.door = door;
    }

    @Override
    protected void doPost(HttpServletRequest http, HttpServletResponse to) throws IOException {
        Map<String, String> form = new HashMap<>();
        http.getParameterMap().forEach((name, values) -> {
            if (values.length == 1) form.put(name, values[0]);
        });
        // never from the Host header: an assertion made for another server must not pass here
        var endpoint = "http://localhost:" + http.getLocalPort() + "/oauth/token";
        var answer = answer(form, endpoint);
        to.setStatus(answer.status());
        to.setHeader("Cache-Control", "no-store");
        to.setContentType("application/json;charset=utf-8");
        to.getOutputStream().write(answer.json().getBytes(StandardCharsets.UTF_8));
    }

    private TokenDoor.Answer answer(Map<String, String> form, String endpoint) {
        try {
            return door.answer(form, endpoint);
        } catch (Away e) {
            return new TokenDoor.Answer(503, "{\"error\":\"temporarily_unavailable\"}");
        }
    }
}
