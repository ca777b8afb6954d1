package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serment.kernel.identity.IdentityStatus;
import org.serment.kernel.identity.Ins;

/// Who a patient is, however much of it is known; and what allergies are known.
class NamesTest {
    private static final String INS = "{'system':'urn:oid:1.2.250.1.213.1.4.10','value':'223124101833389'}";
    private static final String RELIABLE = "'extension':[{'url':'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability','extension':[{'url':'identityStatus','valueCoding':{'code':'%s'}}]}]";

    private static Names names(String members) {
        return Names.of(Read.resource("{'resourceType':'Patient','id':'p'" + (members.isEmpty() ? "" : "," + members) + "}"));
    }

    @Test
    void aPatientOfWhomNothingIsKnown() {
        var nobody = names("");
        assertEquals("", nobody.listed());
        assertEquals(Optional.empty(), nobody.ins());
        assertEquals(IdentityStatus.PROVISIONAL, nobody.status());
        assertFalse(nobody.dead());
    }

    @Test
    void theNameInUseAndTheNameAtBirth() {
        var n = names("'name':[{'use':'official','family':'MARTINEAU','given':['MARCELLE'],'extension':[{'url':'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name','valueString':'MARCELLE DENISE'}]},{'use':'usual','family':'Klein','given':['Marcelle']},{'use':'old','family':'Autre'}]");
        assertEquals("KLEIN Marcelle", n.listed());
        assertEquals(Optional.of("MARTINEAU"), n.bornAs());
        assertEquals("MARCELLE DENISE", n.birth().given());
        assertEquals(Optional.empty(), names("'name':[{'use':'official','family':'LÉVY','given':['A']},{'use':'usual','family':'Levy','given':['A']}]").bornAs(), "accents make no other name");
        assertEquals("LE SEUL", names("'name':[{'text':'Le Seul'}]").listed());
    }

    @Test
    void theFourStatusesOfAnIdentity() {
        var checked = RELIABLE.formatted("VALI");
        assertEquals(IdentityStatus.QUALIFIED, names("'identifier':[" + INS + "]," + checked).status());
        assertEquals(IdentityStatus.RETRIEVED, names("'identifier':[" + INS + "]," + RELIABLE.formatted("PROV")).status());
        assertEquals(IdentityStatus.VALIDATED, names(checked).status());
        assertEquals(IdentityStatus.PROVISIONAL, names(RELIABLE.formatted("PROV")).status());
    }

    @Test
    void aNumberWithAWrongKeyIsNoIns() {
        assertEquals("2 23 12 41 018 333 89", names("'identifier':[" + INS + "]").ins().orElseThrow().groups());
        assertEquals(Ins.Kind.TEST, names("'identifier':[" + INS + "]").ins().orElseThrow().kind());
        assertEquals(Optional.empty(), names("'identifier':[" + INS.replace("89'", "88'") + "]").ins());
    }

    @Test
    void theDeadAreSaidToBe() {
        assertTrue(names("'deceasedBoolean':true").dead());
        assertFalse(names("'deceasedBoolean':false").dead());
        assertTrue(names("'deceasedDateTime':'2024'").dead());
    }

    private static Alert.Allergies allergies(String... resources) {
        return Alert.Allergies.of(List.of(resources).stream().map(Read::resource).toList(), Read.FR);
    }

    @Test
    void closedIsNeitherNoneNorNotRecorded() {
        assertEquals(Alert.Known.CLOSED, Alert.Allergies.of(Opening.Shelf.CLOSED, Read.FR).known());
        assertEquals(Alert.Known.NOT_RECORDED, Alert.Allergies.of(Opening.Shelf.NOTHING, Read.FR).known());
        assertTrue(Alert.Flags.of(Opening.Shelf.CLOSED, Read.FR).closed());
        assertFalse(Alert.Flags.of(Opening.Shelf.NOTHING, Read.FR).closed());
    }

    @Test
    void noneKnownIsNotNotRecorded() {
        assertEquals(Alert.Known.NOT_RECORDED, allergies().known());
        assertEquals(Alert.Known.NONE_KNOWN, allergies("{'code':{'coding':[{'code':'716186003'}]}}").known());
        assertEquals(Alert.Known.NOT_RECORDED, allergies("{'code':{'text':'Arachide'},'verificationStatus':{'coding':[{'code':'entered-in-error'}]}}").known());
        assertEquals(Alert.Known.NOT_RECORDED, allergies("{'code':{'text':'Arachide'},'clinicalStatus':{'coding':[{'code':'resolved'}]}}").known());
        var some = allergies("{'code':{'coding':[{'code':'716186003'}]}}", "{'code':{'text':'Latex'}}", "{'code':{'text':'Arachide'},'criticality':'high'}");
        assertEquals(Alert.Known.SOME, some.known());
        assertEquals(List.of("Arachide", "Latex"), some.all().stream().map(Alert::text).toList(), "the grave ones first");
    }
}
