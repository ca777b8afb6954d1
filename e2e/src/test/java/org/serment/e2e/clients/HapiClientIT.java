package org.serment.e2e.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.serment.e2e.Hospital;

/// HAPI's generic client for Java, as most Java programs use it: it fetches the CapabilityStatement by itself before its first
/// request, reads what it gets with its own parser, and turns refusals into its exceptions.
@ExtendWith(Hospital.Resolver.class)
class HapiClientIT {
    private static final FhirContext R4 = FhirContext.forR4();
    private static final String SYSTEM = "urn:test:hapi";

    private final String mark = UUID.randomUUID().toString();
    private Hospital hospital;

    @BeforeEach
    void at(Hospital hospital) {
        this.hospital = hospital;
    }

    private IGenericClient as(String account, EncodingEnum encoding) throws Exception {
        IGenericClient client = R4.newRestfulGenericClient(hospital.base() + "/fhir");
        client.registerInterceptor(new BearerTokenAuthInterceptor(hospital.token(account)));
        assumeTrue(statement(client).getFormat().stream().anyMatch(f -> EncodingEnum.forContentType(f.getValue()) == encoding), encoding + " is claimed");
        client.setEncoding(encoding);
        return client;
    }

    private static CapabilityStatement statement(IGenericClient client) {
        return client.capabilities().ofType(CapabilityStatement.class).execute();
    }

    private static boolean claimed(IGenericClient client, String type, TypeRestfulInteraction interaction) {
        return statement(client).getRestFirstRep().getResource().stream()
                .anyMatch(r -> r.getType().equals(type) && r.getInteraction().stream().anyMatch(i -> i.getCode() == interaction));
    }

    private static boolean claimed(IGenericClient client, String type, String operation) {
        return statement(client).getRestFirstRep().getResource().stream()
                .anyMatch(r -> r.getType().equals(type) && r.getOperation().stream().anyMatch(o -> o.getName().equals(operation)));
    }

    private Organization organization(String name) {
        var organization = new Organization().setName(name);
        organization.addIdentifier(new Identifier().setSystem(SYSTEM).setValue(mark));
        return organization;
    }

