package org.serment.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/// `GET /assets/NAME`: the same bytes for everybody, for a year.
public final class AssetsServlet extends HttpServlet {
    private final transient Assets assets;

    AssetsServlet(Assets assets) {
        this.assets = assets;
    }

    @Override
    protected void doGet(HttpServletRequest http, HttpServletResponse to) throws IOException {
        var asset = Optional.ofNullable(http.getPathInfo()).flatMap(p -> assets.find(p.substring(1)));
        if (asset.isEmpty()) {
            to.setStatus(404);
            return;
        }
        boolean zipped = Optional.ofNullable(http.getHeader("Accept-Encoding")).filter(e -> e.contains("gzip")).isPresent();
        to.setContentType(asset.get().type());
        to.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        to.setHeader("Vary", "Accept-Encoding");
        to.setHeader("X-Content-Type-Options", "nosniff");
        if (zipped) to.setHeader("Content-Encoding", "gzip");
        var body = zipped ? asset.get().gzip() : asset.get().body();
        to.setContentLength(body.length);
        to.getOutputStream().write(body);
    }
}
