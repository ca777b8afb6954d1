package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;
import org.serment.r4.define.Table;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The table of owners is complete and leads somewhere; what it says of resources.
class OwnerTest {
    private static final List<String[]> ROWS = Table.rows("owners.tsv", 4);

    @Test
    void everyTypeIsListedOnce() {
        assertEquals(Types.names(), ROWS.stream().map(row -> row[0]).toList());
        assertEquals(Set.of("establishment", "self", "patients", "refused"),
                new TreeSet<>(ROWS.stream().map(row -> row[1]).toList()));
    }

    /// A type of the Patient compartment has all its references there.
    @Test
    void everyCompartmentReferenceCounts() {
        Map<String, List<String>> paths = new HashMap<>();
        ROWS.forEach(row -> paths.put(row[0], List.of(row[2].split(","))));
        for (String[] row : Table.rows("compartment.tsv", 2)) {
            if (row[0].equals("Patient")) {
                continue;
            }
            for (String code : row[1].split(",")) {
                String expression = Params.find(row[0], code).orElseThrow().expression();
                for (String branch : expression.split(" \\| ")) {
                    String path = branch.replace(".where(resolve() is Patient)", "").substring(row[0].length() + 1);
                    assertTrue(paths.get(row[0]).contains(path), row[0] + " " + path);
                }
            }
        }
    }

    @Test
    void everyPathLeadsToAReferenceOrAResource() {
        for (String[] row : ROWS) {
            for (String path : row[2].isEmpty() ? new String[0] : row[2].split(",")) {
                String type = type(Definitions.r4().shape(row[0]).orElseThrow(), path);
                assertTrue(Set.of("Reference", "Resource").contains(type), row[0] + "." + path + " is " + type);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '~', textBlock = """
            Patient/1           § {"resourceType":"Observation","subject":{"reference":"Patient/1"}}
            Patient/1           § {"resourceType":"Observation","subject":{"reference":"Patient/1/_history/7"}}
            Patient/1 Patient/2 § {"resourceType":"Observation","subject":{"reference":"Patient/1"},"performer":[{"reference":"Practitioner/3"},{"reference":"Patient/2"}]}
            ~~                  § {"resourceType":"Observation","subject":{"reference":"Device/1"}}
            ~~                  § {"resourceType":"Observation","subject":{"reference":"https://elsewhere.example/fhir/Patient/1"}}
            ~~                  § {"resourceType":"Observation","subject":{"identifier":{"value":"1"},"type":"Patient"}}
            ~~                  § {"resourceType":"Observation","subject":{"reference":"#p"},"contained":[{"resourceType":"Patient","id":"p"}]}
            urn:uuid:a          § {"resourceType":"Observation","subject":{"reference":"urn:uuid:a"}}
            ~~                  § {"resourceType":"Observation","performer":[{"reference":"urn:uuid:a","type":"Practitioner"}]}
            Patient/1 Patient/2 § {"resourceType":"Appointment","participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"reference":"Patient/2"}}]}
            Patient/1           § {"resourceType":"Group","member":[{"entity":{"reference":"Patient/1"}},{"entity":{"reference":"Device/1"}}]}
            ~~                  § {"resourceType":"Group"}
            Patient/1           § {"resourceType":"Provenance","target":[{"reference":"Patient/1"}]}
            Patient/1           § {"resourceType":"Provenance","target":[{"reference":"Observation/1"}],"agent":[{"who":{"reference":"Patient/1"}}]}
            Patient/1           § {"resourceType":"AuditEvent","entity":[{"what":{"reference":"Patient/1"}}]}
            Patient/1           § {"resourceType":"List","entry":[{"item":{"reference":"Patient/1"}}]}
            Patient/1           § {"resourceType":"Binary","securityContext":{"reference":"Patient/1"}}
            Patient/1           § {"resourceType":"Device","patient":{"reference":"Patient/1"}}
            Patient/1           § {"resourceType":"Task","for":{"reference":"Patient/1"}}
            Patient/1           § {"resourceType":"RequestGroup","action":[{"participant":[{"reference":"Patient/1"}]}]}
            Patient/1 Patient/2 § {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Observation","subject":{"reference":"Patient/2"}}}]}
            Patient/1           § {"resourceType":"Organization","contained":[{"resourceType":"Observation","subject":{"reference":"Patient/1"}}]}
            """)
    void patients(String expected, String json) {
        Owner owner = Owner.of(read(json));
        if (expected.isEmpty()) {
            assertInstanceOf(Owner.Establishment.class, owner, json);
        } else {
            assertEquals(List.of(expected.split(" ")),
                    List.copyOf(assertInstanceOf(Owner.Patients.class, owner, json).references()));
        }
    }

    @Test
    void theOthers() {
        assertEquals(new Owner.Self(), Owner.of(read("{\"resourceType\":\"Patient\",\"link\":[{\"other\":{\"reference\":\"Patient/2\"}}]}")));
        assertEquals(new Owner.Establishment(), Owner.of(read("{\"resourceType\":\"Practitioner\"}")));
        assertEquals(new Owner.Refused(), Owner.of(read("{\"resourceType\":\"Parameters\"}")));
        assertEquals(new Owner.Refused(), Owner.of(read("{\"resourceType\":\"Dog\"}")));
        assertEquals(new Owner.Refused(), Owner.of(read("{}")));
    }

    private static String type(Shape start, String path) {
        Shape shape = start;
        String type = "";
        for (String step : path.split("\\.")) {
            Field field = shape.find(step).orElseThrow(() -> new AssertionError(path));
            type = field.type();
            shape = field.content() instanceof Shape next ? next : shape;
        }
        return type;
    }

    private static ObjectNode read(String json) {
        JsonNode node = JsonMapper.builder().build().readTree(json.getBytes(StandardCharsets.UTF_8));
        return (ObjectNode) node;
    }
}
