package org.serment.server.signin.sessions;

import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.serment.server.credentials.Sessions;
import org.serment.server.vault.Locked;
import org.springframework.session.SessionRepository;

/// Spring Session's view of our table of sessions.
public final class SessionStore implements SessionRepository<Session> {
    private static final Logger LOG = Logger.getLogger(SessionStore.class.getName());
    private static final int LONGEST = 100;

    private final Sessions sessions;
    private final InstantSource clock;

    public SessionStore(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Session createSession() {
        return Session.create(clock.instant(), sessions.idle());
    }

    @Override
    public void save(Session session) {
        session.save(sessions);
    }

    /// @return null when there is none, as Spring Session wants it
    @Override
    public Session findById(String id) {
        if (id.length() > LONGEST) return null;
        try {
            return sessions.find(id, clock.instant()).flatMap(k -> Session.stored(id, k, sessions.idle())).orElse(null);
        } catch (Locked e) {
            // a row that was changed or moved is nobody's session
            LOG.log(Level.WARNING, "a session was ended: {0}", e.getMessage());
            sessions.end(id);
            return null;
        }
    }

    @Override
    public void deleteById(String id) {
        sessions.end(id);
    }
}
