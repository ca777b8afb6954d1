package org.serment.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.serment.kernel.merkle.Tile;
import org.serment.server.db.Away;
import org.serment.server.journal.Log;

/// The journal's public part (C2SP tlog-tiles): `/journal/checkpoint`, `/journal/tile/…` and, for whoever checks signatures,
/// `/journal/key`. Hashes only: they tell nothing of what was done.
public final class JournalServlet extends HttpServlet {
    private final transient Log log;

    public JournalServlet(Log log) {
        this.log = log;
    }

    @Override
    protected void doGet(HttpServletRequest http, HttpServletResponse to) throws IOException {
        var path = Optional.ofNullable(http.getPathInfo()).orElse("");
        try {
            switch (path) {
                case "/key" -> text(to, Optional.of(log.vkey().format() + "\n"));
                case "/checkpoint" -> text(to, log.checkpoint());
                default -> tile(to, path);
            }
        } catch (Away e) {
            to.setStatus(503);
        }
    }

    private static void text(HttpServletResponse to, Optional<String> text) throws IOException {
        if (text.isEmpty()) {
            to.setStatus(404);
            return;
        }
        to.setHeader("Cache-Control", "no-store");
        to.setContentType("text/plain;charset=utf-8");
        to.getOutputStream().write(text.get().getBytes(StandardCharsets.UTF_8));
    }

    private void tile(HttpServletResponse to, String path) throws IOException {
        var hashes = Tile.parse(path.replaceFirst("^/", "")).flatMap(log::tile);
        if (hashes.isEmpty()) {
            to.setStatus(404);
            return;
        }
        to.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        to.setContentType("application/octet-stream");
        to.getOutputStream().write(hashes.get());
    }
}
