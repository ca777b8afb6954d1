package org.serment.kernel.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.serment.kernel.Gen;
import org.serment.kernel.access.Facts.Account;
import org.serment.kernel.access.Facts.Care;
import org.serment.kernel.identity.Actor;

/// Laws over small random worlds, where few values make coincidences frequent.
class AccessProperties {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final List<Long> SUBJECTS = List.of(1L, 2L, 3L);
    private static final List<Integer> SMALL = List.of(1, 2, 3);
    private static final List<String> TYPES = List.of("Patient", "Patient", "Observation", "Organization", "Binary", "Consent", "AuditEvent", "accounts");

    /// Law 1: a plan accepts exactly what a decision grants, under any policy.
    @Test
    void planAcceptsExactlyWhatDecidePermits() {
        AtomicInteger granted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Gen.check(20_000, gen -> {
            Policy policy = gen.chance(50) ? HospitalRules.POLICY : new Policy(policy(gen));
            Request request = request(gen);
            Facts facts = facts(gen);
            Plan plan = Access.plan(request, facts, policy);
            for (int i = 0; i < 5; i++) {
                Target target = target(gen);
                boolean permitted = Access.decide(request, target, facts, policy) instanceof Decision.Grant;
                assertEquals(permitted, plan.accepts(target), () -> request + " " + target + " " + facts + " " + plan);
                (permitted ? granted : refused).incrementAndGet();
            }
        });
        assertTrue(granted.get() > 2000 && refused.get() > 2000, "both answers are common: " + granted + " " + refused);
    }

    /// The hospital's rules, said a second time in plain code.
    @Test
    void theHospitalRulesGrantWhatTheySay() {
        AtomicInteger granted = new AtomicInteger();
        Gen.check(90_000, gen -> {
            Request request = request(gen);
            Facts facts = facts(gen);
            Target target = target(gen);
            boolean permitted = Access.decide(request, target, facts, HospitalRules.POLICY) instanceof Decision.Grant;
            assertEquals(permittedByHand(request, target, facts), permitted, () -> request + " " + target + " " + facts);
            if (permitted) granted.incrementAndGet();
        });
        assertTrue(granted.get() > 1000, "grants are common: " + granted);
    }

    /// Whatever a token's scopes and its patient are, it opens nothing that its person or program may not.
    @Test
    void scopesOnlyNarrow() {
        AtomicInteger granted = new AtomicInteger();
        Gen.check(20_000, gen -> {
            Policy policy = gen.chance(50) ? HospitalRules.POLICY : new Policy(policy(gen));
            Request narrow = request(gen);
            Actor actor = narrow.actor();
            Request wide = new Request(new Actor(actor.tenant(), actor.account(), actor.client(), actor.machine(), Set.of(actor.machine() ? "system/*.cruds" : "user/*.cruds")),
                    narrow.action(), narrow.type(), narrow.purpose(), narrow.at());
            Facts facts = facts(gen);
            Target target = target(gen);
            if (Access.decide(narrow, target, facts, policy) instanceof Decision.Grant) {
                granted.incrementAndGet();
                Decision.Grant also = assertInstanceOf(Decision.Grant.class, Access.decide(wide, target, facts, policy));
                assertEquals(List.of(), also.terms().within());
            }
        });
        assertTrue(granted.get() > 500, "grants are common: " + granted);
    }

    /// Taking any fact away never grants.
    @Test
    void aMissingFactNeverGrants() {
        Gen.check(20_000, gen -> {
            Policy policy = gen.chance(50) ? HospitalRules.POLICY : new Policy(policy(gen));
            Request request = request(gen);
            Facts all = facts(gen);
            Facts fewer = new Facts(gen.chance(70) ? all.account() : Optional.empty(),
                    all.care().stream().filter(care -> gen.chance(50)).toList(),
                    all.own().stream().filter(own -> gen.chance(50)).collect(java.util.stream.Collectors.toSet()),
                    gen.chance(50) ? all.clearance() : Optional.empty(), gen.chance(50) ? all.opposed() : Optional.empty(),
                    gen.chance(50) ? all.useCase() : Optional.empty());
            Target target = target(gen);
            if (Access.decide(request, target, fewer, policy) instanceof Decision.Grant) {
                assertTrue(Access.decide(request, target, all, policy) instanceof Decision.Grant);
            }
        });
    }

    /// A filter that is never true is so for every target, and its SQL has a bind for each mark.
    @Test
    void filtersAreWellFormed() {
        Gen.check(5000, gen -> {
            Filter filter = filter(gen, 3);
            if (filter.never()) for (int i = 0; i < 5; i++) assertFalse(filter.accepts(target(gen)));
            Sql sql = filter.sql("v");
            assertEquals(sql.text().chars().filter(c -> c == '?').count(), sql.binds().size());
            for (Object bind : sql.binds()) {
                assertTrue(bind instanceof Long || bind instanceof Integer || bind instanceof long[] || bind instanceof int[]);
            }
        });
    }

