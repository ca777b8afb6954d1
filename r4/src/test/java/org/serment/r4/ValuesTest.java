package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One kind of value at a time; the oracle test compares whole resources.
class ValuesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', textBlock = """
            gender       § token http://hl7.org/fhir/administrative-gender|female| § {"resourceType":"Patient","gender":"female"}
            active       § token |true| § {"resourceType":"Patient","active":true}
            deceased     § token |false| § {"resourceType":"Patient"}
            deceased     § token |false| § {"resourceType":"Patient","deceasedBoolean":false}
            deceased     § token |true| § {"resourceType":"Patient","deceasedBoolean":true}
            deceased     § token |true| § {"resourceType":"Patient","deceasedDateTime":"2020"}
            deceased     § ~~ § {"resourceType":"Patient","_deceasedBoolean":{"id":"x"}}
            death-date   § from 2020-01-01T00:00:00Z to 2020-12-31T23:59:59.999999Z § {"resourceType":"Patient","deceasedDateTime":"2020"}
            identifier   § token urn:x|7|MRN of http://t|MR|7 § {"resourceType":"Patient","identifier":[{"system":"urn:x","value":"7","type":{"text":"MRN","coding":[{"system":"http://t","code":"MR"}]}}]}
            identifier   § token |7| § {"resourceType":"Patient","identifier":[{"value":"7"}]}
            telecom      § token home|01| § {"resourceType":"Patient","telecom":[{"system":"phone","use":"home","value":"01"}]}
            phone        § token home|01| § {"resourceType":"Patient","telecom":[{"system":"phone","use":"home","value":"01"},{"system":"email","value":"a@b"}]}
            email        § token |a@b| § {"resourceType":"Patient","telecom":[{"system":"phone","use":"home","value":"01"},{"system":"email","value":"a@b"}]}
            name         § text Dr, text Durand, text Eve § {"resourceType":"Patient","name":[{"family":"Durand","given":["Eve"],"prefix":["Dr"]}]}
            address      § text 75001, text Paris § {"resourceType":"Patient","address":[{"city":"Paris","postalCode":"75001"}]}
            code         § token http://x|a|A, token http://x|b|, token ||Pain § {"resourceType":"Condition","code":{"coding":[{"system":"http://x","code":"a","display":"A"},{"system":"http://x","code":"b"}],"text":"Pain"}}
            patient      § ref Patient|Patient/1 § {"resourceType":"Condition","subject":{"reference":"Patient/1"}}
            patient      § ~~ § {"resourceType":"Condition","subject":{"reference":"Group/1"}}
            subject      § ref Group|Group/1 § {"resourceType":"Condition","subject":{"reference":"Group/1"}}
            subject      § token urn:x|7| § {"resourceType":"Condition","subject":{"identifier":{"system":"urn:x","value":"7"}}}
            patient      § ref Patient|urn:uuid:a § {"resourceType":"Condition","subject":{"reference":"urn:uuid:a","type":"Patient"}}
            patient      § ~~ § {"resourceType":"Condition","subject":{"reference":"urn:uuid:a"}}
            patient      § ref Patient|https://x.example/Patient/1 § {"resourceType":"Condition","subject":{"reference":"https://x.example/Patient/1"}}
            subject      § ~~ § {"resourceType":"Condition","subject":{"reference":"#p"}}
            onset-date   § from 2020-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z § {"resourceType":"Condition","onsetPeriod":{"start":"2020-01-01"}}
            onset-age    § amount http://unitsofmeasure.org|a|years 40 40 § {"resourceType":"Condition","onsetAge":{"value":40,"unit":"years","system":"http://unitsofmeasure.org","code":"a"}}
            onset-age    § amount ||y 4E+1 1E+401 § {"resourceType":"Condition","onsetRange":{"low":{"value":40,"unit":"y"}}}
            value-quantity § amount ||g -1E+401 5.40 § {"resourceType":"Observation","valueQuantity":{"value":5.40,"comparator":"<","unit":"g"}}
            value-quantity § amount ||g 5.40 1E+401 § {"resourceType":"Observation","valueQuantity":{"value":5.40,"comparator":">=","unit":"g"}}
            value-string § text fine § {"resourceType":"Observation","valueString":"fine"}
            value-string § text fine § {"resourceType":"Observation","valueCodeableConcept":{"text":"fine"}}
            code-value-date § token x|a| $ from 2020-01-01T00:00:00Z to 2020-01-01T23:59:59.999999Z § {"resourceType":"Observation","code":{"coding":[{"system":"x","code":"a"}]},"valueDateTime":"2020-01-01"}
            code-value-string § ~~ § {"resourceType":"Observation","code":{"coding":[{"system":"x","code":"a"}]}}
            date         § from 2020-01-01T00:00:00Z to 2020-03-01T23:59:59.999999Z § {"resourceType":"Observation","effectiveTiming":{"event":["2020-03-01","2020-01-01"]}}
            date         § from 2020-01-01T00:00:00Z to 9999-12-31T23:59:59.999999Z § {"resourceType":"Observation","effectiveTiming":{"event":["2020-03-01"],"repeat":{"boundsPeriod":{"start":"2020-01-01"}}}}
            probability  § number 0.1 0.2 § {"resourceType":"RiskAssessment","prediction":[{"probabilityRange":{"low":{"value":0.1},"high":{"value":0.2}}}]}
            amount       § ~~ § {"resourceType":"Patient"}
            totalgross   § amount urn:iso:std:iso:4217|EUR| 12.50 12.50 § {"resourceType":"Invoice","totalGross":{"value":12.50,"currency":"EUR"}}
            url          § uri http://x/q § {"resourceType":"Questionnaire","url":"http://x/q"}
            _profile     § uri http://x/p, uri http://x/p|1 § {"resourceType":"Patient","meta":{"profile":["http://x/p|1"]}}
            _tag         § token s|c| § {"resourceType":"Patient","meta":{"tag":[{"system":"s","code":"c"}]}}
            questionnaire § ref |http://x/q, ref |http://x/q|2 § {"resourceType":"QuestionnaireResponse","questionnaire":"http://x/q|2"}
            depends-on   § ref |http://x/a, ref |http://x/b § {"resourceType":"Measure","relatedArtifact":[{"type":"depends-on","resource":"http://x/a"},{"type":"successor","resource":"http://x/c"}],"library":["http://x/b"]}
            near         § at 48.1 -1.6 § {"resourceType":"Location","position":{"latitude":48.1,"longitude":-1.6}}
            composition  § ref Composition|Composition/1 § {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Composition","id":"1"}},{"resource":{"resourceType":"Composition","id":"2"}}]}
            message      § ~~ § {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Composition","id":"1"}}]}
            relationship § token http://hl7.org/fhir/document-relationship-type|appends| $ ref DocumentReference|DocumentReference/1 § {"resourceType":"DocumentReference","relatesTo":[{"code":"appends","target":{"reference":"DocumentReference/1"}}]}
            chromosome-variant-coordinate § token x|1| $ number 5 5 $ number 9 9 § {"resourceType":"MolecularSequence","referenceSeq":{"chromosome":{"coding":[{"system":"x","code":"1"}]}},"variant":[{"start":5,"end":9}]}
            """)
    void finds(String code, String expected, String json) {
        ObjectNode resource = read(json);
        TreeSet<String> found = new TreeSet<>();
        for (Value value : Values.of(resource)) {
            if (Params.get(value.param()).code().equals(code)) {
                found.add(Oracle.render(value));
            }
        }
        assertEquals(normal(expected), String.join(", ", found), json);
    }

    @Test
    void everyValueComesOnce() {
        ObjectNode twice = read("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"A\"},{\"family\":\"A\"}]}");
        assertEquals(1, Values.of(twice).stream().filter(v -> Params.get(v.param()).code().equals("family")).count());
    }

    @Test
    void theStoreAnswersIdAndLastUpdated() {
        ObjectNode patient = read("{\"resourceType\":\"Patient\",\"id\":\"1\",\"meta\":{\"lastUpdated\":\"2020-01-01T00:00:00Z\"}}");
        assertEquals(1, Values.of(patient).size(), "deceased alone");
    }

    @Test
    void aProductOfTooManyIsRefused() {
        String codings = "{\"system\":\"x\",\"code\":\"%d\"},".repeat(800);
        String list = String.format(codings, java.util.stream.IntStream.range(0, 800).boxed().toArray());
        String concept = "{\"coding\":[" + list.substring(0, list.length() - 1) + "]}";
        ObjectNode many = read("{\"resourceType\":\"Observation\",\"code\":" + concept + ",\"valueCodeableConcept\":" + concept + "}");
        TooManyValues e = assertThrows(TooManyValues.class, () -> Values.of(many));
        assertEquals("code-value-concept", Params.get(e.param()).code());
    }

    @Test
    void onlyCheckedResourcesHaveValues() {
        assertThrows(IllegalArgumentException.class, () -> Values.of(read("{\"resourceType\":\"Dog\"}")));
    }

    private static String normal(String expected) {
        return expected.replace(" 40 40", " 4E+1 4E+1").replace("5.40", "5.4").replace("12.50 12.50", "12.5 12.5");
    }

    private static ObjectNode read(String json) {
        return (ObjectNode) JsonMapper.builder().enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build().readTree(json.getBytes(StandardCharsets.UTF_8));
    }
}
