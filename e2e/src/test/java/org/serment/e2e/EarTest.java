package org.serment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EarTest {

    @Test
    void statementsAndTripsAreCountedHoweverTheBytesArrive() throws IOException {
        byte[] said = said();
        for (int chunk : new int[] {1, 2, 3, 7, 64, said.length}) {
            Ear.Counts counts = Ear.Counts.zero();
            Ear ear = new Ear(counts);
            for (int at = 0; at < said.length; at += chunk) {
                byte[] part = java.util.Arrays.copyOfRange(said, at, Math.min(said.length, at + chunk));
                ear.hear(part, part.length);
            }
            assertEquals(4, counts.statements().get(), "chunks of " + chunk);
            assertEquals(3, counts.trips().get(), "chunks of " + chunk);
        }
    }

    /// A request for TLS, a start, two pipelined statements, a simple one, a prepared one.
    private static byte[] said() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(8);
        out.writeInt(80877103);
        out.writeInt(4 + 4 + 9);
        out.writeInt(3 << 16);
        out.writeBytes("user\0QES\0");
        message(out, 'p', "QQ");
        for (String one : new String[] {"P", "B", "E", "B", "E", "S", "Q", "B", "D", "E", "S", "X"}) {
            message(out, one.charAt(0), "ESQ".repeat(30));
        }
        return bytes.toByteArray();
    }

    private static void message(DataOutputStream out, char type, String rest) throws IOException {
        out.writeByte(type);
        out.writeInt(4 + rest.length());
        out.writeBytes(rest);
    }
}
