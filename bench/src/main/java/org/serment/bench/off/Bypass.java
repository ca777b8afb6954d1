package org.serment.bench.off;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.serment.kernel.access.Decision;
import org.serment.kernel.access.Facts;
import org.serment.kernel.access.Filter;
import org.serment.kernel.access.Plan;
import org.serment.kernel.access.Policy;
import org.serment.kernel.access.Request;
import org.serment.kernel.access.Target;
import org.serment.kernel.seal.Key;

/// What is called instead, in a server that is measured without sealing or without decisions. Public because the
/// rewritten classes call it.
public final class Bypass {

    private static final int HEADER = 46;
    private static final int TAG = 16;

    private Bypass() {}

    /// An envelope of the right shape, with its contents in clear.
    public static byte[] close(Key parent, long keyId, int epoch, byte[] salt, byte[] associated, byte[] plain) {
        byte[] out = new byte[HEADER + plain.length + TAG];
        ByteBuffer.wrap(out).put((byte) 1).put((byte) 1).putLong(keyId).putInt(epoch).put(salt).put(plain);
        return out;
    }

    public static byte[] open(Key parent, byte[] associated, byte[] envelope) {
        return Arrays.copyOfRange(envelope, HEADER, envelope.length - TAG);
    }

    /// Yes, whoever asks.
    public static Decision decide(Request request, Target target, Facts facts, Policy policy) {
        return new Decision.Grant(terms(policy), new Filter.Tenant(target.tenant()));
    }

    public static Plan plan(Request request, Facts facts, Policy policy) {
        return new Plan.All(request.actor().tenant(), terms(policy));
    }

    private static Decision.Terms terms(Policy policy) {
        return new Decision.Terms(List.of(), "", Set.of(), policy.hash(), Instant.MAX, List.of());
    }
}
