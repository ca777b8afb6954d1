package org.serment.kernel.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.serment.kernel.access.Decision.Challenge;
import org.serment.kernel.access.Decision.Grant;
import org.serment.kernel.access.Decision.Refusal;
import org.serment.kernel.access.Facts.Account;
import org.serment.kernel.access.Facts.Care;
import org.serment.kernel.access.Rule.Guard;
import org.serment.kernel.access.Rule.Obligation;
import org.serment.kernel.access.Rule.Tie;

/// Decides. In this order: the establishment, what bars an account whatever it asks (unknown, revoked,
/// review overdue, scopes of its token), then the rules: role, purpose, action, type, tie, guards.
/// The first rule that passes is enough; what none grants is refused.
public final class Access {

    /// One atom that a rule asks for, and what to answer when a resource fails it.
    private record Clause(Filter filter, Message failure) {}

    private Access() {}

    /// For one resource of the requested type.
    public static Decision decide(Request request, Target target, Facts facts, Policy policy) {
        Filter tenant = new Filter.Tenant(request.actor().tenant());
        if (!tenant.accepts(target)) return refusal("tenant", Message.TENANT);
        Optional<Reason> bar = bar(request, facts, policy);
        if (bar.isPresent()) return new Refusal(List.of(bar.get()));

        List<Rule> granting = new ArrayList<>();
        List<Filter> scope = new ArrayList<>();
        List<Reason> failures = new ArrayList<>();
        boolean challenge = false;
        for (Rule rule : applicable(request, facts, policy)) {
            List<Clause> clauses = clauses(rule, request, facts);
            Optional<Clause> failed = clauses.stream().filter(clause -> !clause.filter().accepts(target)).findFirst();
            if (failed.isEmpty()) {
                granting.add(rule);
                scope.add(conjunction(request, clauses));
            } else {
                failures.add(new Reason(rule.id(), List.of(), failed.get().failure()));
                challenge |= failed.get().failure() == Message.NO_BREAK_GLASS;
            }
        }
        if (!granting.isEmpty()) {
            return new Grant(terms(granting, request, facts, policy, target.subjects()::contains), new Filter.Or(scope));
        }
        return challenge ? new Challenge(Decision.Kind.BREAK_GLASS, failures) : new Refusal(failures);
    }

    /// For all resources of the requested type.
    public static Plan plan(Request request, Facts facts, Policy policy) {
        Optional<Reason> bar = bar(request, facts, policy);
        if (bar.isPresent()) return new Plan.None(List.of(bar.get()));

        List<Rule> granting = new ArrayList<>();
        List<Filter> any = new ArrayList<>();
        List<Reason> failures = new ArrayList<>();
        boolean all = false;
        for (Rule rule : applicable(request, facts, policy)) {
            List<Clause> clauses = clauses(rule, request, facts);
            Optional<Clause> failed = clauses.stream().filter(clause -> clause.filter().never()).findFirst();
            if (failed.isPresent()) {
                failures.add(new Reason(rule.id(), List.of(), failed.get().failure()));
                continue;
            }
            granting.add(rule);
            any.add(conjunction(request, clauses));
            all |= clauses.isEmpty();
        }
        if (granting.isEmpty()) return new Plan.None(failures);
        Decision.Terms terms = terms(granting, request, facts, policy, subject -> true);
        if (all) return new Plan.All(request.actor().tenant(), terms);
        return new Plan.Filtered(any.size() == 1 ? any.getFirst() : new Filter.Or(any), terms);
    }

    /// What refuses whatever the resource is.
    private static Optional<Reason> bar(Request request, Facts facts, Policy policy) {
        if (facts.account().isEmpty()) return Optional.of(new Reason("account", List.of(), Message.NO_ACCOUNT));
        Account account = facts.account().get();
        List<String> fact = List.of(account.fact());
        if (account.revoked()) return Optional.of(new Reason("account", fact, Message.REVOKED));
        if (account.role().machine() != request.actor().machine()) {
            return Optional.of(new Reason("account", fact, Message.NO_ACCOUNT));
        }
        if (!request.at().isBefore(account.reviewDue())) {
            return Optional.of(new Reason("review", fact, Message.REVIEW_OVERDUE));
        }
        if (!Scopes.cover(request.actor(), account.role(), request.action(), request.type())) {
            return Optional.of(new Reason("scope", List.of(), Message.SCOPE));
        }
        if (policy.rules().stream().noneMatch(rule -> fits(rule, account, request))) {
            return Optional.of(new Reason("purpose", fact, Message.PURPOSE));
        }
        if (applicable(request, facts, policy).isEmpty()) return Optional.of(new Reason("role", fact, Message.RIGHT));
        return Optional.empty();
    }

