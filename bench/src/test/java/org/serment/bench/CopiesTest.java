package org.serment.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private static final String ID = "fc73b508-bbe8-5afe-99bb-c4092e515fb9";
    private static final String WARD = "936ceb96-2b12-371f-aa68-ee02a9c06f4c";
    private static final byte[] BUNDLE = """
            {"fullUrl":"urn:uuid:%s","identifier":[{"system":"urn:oid:1.2.250.1.213.1.4.10","value":"258034900723294"}],
            "subject":{"reference":"urn:uuid:%s"},"ward":"Organization?identifier=s|%s","code":"258034900723294"}
            """.formatted(ID, ID, WARD).getBytes(StandardCharsets.UTF_8);

    @Test
    void aCopyHasOtherIdsAndNumbersAndTheSameRest() {
        var copies = Copies.beside(List.of(("{\"id\":\"" + WARD + "\"}").getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(BUNDLE, copies.of(BUNDLE, 0), "the original");
        String one = new String(copies.of(BUNDLE, 1), StandardCharsets.UTF_8);
        String two = new String(copies.of(BUNDLE, 2), StandardCharsets.UTF_8);
        assertFalse(one.contains(ID));
        assertTrue(one.contains(WARD), "what all refer to stays");
        assertTrue(one.contains("\"code\":\"258034900723294\""), "a number that is no identifier stays");
        assertNotEquals(one, two);
        assertEquals(one, new String(copies.of(BUNDLE, 1), StandardCharsets.UTF_8), "the same every time");
        Matcher ids = Pattern.compile("urn:uuid:([0-9a-f-]{36})").matcher(one);
        assertTrue(ids.find());
        String first = ids.group(1);
        assertTrue(ids.find());
        assertEquals(first, ids.group(1), "references lead to their copy");
    }

    @Test
    void theKeyOfANationalNumberStaysRight() {
        var copies = Copies.beside(List.of());
        for (int copy = 1; copy < 50; copy++) {
            Matcher ins = Pattern.compile("4\\.10\",\"value\":\"(\\d{13})(\\d{2})\"").matcher(new String(copies.of(BUNDLE, copy), StandardCharsets.UTF_8));
            assertTrue(ins.find());
            assertNotEquals("2580349007232", ins.group(1));
            assertEquals(97 - Long.parseLong(ins.group(1)) % 97, Long.parseLong(ins.group(2)));
        }
    }
}
