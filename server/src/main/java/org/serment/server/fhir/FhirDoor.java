package org.serment.server.fhir;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.accounts.Authenticator;
import org.serment.server.db.Away;
import org.serment.server.db.Traces;
import org.serment.server.vault.Locked;

/// The servlet at `/fhir`: names the request, finds its caller, hands it to [Interactions], sends the answer.
/// Whatever breaks is caught here, once, and answered with a reference number; the log holds the same number and no data.
public final class FhirDoor extends HttpServlet {
    private static final Logger LOG = Logger.getLogger(FhirDoor.class.getName());

    private final transient Authenticator authenticator;
    private final transient Interactions interactions;

    public FhirDoor(Authenticator authenticator, Interactions interactions) {
        this.authenticator = authenticator;
        this.interactions = interactions;
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse to) throws IOException {
        var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var route = Route.of(Optional.ofNullable(http.getPathInfo()).orElse(""));
        // what is no FHIR has types of its own, and asks for them itself
        var format = route instanceof Route.ExportFile ? Optional.of(Format.JSON) : Format.wanted(http);
        var answer = format.isPresent() ? answer(http, id, route) : Answer.open(Outcomes.one(406, "not-supported", "Accept", "given are application/fhir+json and application/fhir+xml"));
        Sending.send(http, to, id, caught(id, () -> format.orElse(Format.JSON).of(answer)));
    }

    private Answer answer(HttpServletRequest http, String id, Route route) {
        return caught(id, () -> {
            // never from the Host header, which the caller writes
            var base = "http://localhost:" + http.getLocalPort() + "/fhir";
            if (route instanceof Route.Capabilities) return interactions.capabilities(http.getMethod(), base);
            var actor = bearer(http).flatMap(authenticator::actor);
            if (actor.isEmpty()) return Answer.open(Outcomes.unauthorized());
            return interactions.answer(new Call(http.getMethod(), route, actor.get(), base, id, Optional.ofNullable(http.getQueryString()).orElse(""), Message.of(http)));
        });
    }

    /// A request on its way to its answer.
    interface Work {
        Answer answer() throws IOException;
    }

    /// What answers a call.
    interface Asked {
        Answer answer(Call call) throws IOException;
    }

    /// The answer, also when something breaks.
    static Answer caught(String id, Work work) {
        try {
            return work.answer();
        } catch (Away e) {
            LOG.log(Level.WARNING, "request {0}: the database is away", id);
            return Answer.open(Outcomes.away());
        } catch (Locked e) {
            LOG.log(Level.SEVERE, "request {0}: unreadable: {1}", new Object[] {id, e.getMessage()});
            return Answer.open(Outcomes.unreadable(id));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.SEVERE, "request " + id + " broke", Traces.withoutTexts(e));
            return Answer.open(Outcomes.broken(id));
        }
    }

    private static Optional<String> bearer(HttpServletRequest http) {
        return Optional.ofNullable(http.getHeader("Authorization")).filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7)).map(h -> h.substring(7).strip());
    }
}
