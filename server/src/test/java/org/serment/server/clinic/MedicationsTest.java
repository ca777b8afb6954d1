package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A dosage in words, however much of it is there.
class MedicationsTest {
    private static String french(String dosage) {
        return Medications.dosage(Read.resource(dosage), Read.FR);
    }

    @Test
    void theWrittenTextComesFirst() {
        assertEquals("1 matin et soir", french("{'text':'1 matin et soir','timing':{'repeat':{'frequency':3,'period':1,'periodUnit':'d'}}}"));
    }

    @Test
    void otherwiseItIsPutTogether() {
        assertEquals("1 dose, 1 fois par jour", french("{'timing':{'repeat':{'frequency':1,'period':1.0,'periodUnit':'d'}},'asNeededBoolean':false,'doseAndRate':[{'doseQuantity':{'value':1.0}}]}"));
        assertEquals("500 mg, 1 fois toutes les 8 heures, si besoin, pendant 5 j",
                french("{'timing':{'repeat':{'period':8,'periodUnit':'h','boundsDuration':{'value':5,'code':'d'}}},'asNeededBoolean':true,'doseAndRate':[{'doseQuantity':{'value':500,'unit':'mg'}}]}"));
        assertEquals("1 mg – 2 mg, 2 times a day, as needed for pain", Medications.dosage(Read.resource(
                "{'timing':{'repeat':{'frequency':2,'period':1,'periodUnit':'d'}},'asNeededCodeableConcept':{'text':'pain'},'doseAndRate':[{'doseRange':{'low':{'value':1,'unit':'mg'},'high':{'value':2,'unit':'mg'}}}]}"), Read.EN));
        assertEquals("", french("{}"));
        assertEquals("BID", french("{'timing':{'code':{'text':'BID'}}}"));
    }

    @Test
    void aNameComesFromWhereverItIs() {
        var medications = Map.of("m", Read.resource("{'code':{'text':'Paracétamol'}}"));
        var names = Medications.all(List.of(Read.resource("{'status':'active','medicationCodeableConcept':{'text':'Aspirine'}}"), Read.resource("{'status':'stopped','medicationReference':{'reference':'Medication/m'}}"),
                Read.resource("{'medicationReference':{'reference':'#c'},'contained':[{'id':'c','code':{'text':'Ibuprofène'}}]}"), Read.resource("{'medicationReference':{'reference':'Medication/gone'}}"),
                Read.resource("{'status':'entered-in-error'}")), medications, Read.FR).stream().map(Medications.Prescription::name).toList();
        assertEquals(List.of("Aspirine", "Paracétamol", "Ibuprofène", "Sans intitulé"), names);
    }
}
