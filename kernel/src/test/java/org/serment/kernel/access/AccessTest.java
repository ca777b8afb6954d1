package org.serment.kernel.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.serment.kernel.access.Decision.Challenge;
import org.serment.kernel.access.Decision.Grant;
import org.serment.kernel.access.Decision.Refusal;
import org.serment.kernel.access.Facts.Account;
import org.serment.kernel.access.Facts.Care;
import org.serment.kernel.access.Reason.Audience;
import org.serment.kernel.access.Reason.Language;
import org.serment.kernel.identity.Actor;

class AccessTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);
    private static final Actor ACTOR = new Actor(1, 12, "bedside", false, Set.of("user/*.cruds"));
    private static final Target HERS = new Target(1, Set.of(7L), 1, 3, 99);
    private static final Target OTHER = new Target(1, Set.of(8L), 1, 3, 99);
    private static final Facts NURSE = Facts.account(account(Role.NURSE))
            .plus(Facts.care(List.of(new Care(7, 3, Care.Source.PRESENCE, NOW, LATER, "movement/5"))))
            .plus(Facts.clearance(Set.of(1))).plus(Facts.opposed(Set.of()));

    @Test
    void aNurseReadsThePatientInHerCareAndSaysWhy() {
        Grant grant = assertInstanceOf(Grant.class, decide(Action.READ, Purpose.TREAT, HERS, NURSE));
        assertEquals(List.of(new Reason("care.read", List.of("account/12", "movement/5"), Message.IN_CARE)), grant.terms().reasons());
        assertEquals("CSP L1110-4 II-III", grant.terms().basis());
        assertEquals(HospitalRules.POLICY.hash(), grant.terms().policy());
        assertEquals(LATER, grant.terms().until(), "no longer than the relationship");
        assertTrue(grant.scope().accepts(HERS));
        assertFalse(grant.scope().accepts(OTHER));
        Facts alsoCares = NURSE.plus(Facts.care(List.of(new Care(8, 3, Care.Source.TEAM, NOW, NOW.plusSeconds(1), "team/1"))));
        assertEquals(grant.terms(), assertInstanceOf(Grant.class, decide(Action.READ, Purpose.TREAT, HERS, alsoCares)).terms(),
                "another patient's relationship is no reason");
        refused(Message.NOT_IN_CARE, decide(Action.READ, Purpose.TREAT, OTHER, NURSE));
        refused(Message.NOT_IN_CARE, decide(Action.READ, Purpose.TREAT, new Target(1, Set.of(7L, 8L), 1, 3, 99), NURSE));
        refused(Message.NOT_IN_CARE, decide(Action.READ, Purpose.TREAT, new Target(1, Set.of(), 1, 3, 99), NURSE));
    }

    @Test
    void aRelationshipHoldsFromItsStartUntilBeforeItsEnd() {
        Facts facts = NURSE;
        assertInstanceOf(Grant.class, Access.decide(at(NOW), HERS, facts, HospitalRules.POLICY));
        assertInstanceOf(Grant.class, Access.decide(at(LATER.minusNanos(1)), HERS, facts, HospitalRules.POLICY));
        assertInstanceOf(Refusal.class, Access.decide(at(LATER), HERS, facts, HospitalRules.POLICY));
        assertInstanceOf(Refusal.class, Access.decide(at(NOW.minusNanos(1)), HERS, facts, HospitalRules.POLICY));
    }

    @Test
    void eachBarIsNamed() {
        refused(Message.TENANT, decide(Action.READ, Purpose.TREAT, new Target(2, Set.of(7L), 1, 3, 99), NURSE));
        refused(Message.NO_ACCOUNT, decide(Action.READ, Purpose.TREAT, HERS, Facts.NONE));
        refused(Message.REVOKED, decide(Action.READ, Purpose.TREAT, HERS,
                Facts.account(new Account(Role.NURSE, true, LATER.plusSeconds(9), "n", Map.of(), "account/12"))));
        refused(Message.REVIEW_OVERDUE, decide(Action.READ, Purpose.TREAT, HERS,
                Facts.account(new Account(Role.NURSE, false, NOW, "n", Map.of(), "account/12"))));
        refused(Message.NO_ACCOUNT, decide(Action.READ, Purpose.HOPERAT, HERS, Facts.account(account(Role.LOADER))));
        Actor narrow = new Actor(1, 12, "c", false, Set.of("user/Patient.s", "patient/*.r", "system/*.r", "user/Patient.rs?", "user/*.rs?a=b"));
        refused(Message.SCOPE, Access.decide(new Request(narrow, Action.READ, "Patient", Purpose.TREAT, NOW),
                HERS, NURSE, HospitalRules.POLICY));
        refused(Message.PURPOSE, decide(Action.READ, Purpose.HRESCH, HERS, NURSE));
        refused(Message.RIGHT, decide(Action.DELETE, Purpose.TREAT, HERS, NURSE));
    }

    @Test
    void eachGuardIsNamed() {
        Facts bare = Facts.account(account(Role.NURSE)).plus(Facts.care(NURSE.care()));
        Facts cleared = bare.plus(Facts.clearance(Set.of(1)));
        Facts unopposed = bare.plus(Facts.opposed(Set.of()));
        refused(Message.OPPOSED, decide(Action.READ, Purpose.TREAT, HERS, cleared.plus(Facts.opposed(Set.of(7L)))));
        refused(Message.LABEL, decide(Action.READ, Purpose.TREAT, HERS, unopposed.plus(Facts.clearance(Set.of(2)))));
        refused(Message.FACT_MISSING, decide(Action.READ, Purpose.TREAT, HERS, cleared));
        refused(Message.FACT_MISSING, decide(Action.READ, Purpose.TREAT, HERS, unopposed));
    }

    @Test
    void anEmergencyIsChallengedUntilItIsDeclared() {
        Challenge challenge = assertInstanceOf(Challenge.class, decide(Action.READ, Purpose.ETREAT, OTHER, NURSE));
        assertEquals(Decision.Kind.BREAK_GLASS, challenge.kind());
        assertEquals(Message.NO_BREAK_GLASS, challenge.reasons().getFirst().message());
        assertInstanceOf(Plan.None.class, plan(Action.SEARCH, Purpose.ETREAT, NURSE));
        Facts declared = NURSE.plus(Facts.care(List.of(new Care(8, 3, Care.Source.BREAK_GLASS, NOW, LATER, "glass/1"))));
        Grant grant = assertInstanceOf(Grant.class, decide(Action.READ, Purpose.ETREAT, OTHER, declared));
        assertTrue(grant.terms().obligations().containsAll(Set.of(Rule.Obligation.NOTIFY, Rule.Obligation.REVIEW)));
        refused(Message.NOT_IN_CARE, decide(Action.READ, Purpose.TREAT, OTHER, declared));
        refused(Message.RIGHT, decide(Action.UPDATE, Purpose.ETREAT, OTHER, declared));
    }

    @Test
    void plansOfTheFirstRoles() {
        Plan.Filtered nurse = assertInstanceOf(Plan.Filtered.class, plan(Action.SEARCH, Purpose.TREAT, NURSE));
        assertEquals(new Filter.And(List.of(new Filter.Tenant(1), new Filter.InCare(Set.of(7L)), new Filter.NotOpposed(Set.of()),
                new Filter.LabelWithin(Set.of(1)))), nurse.filter());
        Actor machine = new Actor(1, 5, "loader", true, Set.of("system/*.cruds"));
        Plan.All all = assertInstanceOf(Plan.All.class, Access.plan(new Request(machine, Action.UPDATE, "Patient", Purpose.HOPERAT, NOW),
                Facts.account(account(Role.LOADER)), HospitalRules.POLICY));
        assertEquals(1, all.tenant());
        assertFalse(all.accepts(new Target(2, Set.of(), 1, 1, 1)));
        Facts patient = Facts.account(account(Role.PATIENT)).plus(Facts.own(Set.of(7L)));
        Plan.Filtered own = assertInstanceOf(Plan.Filtered.class, plan(Action.SEARCH, Purpose.PATRQT, patient));
        assertEquals(new Filter.And(List.of(new Filter.Tenant(1), new Filter.PatientIs(Set.of(7L)))), own.filter());
        assertInstanceOf(Plan.None.class, plan(Action.SEARCH, Purpose.PATRQT, Facts.account(account(Role.PATIENT))));
        assertInstanceOf(Plan.None.class, plan(Action.CREATE, Purpose.PATRQT, patient));
    }

    /// Accounts are no part of the record: not even the program that loads everything has a right to them.
    @Test
    void accountsAreTheAdministratorsAndNothingElseIs() {
        for (Role role : Role.values()) {
            Actor actor = new Actor(1, 5, "x", role.machine(), Set.of(role.machine() ? "system/*.cruds" : "user/*.cruds"));
            Facts facts = Facts.account(account(role)).plus(Facts.care(NURSE.care())).plus(Facts.own(Set.of(7L))).plus(Facts.clearance(Set.of(1))).plus(Facts.opposed(Set.of()));
            for (Purpose purpose : Purpose.values()) for (Action action : Set.of(Action.SEARCH, Action.CREATE, Action.UPDATE, Action.DELETE)) {
                boolean none = Access.plan(new Request(actor, action, "accounts", purpose, NOW), facts, HospitalRules.POLICY) instanceof Plan.None;
                assertEquals(role != Role.ADMINISTRATOR || purpose != Purpose.HOPERAT, none, role + " " + action + " " + purpose);
                if (role == Role.ADMINISTRATOR)
                    for (String type : Set.of("Patient", "Observation", "AuditEvent", "Binary", "Consent"))
                        assertInstanceOf(Plan.None.class, Access.plan(new Request(actor, action, type, purpose, NOW), facts, HospitalRules.POLICY));
            }
        }
    }

    @Test
    void sqlOfEachAtom() {
        sql("r.tenant = ?", new Filter.Tenant(4), 4);
        sql("(r.subject = any(?) and (r.subject <> -1 or coalesce((select bool_and(r_of.subject = any(?)) from compartment r_of"
                + " where r_of.tenant = r.tenant and r_of.oid = r.oid), false)))", new Filter.InCare(Set.of(9L, 3L)),
                new long[] {-1, 3, 9}, new long[] {3, 9});
        sql("(r.subject <> all(?) and (r.subject <> -1 or coalesce((select bool_and(r_of.subject <> all(?)) from compartment r_of"
                + " where r_of.tenant = r.tenant and r_of.oid = r.oid), false)))", new Filter.NotOpposed(Set.of(3L)),
                new long[] {3}, new long[] {3});
        sql("r.label = any(?)", new Filter.LabelWithin(Set.of(2, 1)), new int[] {1, 2});
        sql("r.unit = any(?)", new Filter.UnitWithin(Set.of(2)), new int[] {2});
        sql("r.author = ?", new Filter.AuthorIs(12), 12L);
        sql("r.subject = 0", new Filter.NoSubject());
        sql("true", new Filter.Validity(NOW, LATER, NOW));
        sql("false", new Filter.Validity(NOW, LATER, LATER));
        sql("false", new Filter.UseCaseOpen("u", false));
        sql("true", new Filter.NotOpposed(Set.of()));
        sql("false", new Filter.PatientIs(Set.of()));
        sql("true", new Filter.And(List.of()));
        sql("false", Filter.NEVER);
        sql("(r.subject = 0 and (r.author = ? or r.tenant = ?))", new Filter.And(List.of(new Filter.NoSubject(),
                new Filter.Or(List.of(new Filter.AuthorIs(1), new Filter.Tenant(2))))), 1L, 2);
        assertThrows(IllegalArgumentException.class, () -> Filter.NEVER.sql("r; drop table"));
    }

    @Test
    void factsAddUpAndNoneIsStatedTwice() {
        Facts facts = Facts.opposed(Set.of(1L)).plus(Facts.opposed(Set.of(2L))).plus(Facts.own(Set.of(1L))).plus(Facts.own(Set.of(2L)));
        assertEquals(Set.of(1L, 2L), facts.opposed().orElseThrow());
        assertEquals(Set.of(1L, 2L), facts.own());
        assertEquals(Facts.NONE, Facts.NONE.plus(Facts.NONE));
        assertThrows(IllegalArgumentException.class, () -> NURSE.plus(Facts.account(account(Role.DPO))));
        assertThrows(IllegalArgumentException.class, () -> NURSE.plus(Facts.clearance(Set.of(1, 2))));
        assertThrows(IllegalArgumentException.class, () -> new Target(1, Set.of(0L), 1, 1, 1));
    }

    @Test
    void aPolicyIsKnownByItsHash() {
        Policy policy = HospitalRules.POLICY;
        assertEquals(policy.hash(), new Policy(policy.rules()).hash());
        assertEquals(64, policy.hash().length());
        Set<String> hashes = new HashSet<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            List<Rule> fewer = new java.util.ArrayList<>(policy.rules());
            fewer.remove(i);
            hashes.add(new Policy(fewer).hash());
        }
        assertEquals(policy.rules().size(), hashes.size());
        assertFalse(hashes.contains(policy.hash()));
        assertEquals(policy.rules().size(), policy.text().lines().count());
        assertThrows(IllegalArgumentException.class, () -> new Policy(List.of(policy.rules().getFirst(), policy.rules().getFirst())));
    }

    @Test
    void everyPartOfARuleIsInTheHash() {
        Set<Role> roles = Set.of(Role.NURSE);
        Set<Action> actions = Set.of(Action.READ);
        Set<Purpose> purposes = Set.of(Purpose.TREAT);
        Rule.Types types = Rule.Types.only(Set.of("Patient"));
        List<Rule> rules = List.of(
                new Rule("a", "b", roles, actions, purposes, types, Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("c", "b", roles, actions, purposes, types, Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "c", roles, actions, purposes, types, Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "b", Set.of(Role.DPO), actions, purposes, types, Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "b", roles, Set.of(Action.SEARCH), purposes, types, Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "b", roles, actions, Set.of(Purpose.ETREAT), types, Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "b", roles, actions, purposes, Rule.Types.except(Set.of("Patient")), Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "b", roles, actions, purposes, Rule.Types.only(Set.of()), Rule.Tie.DUTY, Set.of(), Set.of()),
                new Rule("a", "b", roles, actions, purposes, types, Rule.Tie.IN_CARE, Set.of(), Set.of()),
                new Rule("a", "b", roles, actions, purposes, types, Rule.Tie.DUTY, Set.of(Rule.Guard.CLEARANCE), Set.of()),
                new Rule("a", "b", roles, actions, purposes, types, Rule.Tie.DUTY, Set.of(), Set.of(Rule.Obligation.MASK)));
        Set<String> hashes = new HashSet<>();
        for (Rule rule : rules) hashes.add(new Policy(List.of(rule)).hash());
        assertEquals(rules.size(), hashes.size());
    }

    @Test
    void everyMessageHasSixDifferentTexts() {
        for (Message message : Message.values()) {
            Reason reason = new Reason("r", List.of(), message);
            for (Audience audience : Audience.values()) {
                assertNotEquals(reason.text(audience, Language.FR), reason.text(audience, Language.EN));
            }
            for (Language language : Language.values()) {
                Set<String> texts = new HashSet<>();
                for (Audience audience : Audience.values()) texts.add(reason.text(audience, language));
                assertEquals(3, texts.size(), message.name());
            }
        }
        Reason reason = new Reason("care.read", List.of(), Message.IN_CARE);
        assertEquals("Cette personne participait à vos soins.", reason.text(Audience.PATIENT, Language.FR));
        for (var message : Message.values()) for (var audience : Audience.values()) for (var language : Language.values())
            assertEquals(-1, message.text(audience, language).indexOf('\''), message + ": typeset like the pages that show it");
        assertEquals("You take part in this patient’s care.", reason.text(Audience.CLINICIAN, Language.EN));
    }

    private static void sql(String text, Filter filter, Object... binds) {
        Sql sql = filter.sql("r");
        assertEquals(text, sql.text());
        assertArrayEquals(binds, sql.binds().toArray());
    }

    private static void refused(Message message, Decision decision) {
        Refusal refusal = assertInstanceOf(Refusal.class, decision);
        assertTrue(refusal.reasons().stream().anyMatch(reason -> reason.message() == message), refusal.toString());
    }

    private static Account account(Role role) {
        return new Account(role, false, LATER.plusSeconds(9), "n", Map.of(3, "Cardiologie"), "account/12");
    }

    private static Request at(Instant instant) {
        return new Request(ACTOR, Action.READ, "Patient", Purpose.TREAT, instant);
    }

    private static Decision decide(Action action, Purpose purpose, Target target, Facts facts) {
        return Access.decide(new Request(ACTOR, action, "Patient", purpose, NOW), target, facts, HospitalRules.POLICY);
    }

    private static Plan plan(Action action, Purpose purpose, Facts facts) {
        return Access.plan(new Request(ACTOR, action, "Patient", purpose, NOW), facts, HospitalRules.POLICY);
    }
}
