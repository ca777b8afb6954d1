package org.serment.server.clinic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.serment.server.clinic.Measure.Flag;
import org.serment.server.clinic.Measure.Value;

/// Values of every kind, and how they stand to what is usual.
class MeasureTest {
    @Test
    void aPointOfAChartIsSaidInItsLanguage() {
        var one = one(",'effectiveDateTime':'2026-11-03','valueQuantity':{'value':4.5,'unit':'mmol/L'}");
        assertEquals("3 nov. 2026 : 4,5 mmol/L", Shown.point(one, Read.FR).orElseThrow().label());
        assertEquals("3 Nov 2026: 4.5 mmol/L", Shown.point(one, Read.EN).orElseThrow().label());
    }

    private static Measure one(String members) {
        return Measure.of(Read.resource("{'resourceType':'Observation','id':'o','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'2823-3'}]}" + members + "}")).getFirst();
    }

    private static Flag flag(String value, String range) {
        return one(",'valueQuantity':" + value + (range.isEmpty() ? "" : ",'referenceRange':[" + range + "]")).flag();
    }

    @Test
    void valuesOfEveryKind() {
        assertEquals("4,50", Read.FR.value(one(",'valueQuantity':{'value':4.50,'unit':'mmol/L'}")));
        assertEquals("4.50", Read.EN.value(one(",'valueQuantity':{'value':4.50,'unit':'mmol/L'}")));
        assertEquals("< 0,01", Read.FR.value(one(",'valueQuantity':{'value':0.01,'comparator':'<'}")));
        assertEquals("trouble", Read.FR.value(one(",'valueString':'trouble'")));
        assertEquals("Jaune", Read.FR.value(one(",'valueCodeableConcept':{'coding':[{'display':'Jaune'}]}")));
        assertEquals("3", Read.FR.value(one(",'valueInteger':3")));
        assertEquals("1 mg – 2 mg", Read.FR.value(one(",'valueRange':{'low':{'value':1,'unit':'mg'},'high':{'value':2,'unit':'mg'}}")));
        assertEquals("1 / 128", Read.FR.value(one(",'valueRatio':{'numerator':{'value':1},'denominator':{'value':128}}")));
    }

    @Test
    void noValueSaysWhy() {
        assertEquals("Sans valeur", Read.FR.value(one("")));
        assertEquals("Unknown", Read.FR.value(one(",'dataAbsentReason':{'coding':[{'code':'unknown','display':'Unknown'}]}")));
        assertEquals("Sans valeur", Read.FR.value(one(",'valueQuantity':{'unit':'mmol/L'}")), "a quantity without a number");
        assertEquals(Optional.empty(), one("").number());
    }

    @Test
    void numbersAreShortAndKeepWhatTheySay() {
        assertEquals("71,7", Read.FR.number(new BigDecimal("71.70000000000000284")));
        assertEquals("0,0123", Read.FR.number(new BigDecimal("0.012345")));
        assertEquals("5", Read.FR.number(new BigDecimal("5")));
        assertEquals("100", Read.FR.number(new BigDecimal("99.9999")));
        assertEquals("0", Read.FR.number(new BigDecimal("0.00000")));
        assertEquals("-0,5", Read.FR.number(new BigDecimal("-0.500001")));
    }

    @Test
    void unitsAreThosePeopleWrite() {
        assertEquals("mmHg", Words.unit("mm[Hg]"));
        assertEquals("°C", Words.unit("Cel"));
        assertEquals("10³/µL", Words.unit("10*3/uL"));
        assertEquals("", Words.unit("{score}"));
        assertEquals("µg/L", Words.unit("ug/L"));
    }

    @Test
    void theLaboratorysWordCounts() {
        for (var e : List.of(List.of("H", Flag.HIGH), List.of("HH", Flag.CRITICAL_HIGH), List.of("L", Flag.LOW), List.of("LL", Flag.CRITICAL_LOW), List.of("A", Flag.ABNORMAL), List.of("N", Flag.NONE)))
            assertEquals(e.get(1), one(",'valueQuantity':{'value':9},'interpretation':[{'coding':[{'code':'" + e.getFirst() + "'}]}]").flag());
        assertEquals(Flag.NONE, one(",'valueQuantity':{'value':9},'interpretation':[{'coding':[{'code':'N'}]}],'referenceRange':[{'high':{'value':5}}]").flag(), "even where the range says else");
    }

    @Test
    void otherwiseTheRangeDecides() {
        var range = "{'low':{'value':3.5},'high':{'value':5.0}}";
        assertEquals(Flag.NONE, flag("{'value':3.5}", range));
        assertEquals(Flag.NONE, flag("{'value':5.00}", range));
        assertEquals(Flag.LOW, flag("{'value':3.4}", range));
        assertEquals(Flag.HIGH, flag("{'value':5.1}", range));
        assertEquals(Flag.HIGH, flag("{'value':5.1}", "{'high':{'value':5}}"));
        assertEquals(Flag.NONE, flag("{'value':5.1}", ""));
        assertEquals(Flag.NONE, flag("{'value':5.1}", "{'text':'selon âge'}"));
        assertEquals(Flag.NONE, flag("{'value':5.1}", "{'high':{'value':5},'type':{'coding':[{'code':'treatment'}]}}"), "a range of another kind is not the usual one");
    }

    @Test
    void aBoundedValueIsFlaggedOnlyWhenItsBoundDecides() {
        var range = "{'low':{'value':10},'high':{'value':100}}";
        assertEquals(Flag.LOW, flag("{'value':5,'comparator':'<'}", range));
        assertEquals(Flag.NONE, flag("{'value':200,'comparator':'<'}", range));
        assertEquals(Flag.HIGH, flag("{'value':200,'comparator':'>'}", range));
        assertEquals(Flag.NONE, flag("{'value':5,'comparator':'>='}", range));
    }

    @Test
    void componentsAreMeasuresOfTheirOwn() {
        var panel = Read.resource("{'resourceType':'Observation','id':'bp','effectiveDateTime':'2026-01-02T10:00:00Z','code':{'text':'BP'},"
                + "'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},'valueQuantity':{'value':120,'unit':'mmHg'}},{'code':{'coding':[{'system':'http://loinc.org','code':'8462-4'}]},'dataAbsentReason':{'text':'bras plâtré'}}]}");
        var measures = Measure.of(panel);
        assertEquals(List.of("Systolique", "Diastolique"), measures.stream().map(m -> Read.FR.name(m.what())).toList());
        assertEquals("bras plâtré", Read.FR.value(measures.get(1)));
        assertTrue(measures.stream().allMatch(m -> m.when().timed()), "they have the panel's time");
        assertTrue(measures.get(1).value() instanceof Value.Nothing);
    }

    @Test
    void theUsualRangeOfAdultsStandsInWhereTheDataHaveNone() {
        var usual = new Measure.Range(Optional.of(new BigDecimal("50")), Optional.of(new BigDecimal("100")), "");
        assertEquals(Flag.HIGH, one(",'valueQuantity':{'value':120}").with(usual).flag());
        assertEquals(Flag.NONE, one(",'valueQuantity':{'value':120},'referenceRange':[{'high':{'value':160}}]").with(usual).flag(), "the data's own range stays");
    }

    @Test
    void aPreliminaryResultSaysSo() {
        assertTrue(Measure.of(Read.resource("{'status':'preliminary','valueInteger':3}")).getFirst().prior());
        assertFalse(Measure.of(Read.resource("{'status':'final','valueInteger':3}")).getFirst().prior());
    }
}
