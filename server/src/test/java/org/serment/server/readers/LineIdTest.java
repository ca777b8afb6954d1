package org.serment.server.readers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineIdTest {
    @Test
    void oneTextForEachId() {
        LineId id = new LineId(4711, 0);
        assertEquals("j4711-0", id.text());
        assertEquals(Optional.of(id), LineId.parse("j4711-0"));
        for (String bad : new String[] {"", "4711-0", "j04711-0", "j4711-00", "j-1-0", "j4711", "j4711-0 ", "j9999999999999999999-0", "j1-9999999999"})
            assertEquals(Optional.empty(), LineId.parse(bad), bad);
    }
}