    private static boolean permittedByHand(Request q, Target t, Facts f) {
        if (t.tenant() != q.actor().tenant() || f.account().isEmpty()) return false;
        Account a = f.account().get();
        if (a.revoked() || !q.at().isBefore(a.reviewDue())) return false;
        if (q.actor().machine() != (a.role() == Role.LOADER)) return false;
        String letter = switch (q.action()) {
            case READ, VREAD, HISTORY, PROOF -> "r";
            case SEARCH, READERS, EXPORT -> "s";
            case CREATE -> "c";
            case UPDATE -> "u";
            case DELETE -> "d";
        };
        if (!scoped(q, a.role(), letter)) return false;
        boolean alone = a.role() != Role.LOADER && a.role() != Role.PATIENT && !scoped(q, "user/", letter);
        boolean ofTheChosen = t.subjects().equals(q.actor().patient().isPresent() ? Set.of(q.actor().patient().getAsLong()) : Set.of(-1L));
        if (alone && !ofTheChosen && !(List.of(Action.READ, Action.VREAD, Action.HISTORY, Action.SEARCH).contains(q.action()) && t.subjects().isEmpty())) return false;
        boolean look = List.of(Action.READ, Action.VREAD, Action.HISTORY, Action.SEARCH).contains(q.action());
        boolean write = q.action() == Action.CREATE || q.action() == Action.UPDATE;
        boolean open = f.clearance().isPresent() && f.clearance().get().contains(t.labels());
        boolean unopposed = f.opposed().isPresent() && t.subjects().stream().noneMatch(f.opposed().get()::contains);
        boolean inCare = !t.subjects().isEmpty() && t.subjects().stream().allMatch(s -> holds(f, s, false));
        boolean emergency = !t.subjects().isEmpty() && t.subjects().stream().allMatch(s -> holds(f, s, true));
        boolean own = !t.subjects().isEmpty() && f.own().containsAll(t.subjects());
        boolean directory = look && q.type().equals("Organization") && t.subjects().isEmpty()
                && q.purpose() != Purpose.HRESCH && q.purpose() != Purpose.PUBHLTH;
        boolean byAuthor = q.type().equals("Binary") && q.purpose() == Purpose.TREAT && q.action() != Action.SEARCH && (look || write)
                && t.subjects().isEmpty() && t.author() == q.actor().account() && open;
        boolean care = q.purpose() == Purpose.TREAT && inCare && open && unopposed;
        boolean breakGlass = q.purpose() == Purpose.ETREAT && look && emergency && open;
        boolean trace = q.type().equals("AuditEvent") && (q.action() == Action.READERS || q.action() == Action.PROOF);
        boolean notJournal = !q.type().equals("AuditEvent");
        boolean carersWrite = notJournal && !q.type().equals("Consent");
        if (q.type().equals("accounts")) return a.role() == Role.ADMINISTRATOR && q.purpose() == Purpose.HOPERAT
                && (q.action() == Action.SEARCH || write || q.action() == Action.DELETE);
        return directory || switch (a.role()) {
            case NURSE -> care && (look || write && carersWrite) || byAuthor || breakGlass;
            case PHYSICIAN -> care && (look || write && carersWrite || q.action() == Action.DELETE && notJournal) || byAuthor || breakGlass;
            case ADMISSIONS -> open && q.type().equals("Patient") && (write || look && q.action() != Action.HISTORY)
                    && (q.purpose() == Purpose.TREAT || q.purpose() == Purpose.HOPERAT);
            case PATIENT -> q.purpose() == Purpose.PATRQT && own && (look || trace);
            case DPO -> q.purpose() == Purpose.HOPERAT && trace;
            case ADMINISTRATOR -> false;
            case LOADER -> q.purpose() == Purpose.HOPERAT && (look || write || q.action() == Action.DELETE || q.action() == Action.EXPORT && notJournal);
        };
    }

    private static boolean scoped(Request q, Role role, String letter) {
        if (role == Role.LOADER) return scoped(q, "system/", letter);
        return scoped(q, "user/", letter) || (role == Role.PATIENT || q.actor().patient().isPresent()) && scoped(q, "patient/", letter);
    }

    private static boolean scoped(Request q, String context, String letter) {
        boolean content = q.action() != Action.READERS && q.action() != Action.PROOF;
        if (content && "rs".contains(letter) && q.actor().scopes().contains(context + q.type() + ".rs?x=1")) return true;
        if ("rs".contains(letter) && q.actor().scopes().contains(context + "*.read")) return true;
        for (String type : List.of("*", q.type())) for (String letters : List.of("r", "rs", "cu", "cruds")) {
            if (letters.contains(letter) && q.actor().scopes().contains(context + type + "." + letters)) return true;
        }
        return false;
    }

