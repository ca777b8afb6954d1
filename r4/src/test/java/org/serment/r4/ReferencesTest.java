package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ReferencesTest {
    private static final String BUNDLE = """
            {"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:a","resource":\
            {"resourceType":"Observation","extension":[{"url":"urn:uuid:a","valueReference":{"reference":"urn:uuid:a"}},\
            {"url":"http://x","valueUri":"urn:uuid:a"}],"contained":[{"resourceType":"List","status":"current","mode":"working",\
            "entry":[{"item":{"reference":"urn:uuid:a"}}]}],"status":"final","code":{"text":"urn:uuid:a"},\
            "subject":{"reference":"urn:uuid:a","display":"urn:uuid:a"},"performer":[{"reference":"urn:uuid:b"}],\
            "note":[{"authorReference":{"reference":"Patient/9"},"text":"urn:uuid:a"}]}}]}""";

    @Test
    void eachSeesEveryReference() {
        List<String> seen = new ArrayList<>();
        References.each(read(BUNDLE), seen::add);
        assertEquals(List.of("urn:uuid:a", "urn:uuid:a", "urn:uuid:a", "urn:uuid:b", "Patient/9"), seen);
    }

    @Test
    void rewriteTouchesReferencesAndUrisOnly() {
        ObjectNode bundle = read(BUNDLE);
        References.rewrite(bundle, text -> text.equals("urn:uuid:a") ? "Patient/1" : text);
        assertEquals(BUNDLE.replace("\"reference\":\"urn:uuid:a\"", "\"reference\":\"Patient/1\"")
                        .replace("\"valueUri\":\"urn:uuid:a\"", "\"valueUri\":\"Patient/1\"")
                        .replace("\"fullUrl\":\"urn:uuid:a\"", "\"fullUrl\":\"Patient/1\""),
                new String(Json.write(bundle), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '~', textBlock = """
            Patient/1                            > Patient > Patient/1
            Patient/1/_history/3                 > Patient > Patient/1
            https://x.example/fhir/Patient/1     > Patient > https://x.example/fhir/Patient/1
            https://x.example/Patient/1/_history/2 > Patient > https://x.example/Patient/1
            urn:uuid:5cbc121b                    > ~~      > urn:uuid:5cbc121b
            #p1                                  > ~~      > ~~
            Dog/1                                > ~~      > Dog/1
            https://x.example/Dog/1              > ~~      > https://x.example/Dog/1
            a/Patient/1                          > ~~      > a/Patient/1
            Patient?identifier=1                 > ~~      > Patient?identifier=1
            Patient                              > ~~      > Patient
            ~~                                   > ~~      > ~~
            """)
    void targets(String reference, String type, String text) {
        assertEquals(new References.Target(type, text), References.target(reference));
    }

    private static ObjectNode read(String json) {
        return switch (Json.parse(json.getBytes(StandardCharsets.UTF_8), Limits.DEFAULT)) {
            case Parsed.Ok ok -> ok.resource();
            case Parsed.Rejected no -> throw new AssertionError(no.problems().toString());
        };
    }
}
