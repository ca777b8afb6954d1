package org.serment.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.serment.server.db.Away;
import org.serment.server.db.Database;

/// `GET /health`: 200 when the database answers, 503 while it is away.
public final class HealthServlet extends HttpServlet {
    private final transient Database database;

    public HealthServlet(Database database) {
        this.database = database;
    }

    @Override
    protected void doGet(HttpServletRequest http, HttpServletResponse to) throws IOException {
        to.setContentType("text/plain;charset=utf-8");
        to.setHeader("Cache-Control", "no-store");
        try {
            database.now();
            to.getOutputStream().print("well\n");
        } catch (Away e) {
            to.setStatus(503);
            to.getOutputStream().print("the database is away\n");
        }
    }
}