    private static boolean holds(Facts facts, long subject, boolean emergency) {
        return facts.care().stream().anyMatch(care -> care.subject() == subject
                && (care.source() == Care.Source.BREAK_GLASS) == emergency
                && !NOW.isBefore(care.from()) && NOW.isBefore(care.until()));
    }

    private static Request request(Gen gen) {
        boolean machine = gen.chance(20);
        List<String> odd = List.of("user/Patient.r", "system/*.cu", "patient/Observation.rs", "openid", "user/*.", "user/*.dr",
                "user/*.rs?x=1", "user/Observation.rs?x=1", "patient/Observation.rs?x=1", "patient/*.read");
        Set<String> scopes = gen.some(odd, 30);
        if (gen.chance(80)) scopes.add(machine ? "system/*.cruds" : gen.one("patient/*.rs", "user/*.cruds", "user/*.cruds"));
        OptionalLong chosen = gen.chance(30) ? OptionalLong.of(gen.one(SUBJECTS)) : OptionalLong.empty();
        Actor actor = new Actor(gen.one(1, 1, 1, 2), 1 + gen.below(2), "c", machine, scopes, chosen);
        Action action = gen.one(Action.values());
        boolean trace = action == Action.READERS || action == Action.PROOF;
        return new Request(actor, action, trace && gen.chance(80) ? "AuditEvent" : gen.one(TYPES),
                gen.one(Purpose.TREAT, Purpose.TREAT, Purpose.HOPERAT, Purpose.PATRQT, gen.one(Purpose.values())), NOW);
    }

    private static Target target(Gen gen) {
        return new Target(gen.one(1, 1, 1, 2), gen.some(SUBJECTS, 35), gen.one(1, 1, 2), gen.one(SMALL), 1 + gen.below(2));
    }

    private static Facts facts(Gen gen) {
        Map<Integer, String> units = new HashMap<>();
        for (int unit : gen.some(SMALL, 50)) units.put(unit, "unit " + unit);
        Optional<Account> account = gen.chance(95) ? Optional.of(new Account(gen.one(Role.values()), gen.chance(5),
                NOW.plusSeconds(gen.chance(5) ? 0 : 1), "name", units, "account/1")) : Optional.empty();
        List<Care> care = gen.list(5, () -> new Care(gen.one(SUBJECTS), gen.one(SMALL), gen.one(Care.Source.values()),
                NOW.minusSeconds(gen.below(3)), NOW.plusSeconds(gen.below(5)), "care/" + gen.below(100)));
        return new Facts(account, care, gen.some(SUBJECTS, 60),
                gen.chance(90) ? Optional.of(gen.some(SMALL, 80)) : Optional.empty(),
                gen.chance(90) ? Optional.of(gen.some(SUBJECTS, 20)) : Optional.empty(),
                gen.chance(80) ? Optional.of(new Facts.UseCase("u", gen.chance(80), NOW.minusSeconds(1),
                        NOW.plus(Duration.ofSeconds(gen.below(3))), "usecase/1")) : Optional.empty());
    }

    private static List<Rule> policy(Gen gen) {
        AtomicInteger number = new AtomicInteger('a');
        return gen.list(6, () -> new Rule("rule." + (char) number.getAndIncrement(), "basis", gen.some(List.of(Role.values()), 85),
                gen.some(List.of(Action.values()), 85), gen.some(List.of(Purpose.values()), 85),
                new Rule.Types(gen.chance(70), gen.some(TYPES, 30)), gen.one(Rule.Tie.values()),
                gen.some(List.of(Rule.Guard.values()), 25), gen.some(List.of(Rule.Obligation.values()), 30)));
    }

    private static Filter filter(Gen gen, int depth) {
        int kinds = depth == 0 ? 10 : 12;
        return switch (gen.below(kinds)) {
            case 0 -> new Filter.Tenant(gen.one(SMALL));
            case 1 -> new Filter.PatientIs(gen.some(SUBJECTS, 40));
            case 2 -> new Filter.InCare(gen.some(SUBJECTS, 40));
            case 3 -> new Filter.NotOpposed(gen.some(SUBJECTS, 40));
            case 4 -> new Filter.LabelWithin(gen.some(SMALL, 40));
            case 5 -> new Filter.UnitWithin(gen.some(SMALL, 40));
            case 6 -> new Filter.AuthorIs(gen.below(3));
            case 7 -> new Filter.NoSubject();
            case 8 -> new Filter.Validity(NOW.minusSeconds(gen.below(2)), NOW.plusSeconds(gen.below(2)), NOW);
            case 9 -> new Filter.UseCaseOpen("u", gen.chance(50));
            case 10 -> new Filter.And(gen.list(3, () -> filter(gen, depth - 1)));
            default -> new Filter.Or(gen.list(3, () -> filter(gen, depth - 1)));
        };
    }
}
