package org.serment.server.portal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a result stands is the laboratory's word, or its own range in the same unit, or not said at all.
class ReadingTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RANGE = ",'referenceRange':[{'low':{'value':3.5,'unit':'mmol/L','code':'mmol/L'},'high':{'value':5.1,'unit':'mmol/L','code':'mmol/L'}}]";

    private static JsonNode potassium(String value, String more) {
        return JSON.readTree(("{'resourceType':'Observation','valueQuantity':{'value':" + value + ",'unit':'mmol/L','code':'mmol/L'}" + more + "}").replace('\'', '"'));
    }

    private static Reading.Standing standing(String value, String more) {
        return Reading.standing(potassium(value, more));
    }

    @ParameterizedTest
    @CsvSource({"3.5,WITHIN", "5.1,WITHIN", "4,WITHIN", "3.49,BELOW", "5.11,ABOVE"})
    void aValueStandsToItsRange(String value, Reading.Standing standing) {
        assertEquals(standing, standing(value, RANGE));
    }

    @ParameterizedTest
    @CsvSource({"H,ABOVE", "HH,FAR_ABOVE", "L,BELOW", "LL,FAR_BELOW", "A,OUTSIDE", "N,WITHIN"})
    void theLaboratorysWordGoesFirst(String code, Reading.Standing standing) {
        assertEquals(standing, standing("4", RANGE + ",'interpretation':[{'coding':[{'code':'" + code + "'}]}]"));
    }

    @Test
    void whatCantBeComparedIsNotJudged() {
        assertEquals(Reading.Standing.UNKNOWN, standing("4", ""));
        assertEquals(Reading.Standing.UNKNOWN, standing("4", RANGE.replace("mmol/L", "mg/dL")));
        // a range for somebody else's condition, and a value that is only a bound
        assertEquals(Reading.Standing.UNKNOWN, standing("4", RANGE.replace("[{'low'", "[{'type':{'coding':[{'code':'pre-puberty'}]},'low'")));
        assertEquals(Reading.Standing.UNKNOWN, Reading.standing(JSON.readTree(potassium("4", RANGE).toString().replaceFirst("\"value\":4", "\"comparator\":\"<\",\"value\":4"))));
        // one bound in another unit leaves the other bound, which can only condemn
        var mixed = RANGE.replaceFirst("'low':\\{'value':3.5,'unit':'mmol/L','code':'mmol/L'}", "'low':{'value':14,'unit':'mg/dL','code':'mg/dL'}");
        assertEquals(Reading.Standing.UNKNOWN, standing("4", mixed));
        assertEquals(Reading.Standing.ABOVE, standing("6", mixed));
    }
}
