package org.serment.server.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Action;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Filter;
import org.serment.kernel.access.Target;
import org.serment.kernel.identity.Actor;
import org.serment.server.vault.Authority;

/// The authority to do one thing, for one request. Only the gate makes one, after the kernel's decision; it dies with its request.
public final class Permit implements Passage, Authority {
    /// How long a permit may be used. Requests are far shorter; a job passes the gate again for each of its steps.
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final Hearing hearing;
    private final Ask ask;
    private final Filter scope;
    private final Decision.Terms terms;
    private final Optional<Standing> standing;

    Permit(Hearing hearing, Ask ask, Filter scope, Decision.Terms terms, Optional<Standing> standing) {
        this.hearing = hearing;
        this.ask = ask;
        this.scope = scope;
        this.terms = terms;
        this.standing = standing;
    }

    public Actor actor() {
        return ask.actor();
    }

    public int tenant() {
        return ask.actor().tenant();
    }

    public Action action() {
        return ask.action();
    }

    public String type() {
        return ask.type();
    }

    /// Which resources it covers, as a condition that rooms put into each statement.
    public Filter scope() {
        return scope;
    }

    /// Searches of the type, one of which a resource's content must satisfy beside the [#scope()]: granular scopes of the token.
    /// Empty when content doesn't matter. The room that opens bodies applies them.
    public List<String> within() {
        return terms.within();
    }

    /// The addressed resource, when the request addressed one that exists.
    public Optional<Standing> standing() {
        return standing;
    }

    /// The number of the patient whose record is the caller's own, when there is one.
    public Optional<Long> own() {
        return hearing.own();
    }

    /// A further permit of the same request, decided on the same facts: a page shows resources of several types, and a search
    /// that follows references needs one for each type it meets. Empty when the caller may not do that with any of the type.
    public Optional<Permit> also(Action action, String type) {
        return hearing.also(action, type);
    }

    Ask ask() {
        return ask;
    }

    Hearing hearing() {
        return hearing;
    }

    /// By which rules it was given, and until when they hold.
    public Decision.Terms terms() {
        return terms;
    }

    /// Throws when this permit isn't for that resource, that action or this moment: a fault of ours, never of a caller.
    @Override
    public void require(Target target, String type, Action action, Instant now) {
        boolean covers = ask.action() == action && ask.type().equals(type) && scope.accepts(target) && now.isBefore(hearing.at().plus(LIFE));
        if (!covers) throw new SecurityException("a permit was used for what it does not cover");
    }
}
