package org.serment.server.signin.sessions;

import java.time.InstantSource;
import org.serment.server.credentials.Sessions;
import org.springframework.session.SessionRepository;

/// Spring Session's view of our table of sessions.
public final class SessionStore implements SessionRepository<Session> {
    private static final int LONGEST = 100;

    private final Sessions sessions;
    private final InstantSource clock;

    public SessionStore(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Session createSession() {
        return Session.create(clock.instant());
    }

    @Override
    public void save(Session session) {
        session.save(sessions);
    }

    /// @return null when there is none, as Spring Session wants it
    @Override
    public Session findById(String id) {
        return id.length() > LONGEST ? null : sessions.find(id, clock.instant()).flatMap(k -> Session.stored(id, k)).orElse(null);
    }

    @Override
    public void deleteById(String id) {
        sessions.end(id);
    }
}
