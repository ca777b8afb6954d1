package org.serment.r4;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttachedTest {
    @Test
    void bytesAreReadThroughWhiteSpace() {
        assertEquals(Optional.of("lettre"), Attached.bytes("bGV0\r\n dHJl").map(String::new));
        for (var none : new String[] {"", " ", "=", "a"}) assertEquals(Optional.empty(), Attached.bytes(none).map(String::new), none);
    }

    @Test
    void aBinaryIsFoundWhateverItsVersion() {
        assertEquals(Optional.of("a-1.b"), Attached.binary("Binary/a-1.b"));
        assertEquals(Optional.of("a-1.b"), Attached.binary("Binary/a-1.b/_history/3"));
        for (var other : new String[] {"", "Binary/", "Binary/a/b", "Binary/a/_history/", "Patient/a", "https://elsewhere.example/Binary/a", "Binary/a,b"})
            assertEquals(Optional.empty(), Attached.binary(other), other);
    }
}
