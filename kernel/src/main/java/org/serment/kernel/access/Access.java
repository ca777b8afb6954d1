package org.serment.kernel.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.serment.kernel.access.Decision.Challenge;
import org.serment.kernel.access.Decision.Grant;
import org.serment.kernel.access.Decision.Refusal;
import org.serment.kernel.access.Decision.Terms;
import org.serment.kernel.access.Facts.Account;
import org.serment.kernel.access.Facts.Care;
import org.serment.kernel.access.Rule.Obligation;
import org.serment.kernel.access.Rule.Tie;
import org.serment.kernel.access.Scopes.Coverage;

/// Decides. In this order: the establishment; what bars an account whatever the resource (unknown,
/// revoked, review overdue, scopes of its token, purpose, role); then, rule by rule, the tie and the
/// guards. One rule that passes is enough; what none grants is refused.
public final class Access {

    /// What the rules say: those that grant, with all they ask of a resource, and why the others don't.
    private record Reading(List<Rule> granting, List<Filter> filters, List<Reason> failures) {}

    private Access() {}

    /// For one resource of the requested type.
    public static Decision decide(Request request, Target target, Facts facts, Policy policy) {
        if (!new Filter.Tenant(request.actor().tenant()).accepts(target)) {
            return new Refusal(List.of(new Reason("tenant", List.of(), Message.TENANT)));
        }
        Optional<Coverage> coverage = coverage(request, facts);
        Optional<Reason> bar = bar(request, facts, policy, coverage);
        if (bar.isPresent()) return new Refusal(List.of(bar.get()));
        Reading reading = read(request, facts, policy, coverage, atom -> !atom.accepts(target));
        if (!reading.granting().isEmpty()) {
            Terms terms = terms(reading.granting(), request, facts, policy, coverage, target.subjects()::contains);
            return new Grant(terms, anyOf(reading.filters()));
        }
        return reading.failures().stream().anyMatch(reason -> reason.message() == Message.NO_BREAK_GLASS)
                ? new Challenge(Decision.Kind.BREAK_GLASS, reading.failures())
                : new Refusal(reading.failures());
    }

    /// For all resources of the requested type.
    public static Plan plan(Request request, Facts facts, Policy policy) {
        Optional<Coverage> coverage = coverage(request, facts);
        Optional<Reason> bar = bar(request, facts, policy, coverage);
        if (bar.isPresent()) return new Plan.None(List.of(bar.get()));
        Reading reading = read(request, facts, policy, coverage, Filter::never);
        if (reading.granting().isEmpty()) return new Plan.None(reading.failures());
        Terms terms = terms(reading.granting(), request, facts, policy, coverage, subject -> true);
        Filter tenant = new Filter.Tenant(request.actor().tenant());
        return reading.filters().contains(tenant)
                ? new Plan.All(request.actor().tenant(), terms)
                : new Plan.Filtered(anyOf(reading.filters()), terms);
    }

    /// What refuses whatever the resource is.
    private static Optional<Reason> bar(Request request, Facts facts, Policy policy, Optional<Coverage> coverage) {
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
        if (coverage.isEmpty()) {
            return Optional.of(new Reason("scope", List.of(), Message.SCOPE));
        }
        List<Rule> fitting = policy.rules().stream().filter(rule -> fits(rule, account, request)).toList();
        if (fitting.isEmpty()) return Optional.of(new Reason("purpose", fact, Message.PURPOSE));
        if (fitting.stream().noneMatch(rule -> covers(rule, request))) {
            return Optional.of(new Reason("role", fact, Message.RIGHT));
        }
        return Optional.empty();
    }

    private static Optional<Coverage> coverage(Request request, Facts facts) {
        return facts.account().flatMap(account -> Scopes.cover(request.actor(), account.role(), request.action(), request.type()));
    }

    private static boolean fits(Rule rule, Account account, Request request) {
        return rule.roles().contains(account.role()) && rule.purposes().contains(request.purpose());
    }

    private static boolean covers(Rule rule, Request request) {
        return rule.actions().contains(request.action()) && rule.types().contains(request.type());
    }

    private static Reading read(Request request, Facts facts, Policy policy, Optional<Coverage> coverage, Predicate<Filter> fails) {
        Reading reading = new Reading(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Optional<Clause> chosen = coverage.flatMap(scopes -> Clause.chosen(scopes.patient(), request.action()));
        for (Rule rule : policy.rules()) {
            if (facts.account().filter(account -> fits(rule, account, request) && covers(rule, request)).isEmpty()) continue;
            List<Clause> clauses = new ArrayList<>(Clause.of(rule, request, facts));
            chosen.ifPresent(clauses::add);
            Optional<Clause> failed = clauses.stream().filter(clause -> fails.test(clause.filter())).findFirst();
            if (failed.isPresent()) {
                reading.failures().add(new Reason(rule.id(), List.of(), failed.get().failure()));
            } else {
                reading.granting().add(rule);
                reading.filters().add(allOf(request, clauses));
            }
        }
        return reading;
    }

    private static Filter allOf(Request request, List<Clause> clauses) {
        Filter tenant = new Filter.Tenant(request.actor().tenant());
        if (clauses.isEmpty()) return tenant;
        List<Filter> all = new ArrayList<>(List.of(tenant));
        clauses.forEach(clause -> all.add(clause.filter()));
        return new Filter.And(all);
    }

    private static Filter anyOf(List<Filter> filters) {
        return filters.size() == 1 ? filters.getFirst() : new Filter.Or(filters);
    }

    /// @param subject which patients' relationships count: those of the resource, or all
    private static Terms terms(List<Rule> granting, Request request, Facts facts, Policy policy, Optional<Coverage> coverage, LongPredicate subject) {
        List<Reason> reasons = new ArrayList<>();
        Set<Obligation> obligations = EnumSet.noneOf(Obligation.class);
        Instant until = facts.account().map(Account::reviewDue).orElse(request.at());
        for (Rule rule : granting) {
            List<String> ids = new ArrayList<>(facts.account().map(Account::fact).stream().toList());
            obligations.addAll(rule.obligations());
            if (rule.tie() == Tie.IN_CARE || rule.tie() == Tie.BREAK_GLASS) {
                for (Care care : Clause.care(rule.tie(), request.at(), facts)) {
                    if (!subject.test(care.subject())) continue;
                    ids.add(care.fact());
                    if (care.until().isBefore(until)) until = care.until();
                }
            }
            reasons.add(new Reason(rule.id(), ids, Message.granting(rule.tie())));
        }
        String basis = granting.stream().map(Rule::basis).distinct().collect(Collectors.joining("; "));
        List<String> within = coverage.map(Coverage::within).orElse(List.of());
        return new Terms(reasons, basis, obligations, policy.hash(), until, within);
    }
}
