package org.serment.kernel.access;

import static org.serment.kernel.access.Action.*;
import static org.serment.kernel.access.Purpose.*;
import static org.serment.kernel.access.Role.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.serment.kernel.access.Rule.Guard;
import org.serment.kernel.access.Rule.Obligation;
import org.serment.kernel.access.Rule.Tie;
import org.serment.kernel.access.Rule.Types;

/// The first rules of a French hospital. CSP is the French code of public health.
public final class HospitalRules {

    /// What describes the hospital and not its patients.
    public static final Set<String> DIRECTORY_TYPES = Set.of("Organization", "OrganizationAffiliation", "Location",
            "Practitioner", "PractitionerRole", "HealthcareService", "Endpoint", "Medication", "MedicationKnowledge",
            "Substance", "CodeSystem", "ValueSet", "ConceptMap", "NamingSystem", "StructureDefinition",
            "SearchParameter", "CapabilityStatement", "OperationDefinition", "Questionnaire", "PlanDefinition",
            "ActivityDefinition", "Library", "Measure");

    private static final Types DIRECTORY = Types.only(DIRECTORY_TYPES);
    private static final Types JOURNAL = Types.only(Set.of("AuditEvent"));
    private static final Types IDENTITY = Types.only(Set.of("Patient", "Encounter"));
    private static final Types ACCOUNTS = Types.only(Set.of("accounts"));
    /// All of FHIR. Who may knock is no part of it: that is the administrator's alone.
    private static final Types RECORD = Types.except(ACCOUNTS.names());
    /// What leaves in bulk: the journal has its own way out.
    private static final Types COPIED = Types.except(Set.of("AuditEvent", "accounts"));
    /// It holds its subscriber's secrets: nobody else's to read, whatever else they may.
    private static final Types SUBSCRIPTION = Types.only(Set.of("Subscription"));
    private static final Types LOADED = Types.except(Set.of("accounts", "Subscription"));
    private static final Types BINARY = Types.only(Set.of("Binary"));

    /// The journal writes itself, and a patient's choices are not the carer's to record.
    private static final Set<String> NOT_BY_CARERS = Set.of("AuditEvent", "Consent", "accounts");

    private static final Set<Action> LOOK = EnumSet.of(READ, VREAD, HISTORY, SEARCH);
    private static final Set<Action> WRITE = EnumSet.of(CREATE, UPDATE);
    private static final Set<Action> TRACE = EnumSet.of(READERS, PROOF);
    private static final Set<Role> CARERS = EnumSet.of(NURSE, PHYSICIAN);
    private static final Set<Guard> CARE_GUARDS = EnumSet.of(Guard.OPPOSITION, Guard.CLEARANCE);

    public static final Policy POLICY = new Policy(List.of(
            rule("care.read", "CSP L1110-4 II-III", CARERS, LOOK, Set.of(TREAT),
                    RECORD, Tie.IN_CARE, CARE_GUARDS),
            rule("care.write", "CSP L1110-4 II-III", CARERS, WRITE, Set.of(TREAT),
                    Types.except(NOT_BY_CARERS), Tie.IN_CARE, CARE_GUARDS),
            rule("care.delete", "CSP L1110-4 II-III", Set.of(PHYSICIAN), Set.of(DELETE), Set.of(TREAT),
                    Types.except(Set.of("AuditEvent", "accounts")), Tie.IN_CARE, CARE_GUARDS),
            new Rule("care.emergency", "CNIL recommendation on break-glass", CARERS, LOOK, Set.of(ETREAT),
                    RECORD, Tie.BREAK_GLASS, Set.of(Guard.CLEARANCE),
                    Set.of(Obligation.NOTIFY, Obligation.EXPIRE, Obligation.REVIEW)),
            rule("binary.author", "CSP R1110-1", CARERS, EnumSet.of(READ, VREAD, HISTORY, CREATE, UPDATE),
                    Set.of(TREAT), BINARY, Tie.AUTHOR, Set.of(Guard.CLEARANCE)),
            rule("admissions.identity", "CSP R1110-1", Set.of(ADMISSIONS), EnumSet.of(READ, VREAD, SEARCH, CREATE, UPDATE),
                    Set.of(TREAT, HOPERAT), IDENTITY, Tie.DUTY, Set.of(Guard.CLEARANCE)),
            rule("patient.read", "CSP L1111-7", Set.of(PATIENT), LOOK, Set.of(PATRQT),
                    RECORD, Tie.OWN_RECORD, Set.of()),
            rule("patient.readers", "EHDS art. 9", Set.of(PATIENT), TRACE, Set.of(PATRQT),
                    JOURNAL, Tie.OWN_RECORD, Set.of()),
            rule("dpo.readers", "GDPR art. 39", Set.of(DPO), TRACE, Set.of(HOPERAT),
                    JOURNAL, Tie.DUTY, Set.of()),
            rule("directory.read", "CSP R1110-1", EnumSet.allOf(Role.class), LOOK,
                    Set.of(TREAT, ETREAT, HPAYMT, HOPERAT, PATRQT), DIRECTORY, Tie.DIRECTORY, Set.of()),
            rule("loader.load", "GDPR art. 28", Set.of(LOADER), EnumSet.of(READ, VREAD, HISTORY, SEARCH, CREATE, UPDATE, DELETE),
                    Set.of(HOPERAT), LOADED, Tie.DUTY, Set.of()),
            rule("subscription.own", "CSP R1110-1", EnumSet.of(NURSE, PHYSICIAN, PATIENT, LOADER), EnumSet.of(READ, VREAD, HISTORY, SEARCH, CREATE, UPDATE, DELETE),
                    Set.of(TREAT, PATRQT, HOPERAT), SUBSCRIPTION, Tie.AUTHOR, Set.of()),
            rule("loader.export", "GDPR art. 28", Set.of(LOADER), Set.of(EXPORT), Set.of(HOPERAT),
                    COPIED, Tie.DUTY, Set.of()),
            rule("accounts.manage", "GDPR art. 32", Set.of(ADMINISTRATOR), EnumSet.of(SEARCH, CREATE, UPDATE, DELETE),
                    Set.of(HOPERAT), ACCOUNTS, Tie.DUTY, Set.of())));

    private HospitalRules() {}

    private static Rule rule(String id, String basis, Set<Role> roles, Set<Action> actions, Set<Purpose> purposes,
                             Types types, Tie tie, Set<Guard> guards) {
        return new Rule(id, basis, roles, actions, purposes, types, tie, guards, Set.of());
    }
}