    @ParameterizedTest
    @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
    void aResourceFromItsCreationToItsEnd(EncodingEnum encoding) throws Exception {
        IGenericClient client = as("loader", encoding);
        MethodOutcome created = client.create().resource(organization("Première")).conditional().where(Organization.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, mark)).execute();
        assertEquals(true, created.getCreated());
        IIdType id = created.getId();
        assertEquals("1", id.getVersionIdPart());
        MethodOutcome again = client.create().resource(organization("Première")).conditional().where(Organization.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, mark)).execute();
        assertEquals(id.getIdPart(), again.getId().getIdPart(), "a conditional create finds what is there");

        Organization read = client.read().resource(Organization.class).withId(id.getIdPart()).execute();
        assertEquals("Première", read.getName());
        MethodOutcome updated = client.update().resource(((Organization) read.copy()).setName("Deuxième")).execute();
        assertEquals("2", updated.getId().getVersionIdPart());
        var stale = assertThrows(PreconditionFailedException.class, () -> client.update().resource(organization("Troisième").setId(id.getIdPart()))
                .withAdditionalHeader("If-Match", "W/\"1\"").execute());
        issue(stale, "conflict");
        assertEquals("Première", client.read().resource(Organization.class).withIdAndVersion(id.getIdPart(), "1").execute().getName());

        Bundle history = client.history().onInstance(id.toUnqualifiedVersionless()).returnBundle(Bundle.class).execute();
        assertEquals(List.of("Deuxième", "Première"), history.getEntry().stream().map(e -> ((Organization) e.getResource()).getName()).toList());
        int most = 2;
        if (claimed(client, "Organization", TypeRestfulInteraction.PATCH)) {
            client.patch().withBody("[{\"op\":\"replace\",\"path\":\"/name\",\"value\":\"Quatrième\"}]").withId(id.toUnqualifiedVersionless()).execute();
            assertEquals("Quatrième", client.read().resource(Organization.class).withId(id.getIdPart()).execute().getName());
            most++;
        }

        client.delete().resourceById(id.toUnqualifiedVersionless()).execute();
        issue(assertThrows(ResourceGoneException.class, () -> client.read().resource(Organization.class).withId(id.getIdPart()).execute()), "deleted");
        assertEquals(most + 1, client.history().onInstance(id.toUnqualifiedVersionless()).returnBundle(Bundle.class).execute().getEntry().size());
        issue(assertThrows(ResourceNotFoundException.class, () -> client.read().resource(Organization.class).withId("absent").execute()), "not-found");
        issue(assertThrows(InvalidRequestException.class, () -> client.search().byUrl("Organization?nmae=x").execute()), "not-found");
    }

    @ParameterizedTest
    @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
    void aTransactionAndASearchOverSeveralPages(EncodingEnum encoding) throws Exception {
        IGenericClient client = as("loader", encoding);
        var transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        for (int i = 0; i < 7; i++) {
            Organization unit = organization("Unité " + i);
            if (i > 0) unit.getPartOf().setReference(transaction.getEntryFirstRep().getFullUrl());
            transaction.addEntry().setFullUrl("urn:uuid:" + UUID.randomUUID()).setResource(unit).getRequest().setMethod(Bundle.HTTPVerb.POST).setUrl("Organization");
        }
        Bundle answer = client.transaction().withBundle(transaction).execute();
        assertTrue(answer.getEntry().stream().allMatch(e -> e.getResponse().getStatus().startsWith("201")));

        Bundle page = client.search().forResource(Organization.class).where(Organization.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, mark))
                .sort().ascending(Organization.NAME).count(3).totalMode(SearchTotalModeEnum.ACCURATE).returnBundle(Bundle.class).execute();
        assertEquals(7, page.getTotal());
        var names = new ArrayList<String>();
        while (true) {
            page.getEntry().forEach(e -> names.add(((Organization) e.getResource()).getName()));
            if (page.getLink(Bundle.LINK_NEXT) == null) break;
            page = client.loadPage().next(page).execute();
        }
        assertEquals(List.of("Unité 0", "Unité 1", "Unité 2", "Unité 3", "Unité 4", "Unité 5", "Unité 6"), names);

        Bundle parts = client.search().forResource(Organization.class).where(Organization.PARTOF.hasChainedProperty(Organization.NAME.matches().value("Unité 0")))
                .and(Organization.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, mark)).include(Organization.INCLUDE_PARTOF).usingStyle(ca.uhn.fhir.rest.api.SearchStyleEnum.POST)
                .returnBundle(Bundle.class).execute();
        assertEquals(7, parts.getEntry().size(), "six parts and what they are part of");

        if (statement(client).getRestFirstRep().getInteraction().stream().anyMatch(i -> i.getCode() == SystemRestfulInteraction.BATCH)) {
            var batch = new Bundle().setType(Bundle.BundleType.BATCH);
            batch.addEntry().getRequest().setMethod(Bundle.HTTPVerb.GET).setUrl("Organization?identifier=" + SYSTEM + "|" + mark);
            batch.addEntry().getRequest().setMethod(Bundle.HTTPVerb.GET).setUrl("Organization/absent");
            Bundle said = client.transaction().withBundle(batch).execute();
            assertEquals(7, assertInstanceOf(Bundle.class, said.getEntryFirstRep().getResource()).getEntry().size());
            assertTrue(said.getEntry().get(1).getResponse().getStatus().startsWith("404"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = EncodingEnum.class, names = {"JSON", "XML"})
    void aNurseReadsTheRecordOfHerPatient(EncodingEnum encoding) throws Exception {
        IGenericClient nurse = as("nurse", encoding);
        String patient = hospital.patient();
        Patient read = nurse.read().resource(Patient.class).withId(patient.substring("Patient/".length())).execute();
        assertTrue(read.hasBirthDate() && read.hasName());

        Bundle stays = nurse.search().forResource(Encounter.class).where(Encounter.PATIENT.hasId(patient)).include(Encounter.INCLUDE_PATIENT).sort().descending(Encounter.DATE)
                .count(5).returnBundle(Bundle.class).execute();
        assertTrue(stays.getEntry().stream().anyMatch(e -> e.getSearch().getMode() == Bundle.SearchEntryMode.INCLUDE && e.getResource() instanceof Patient));
        Bundle measured = nurse.search().forResource(Observation.class).where(Observation.PATIENT.hasId(patient))
                .and(Observation.CODE.exactly().systemAndCode("http://loinc.org", "8867-4")).and(Observation.DATE.after().day("1990-01-01")).returnBundle(Bundle.class).execute();
        assertTrue(measured.getEntry().stream().allMatch(e -> ((Observation) e.getResource()).getCode().getCodingFirstRep().getCode().equals("8867-4")));
        if (claimed(nurse, "Patient", "everything")) {
            Bundle all = nurse.operation().onInstance(patient).named("$everything").withNoParameters(Parameters.class).useHttpGet().returnResourceType(Bundle.class).execute();
            assertEquals(read.getIdPart(), all.getEntryFirstRep().getResource().getIdPart());
        }
        if (claimed(nurse, "Patient", "validate")) {
            var outcome = (OperationOutcome) nurse.validate().resource(new Patient().setActive(true)).execute().getOperationOutcome();
            assertTrue(outcome.getIssue().stream().noneMatch(i -> i.getSeverity() == OperationOutcome.IssueSeverity.ERROR));
        }
        issue(assertThrows(ResourceNotFoundException.class, () -> nurse.read().resource(Patient.class).withId(hospital.stranger().substring("Patient/".length())).execute()), "not-found");
    }

    /// What it was refused with, as its parser read it.
    private static void issue(BaseServerResponseException refused, String code) {
        var outcome = assertInstanceOf(OperationOutcome.class, refused.getOperationOutcome(), refused.toString());
        assertEquals(code, outcome.getIssueFirstRep().getCode().toCode());
    }
}