    private static boolean fits(Rule rule, Account account, Request request) {
        return rule.roles().contains(account.role()) && rule.purposes().contains(request.purpose());
    }

    private static List<Rule> applicable(Request request, Facts facts, Policy policy) {
        return policy.rules().stream()
                .filter(rule -> facts.account().filter(account -> fits(rule, account, request)).isPresent())
                .filter(rule -> rule.actions().contains(request.action()) && rule.types().contains(request.type()))
                .toList();
    }

    private static Filter conjunction(Request request, List<Clause> clauses) {
        List<Filter> all = new ArrayList<>();
        all.add(new Filter.Tenant(request.actor().tenant()));
        clauses.forEach(clause -> all.add(clause.filter()));
        return new Filter.And(all);
    }

    private static List<Clause> clauses(Rule rule, Request request, Facts facts) {
        List<Clause> clauses = new ArrayList<>(tie(rule.tie(), request, facts));
        for (Guard guard : EnumSet.allOf(Guard.class)) {
            if (rule.guards().contains(guard)) clauses.addAll(guard(guard, request, facts));
        }
        return clauses;
    }

    private static List<Clause> tie(Tie tie, Request request, Facts facts) {
        return switch (tie) {
            case IN_CARE, BREAK_GLASS -> List.of(new Clause(new Filter.InCare(care(tie, request.at(), facts).stream()
                    .map(Care::subject).collect(Collectors.toSet())),
                    tie == Tie.IN_CARE ? Message.NOT_IN_CARE : Message.NO_BREAK_GLASS));
            case OWN_RECORD -> List.of(new Clause(new Filter.PatientIs(facts.own()), Message.NOT_OWN));
            case DIRECTORY -> List.of(new Clause(new Filter.NoSubject(), Message.NOT_DIRECTORY));
            case AUTHOR -> List.of(new Clause(new Filter.NoSubject(), Message.NOT_AUTHOR),
                    new Clause(new Filter.AuthorIs(request.actor().account()), Message.NOT_AUTHOR));
            case UNIT -> List.of(new Clause(new Filter.UnitWithin(
                    facts.account().map(account -> account.units().keySet()).orElse(Set.of())), Message.NOT_UNIT));
            case DUTY -> List.of();
        };
    }

    private static List<Clause> guard(Guard guard, Request request, Facts facts) {
        return switch (guard) {
            case OPPOSITION -> List.of(facts.opposed()
                    .map(subjects -> new Clause(new Filter.NotOpposed(subjects), Message.OPPOSED))
                    .orElse(new Clause(Filter.NEVER, Message.FACT_MISSING)));
            case CLEARANCE -> List.of(facts.clearance()
                    .map(labelSets -> new Clause(new Filter.LabelWithin(labelSets), Message.LABEL))
                    .orElse(new Clause(Filter.NEVER, Message.FACT_MISSING)));
            case USE_CASE -> facts.useCase().map(useCase -> List.of(
                            new Clause(new Filter.UseCaseOpen(useCase.id(), useCase.open()), Message.USE_CASE),
                            new Clause(new Filter.Validity(useCase.from(), useCase.until(), request.at()), Message.USE_CASE)))
                    .orElse(List.of(new Clause(Filter.NEVER, Message.FACT_MISSING)));
        };
    }

    /// The relationships that hold now: those of an emergency for its own tie, all others for care.
    private static List<Care> care(Tie tie, Instant at, Facts facts) {
        return facts.care().stream()
                .filter(care -> (care.source() == Care.Source.BREAK_GLASS) == (tie == Tie.BREAK_GLASS))
                .filter(care -> care.holds(at)).toList();
    }

    private static Decision.Terms terms(List<Rule> granting, Request request, Facts facts, Policy policy, LongPredicate subject) {
        List<Reason> reasons = new ArrayList<>();
        Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
        Instant until = facts.account().map(Account::reviewDue).orElse(request.at());
        for (Rule rule : granting) {
            List<String> ids = new ArrayList<>(facts.account().map(Account::fact).stream().toList());
            obligations.addAll(rule.obligations());
            if (rule.tie() == Tie.IN_CARE || rule.tie() == Tie.BREAK_GLASS) {
                for (Care care : care(rule.tie(), request.at(), facts)) {
                    if (!subject.test(care.subject())) continue;
                    ids.add(care.fact());
                    if (care.until().isBefore(until)) until = care.until();
                }
            }
            reasons.add(new Reason(rule.id(), ids, Message.granting(rule.tie())));
        }
        String basis = granting.stream().map(Rule::basis).distinct().collect(Collectors.joining("; "));
        return new Decision.Terms(reasons, basis, obligations, policy.hash(), until);
    }

    private static Refusal refusal(String rule, Message message) {
        return new Refusal(List.of(new Reason(rule, List.of(), message)));
    }
}
