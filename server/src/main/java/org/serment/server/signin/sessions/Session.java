package org.serment.server.signin.sessions;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.server.credentials.Sessions;
import org.serment.server.signin.SignedIn;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/// One session during one request.
public final class Session implements org.springframework.session.Session {
    private static final SecureRandom RANDOM = new SecureRandom();
    /// Last use is written down at most this often.
    private static final Duration COARSE = Duration.ofMinutes(1);

    private final Instant started;
    private final Duration idle;
    private final Map<String, Object> attributes;
    private Optional<String> storedAs;
    private Instant storedSeen;
    private String id;
    private Instant seen;
    private boolean changed;

    private Session(Optional<String> storedAs, String id, Instant started, Instant seen, Duration idle, Map<String, Object> attributes) {
        this.idle = idle;
        this.storedAs = storedAs;
        this.id = id;
        this.started = started;
        this.storedSeen = seen;
        this.seen = seen;
        this.attributes = attributes;
    }

    static Session create(Instant now, Duration idle) {
        return new Session(Optional.empty(), secret(), now, now, idle, new HashMap<>());
    }

    /// Empty when another version of this program wrote what can't be read here: the person signs in again.
    static Optional<Session> stored(String id, Sessions.Kept kept, Duration idle) {
        return Contents.attributes(kept.contents()).map(a -> new Session(Optional.of(id), id, kept.started(), kept.seen(), idle, a));
    }

    /// Writes down what this request has changed.
    void save(Sessions sessions) {
        var who = Optional.ofNullable(attributes.get(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY))
                .map(SecurityContext.class::cast).map(SecurityContext::getAuthentication).filter(SignedIn.class::isInstance).map(SignedIn.class::cast);
        var kept = new Sessions.Kept(who.map(SignedIn::tenant).orElse(0), who.map(SignedIn::account).orElse(0L), started, seen, Contents.bytes(attributes));
        if (storedAs.filter(id::equals).isEmpty()) {
            storedAs.ifPresent(sessions::end);
            sessions.add(id, kept);
        } else if (changed) {
            sessions.change(id, kept);
        } else if (Duration.between(storedSeen, seen).compareTo(COARSE) >= 0) {
            sessions.seen(id, seen);
        } else {
            return;
        }
        storedAs = Optional.of(id);
        storedSeen = seen;
        changed = false;
    }

    private static String secret() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public String changeSessionId() {
        id = secret();
        return id;
    }

    @Override
    @SuppressWarnings("unchecked") // the interface lets the caller say which type it put there
    public <T> T getAttribute(String name) {
        return (T) attributes.get(name);
    }

    @Override
    public Set<String> getAttributeNames() {
        return Set.copyOf(attributes.keySet());
    }

    @Override
    public void setAttribute(String name, Object value) {
        if (value == null) attributes.remove(name);
        else attributes.put(name, value);
        changed = true;
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
        changed = true;
    }

    @Override
    public Instant getCreationTime() {
        return started;
    }

    @Override
    public void setLastAccessedTime(Instant at) {
        seen = at;
    }

    @Override
    public Instant getLastAccessedTime() {
        return seen;
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        if (!interval.equals(idle)) throw new IllegalArgumentException("sessions idle as long as the house says");
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return idle;
    }

    /// The store gives none that is over.
    @Override
    public boolean isExpired() {
        return false;
    }
}
