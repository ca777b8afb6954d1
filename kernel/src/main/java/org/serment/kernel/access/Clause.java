package org.serment.kernel.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.serment.kernel.access.Facts.Account;
import org.serment.kernel.access.Facts.Care;
import org.serment.kernel.access.Facts.UseCase;
import org.serment.kernel.access.Rule.Guard;
import org.serment.kernel.access.Rule.Tie;

/// One atom that a rule asks of a resource, once the facts are known, and what to answer when it fails.
record Clause(Filter filter, Message failure) {

    /// All that a rule asks: its tie, then its guards. Nothing at all for a duty without guards.
    static List<Clause> of(Rule rule, Request request, Facts facts) {
        List<Clause> clauses = new ArrayList<>(tie(rule.tie(), request, facts));
        for (Guard guard : EnumSet.allOf(Guard.class)) {
            if (rule.guards().contains(guard)) clauses.addAll(guard(guard, request, facts));
        }
        return clauses;
    }

    /// The relationships that hold now: those of an emergency for its own tie, all others for care.
    static List<Care> care(Tie tie, Instant at, Facts facts) {
        return facts.care().stream()
                .filter(care -> (care.source() == Care.Source.BREAK_GLASS) == (tie == Tie.BREAK_GLASS))
                .filter(care -> care.holds(at)).toList();
    }

    /// The patient for whom an application was opened: theirs alone, and for whoever reads what is nobody's (directories).
    static Optional<Clause> chosen(OptionalLong patient, Action action) {
        if (patient.isEmpty()) return Optional.empty();
        Filter theirs = new Filter.PatientIs(Set.of(patient.getAsLong()));
        return Optional.of(new Clause(action.looks() ? new Filter.Or(List.of(theirs, new Filter.NoSubject())) : theirs, Message.SCOPE));
    }

    private static List<Clause> tie(Tie tie, Request request, Facts facts) {
        return switch (tie) {
            case IN_CARE -> List.of(new Clause(inCare(tie, request, facts), Message.NOT_IN_CARE));
            case BREAK_GLASS -> List.of(new Clause(inCare(tie, request, facts), Message.NO_BREAK_GLASS));
            case OWN_RECORD -> List.of(new Clause(new Filter.PatientIs(facts.own()), Message.NOT_OWN));
            case DIRECTORY -> List.of(new Clause(new Filter.NoSubject(), Message.NOT_DIRECTORY));
            case AUTHOR -> List.of(new Clause(new Filter.NoSubject(), Message.NOT_AUTHOR),
                    new Clause(new Filter.AuthorIs(request.actor().account()), Message.NOT_AUTHOR));
            case UNIT -> List.of(new Clause(new Filter.UnitWithin(units(facts)), Message.NOT_UNIT));
            case DUTY -> List.of();
        };
    }

    private static List<Clause> guard(Guard guard, Request request, Facts facts) {
        return switch (guard) {
            case OPPOSITION -> List.of(stated(facts.opposed().map(Filter.NotOpposed::new), Message.OPPOSED));
            case CLEARANCE -> List.of(stated(facts.clearance().map(Filter.LabelWithin::new), Message.LABEL));
            case USE_CASE -> List.of(stated(facts.useCase().map(Clause::open), Message.USE_CASE),
                    stated(facts.useCase().map(useCase -> valid(useCase, request.at())), Message.USE_CASE));
        };
    }

    /// An atom made of a fact; where no source stated the fact, an atom that nothing passes.
    private static Clause stated(Optional<? extends Filter> atom, Message failure) {
        return atom.isPresent() ? new Clause(atom.get(), failure) : new Clause(Filter.NEVER, Message.FACT_MISSING);
    }

    private static Filter inCare(Tie tie, Request request, Facts facts) {
        return new Filter.InCare(care(tie, request.at(), facts).stream().map(Care::subject).collect(Collectors.toSet()));
    }

    private static Set<Integer> units(Facts facts) {
        return facts.account().map(Account::units).map(units -> Set.copyOf(units.keySet())).orElse(Set.of());
    }

    private static Filter open(UseCase useCase) {
        return new Filter.UseCaseOpen(useCase.id(), useCase.open());
    }

    private static Filter valid(UseCase useCase, Instant at) {
        return new Filter.Validity(useCase.from(), useCase.until(), at);
    }
}
