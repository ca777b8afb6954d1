package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the strict reader accepts and refuses, and where it says the fault is.
class JsonTest {
    private static final Limits SMALL = new Limits(2_000, 6, 3);

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', textBlock = """
            Patient.active           § structure  § {"resourceType":"Patient","active":"true"}
            Patient.active           § structure  § {"resourceType":"Patient","active":[true]}
            Patient.active           § structure  § {"resourceType":"Patient","active":{}}
            Patient.active           § structure  § {"resourceType":"Patient","active":null}
            Patient.active           § structure  § {"resourceType":"Patient","active":true,"active":true}
            Patient                  § structure  § {"resourceType":"Patient","resourceType":"Patient"}
            Patient.colour           § structure  § {"resourceType":"Patient","colour":"red"}
            Patient                  § structure  § {"resourceType":"Patient","Jean Dupont":1}
            Patient.name             § structure  § {"resourceType":"Patient","name":{"family":"A"}}
            Patient.name             § structure  § {"resourceType":"Patient","name":[]}
            Patient.name[0]          § structure  § {"resourceType":"Patient","name":[{}]}
            Patient.name[1]          § structure  § {"resourceType":"Patient","name":[{"family":"A"},null]}
            Patient.name[0]          § structure  § {"resourceType":"Patient","name":["A"]}
            Patient.name[0].given[1] § structure  § {"resourceType":"Patient","name":[{"given":["A",1]}]}
            Patient.name[0].given[1] § structure  § {"resourceType":"Patient","name":[{"given":["A",null]}]}
            Patient.name[0].given[1] § structure  § {"resourceType":"Patient","name":[{"given":["A",null],"_given":[{"id":"x"},null]}]}
            Patient.name[0].given    § structure  § {"resourceType":"Patient","name":[{"given":["A","B"],"_given":[{"id":"x"}]}]}
            Patient.name[0].given[1] § value      § {"resourceType":"Patient","name":[{"given":["A",""]}]}
            Patient.name[0].given    § structure  § {"resourceType":"Patient","name":[{"given":["A"],"given":["A"]}]}
            Patient.name[0].given    § structure  § {"resourceType":"Patient","name":[{"given":["A"],"_given":{"id":"x"}}]}
            Patient.birthDate        § structure  § {"resourceType":"Patient","_birthDate":{}}
            Patient.birthDate.value  § structure  § {"resourceType":"Patient","_birthDate":{"value":"2020"}}
            Patient.deceased         § structure  § {"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2020"}
            Patient.deceased         § structure  § {"resourceType":"Patient","deceasedBoolean":true,"_deceasedDateTime":{"id":"x"}}
            Patient.deceasedString   § structure  § {"resourceType":"Patient","deceasedString":"x"}
            Patient.birthDate        § value      § {"resourceType":"Patient","birthDate":"2020-02-30"}
            Patient.id               § value      § {"resourceType":"Patient","id":"a b"}
            Patient.link[0].type     § required   § {"resourceType":"Patient","link":[{"other":{"reference":"Patient/1"}}]}
            Patient.communication[0].language § required § {"resourceType":"Patient","communication":[{"preferred":true}]}
            Patient.multipleBirth    § structure  § {"resourceType":"Patient","multipleBirthInteger":1.0}
            Patient.multipleBirth    § value      § {"resourceType":"Patient","multipleBirthInteger":2147483648}
            Patient.multipleBirth    § value      § {"resourceType":"Patient","multipleBirthInteger":-0}
            Patient.contained[0]     § structure  § {"resourceType":"Patient","contained":[{"id":"x"}]}
            Patient.contained[0]     § structure  § {"resourceType":"Patient","contained":[{"resourceType":"Dog"}]}
            Patient.contained[0].colour § structure § {"resourceType":"Patient","contained":[{"resourceType":"Patient","colour":1}]}
            Patient.contained[0].contained[0] § structure § {"resourceType":"Patient","contained":[{"resourceType":"Patient","contained":[{"resourceType":"Patient","active":true}]}]}
            Patient.extension[0].url § required   § {"resourceType":"Patient","extension":[{"valueString":"x"}]}
            Patient.extension[0]._url § structure § {"resourceType":"Patient","extension":[{"url":"x","_url":{"id":"a"}}]}
            Observation.value.value  § structure  § {"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":"1"}}
            Observation.value.value  § value      § {"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1e999999999}}
            Observation.status       § required   § {"resourceType":"Observation","code":{"text":"x"}}
            Bundle.entry[1].resource.active § structure § {"resourceType":"Bundle","type":"batch","entry":[{"fullUrl":"urn:x:y"},{"resource":{"resourceType":"Patient","active":1}}]}
            ~~                       § structure  § {"active":true}
            ~~                       § structure  § {"resourceType":"Dog"}
            ~~                       § structure  § {"resourceType":1}
            ~~                       § structure  § {"resourceType":"DomainResource"}
            ~~                       § structure  § [{"resourceType":"Patient"}]
            ~~                       § structure  § "Patient"
            ~~                       § structure  § {
            Patient                  § structure  § {"resourceType":"Patient"
            Patient                  § structure  § {"resourceType":"Patient"}{}
            Patient                  § structure  § {"resourceType":"Patient",}
            Patient                  § structure  § {"resourceType":"Patient","active":tru}
            Patient                  § structure  § {"resourceType":"Patient","multipleBirthInteger":01}
            Patient                  § structure  § {"resourceType":"Patient","multipleBirthInteger":+1}
            Patient                  § structure  § {"resourceType":"Patient",'active':true}
            Patient                  § structure  § {"resourceType":"Patient" /* note */}
            """)
    void refuses(String path, String code, String json) {
        Problem problem = rejected(json).getFirst();
        assertEquals(path, problem.path(), json);
        assertEquals(code, problem.code(), json);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"active\":true,\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"A\",null],\"_given\":[null,{\"id\":\"x\"}]}]}",
        "{\"resourceType\":\"Patient\",\"name\":[{\"_given\":[{\"id\":\"x\"}]}]}",
        "{\"resourceType\":\"Patient\",\"_birthDate\":{\"extension\":[{\"url\":\"http://x\",\"valueString\":\"y\"}]}}",
        "{\"resourceType\":\"Patient\",\"deceasedDateTime\":\"2020-01-01\",\"_deceasedDateTime\":{\"id\":\"x\"}}",
        "{\"resourceType\":\"Observation\",\"_status\":{\"id\":\"x\"},\"code\":{\"text\":\"x\"}}",
        "{\"type\":\"batch\",\"entry\":[{\"resource\":{\"active\":true,\"resourceType\":\"Patient\"}}],\"resourceType\":\"Bundle\"}",
        " \n{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\\u00c9\\ud83d\\ude00\"}]}\n"
    })
    void accepts(String json) {
        assertInstanceOf(Parsed.Ok.class, Json.parse(bytes(json), Limits.DEFAULT), json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.00", "0", "-0", "-0.0", "1e2", "1E+2", "1E-22", "0.0000001", "0.00000010",
        "1.000000000000000000E-245", "-1.000000000000000000E+245", "100000000000000000000", "12345678901234567890.12345"})
    void keepsEveryDigitOfADecimal(String number) {
        String json = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"valueQuantity\":{\"value\":"
                + number + "}}";
        Parsed.Ok ok = assertInstanceOf(Parsed.Ok.class, Json.parse(bytes(json), Limits.DEFAULT));
        assertEquals(json, new String(Json.write(ok.resource()), StandardCharsets.UTF_8));
    }

    @Test
    void neverRepeatsAValue() {
        for (String broken : List.of("{\"resourceType\":\"Patient\",\"birthDate\":\"Dupont\"}",
                "{\"resourceType\":\"Patient\",\"active\":\"Dupont\"}", "{\"resourceType\":\"Dupont\"}",
                "{\"resourceType\":\"Patient\",\"Dupont\":1}", "{\"resourceType\":\"Patient\",\"du pont\":\"Dupont\"}",
                "{\"resourceType\":\"Patient\",\"active\":Dupont}", "{\"resourceType\":\"Patient\",Dupont:1}",
                "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Dupont}]}")) {
            for (Problem problem : rejected(broken)) {
                assertFalse((problem.path() + problem.message()).contains("upont"), problem.toString());
            }
        }
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\u00c9\"}]}".getBytes(StandardCharsets.ISO_8859_1);
        assertInstanceOf(Parsed.Rejected.class, Json.parse(latin, Limits.DEFAULT));
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertInstanceOf(Parsed.Rejected.class,
                    Json.parse("{\"resourceType\":\"Patient\",\"active\":true}".getBytes(charset), Limits.DEFAULT));
        }
        assertInstanceOf(Parsed.Rejected.class, Json.parse(new byte[0], Limits.DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\u0007", "\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ud83dx"})
    void refusesCharactersThatAreNone(String escape) {
        List<Problem> problems = rejected("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"a" + escape + "\"}]}");
        assertEquals("Patient.name[0].family", problems.getFirst().path());
    }

    @Test
    void stopsAtTheLimits() throws IOException {
        String ok = "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + "a".repeat(1_940) + "\"}]}";
        assertInstanceOf(Parsed.Ok.class, Json.parse(bytes(ok), SMALL));
        String more = ok + " ".repeat(60);
        assertEquals("too-long", ((Parsed.Rejected) Json.parse(bytes(more), SMALL)).problems().getFirst().code());
        assertEquals("too-long", ((Parsed.Rejected) Json.parse(new ByteArrayInputStream(bytes(more)), SMALL))
                .problems().getFirst().code());
        assertInstanceOf(Parsed.Ok.class, Json.parse(new ByteArrayInputStream(bytes(ok)), SMALL));
    }

    @Test
    void stopsAtTheDepth() {
        String open = "{\"url\":\"http://x\",\"extension\":[";
        String deep = "{\"resourceType\":\"Patient\",\"extension\":[" + open.repeat(5) + "{\"url\":\"http://x\"}"
                + "]}".repeat(5) + "]}";
        assertEquals("too-costly", ((Parsed.Rejected) Json.parse(bytes(deep), SMALL)).problems().getFirst().code());
        assertInstanceOf(Parsed.Ok.class, Json.parse(bytes(deep), new Limits(2_000, 7, 3)));
        String brackets = "{\"resourceType\":\"Patient\",\"colour\":" + "[".repeat(100_000);
        assertFalse(((Parsed.Rejected) Json.parse(bytes(brackets), Limits.DEFAULT)).problems().isEmpty());
    }

    @Test
    void listsSeveralProblemsUpToTheLimit() {
        String json = "{\"resourceType\":\"Patient\",\"active\":1,\"gender\":2,\"birthDate\":3,\"photo\":4}";
        assertEquals(List.of("Patient.active", "Patient.gender", "Patient.birthDate"),
                ((Parsed.Rejected) Json.parse(bytes(json), SMALL)).problems().stream().map(Problem::path).toList());
        assertTrue(rejected(json).size() >= 4);
    }

    private static List<Problem> rejected(String json) {
        return assertInstanceOf(Parsed.Rejected.class, Json.parse(bytes(json), Limits.DEFAULT), json).problems();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
