package org.serment.server.subscriptions;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.serment.kernel.access.Action;
import org.serment.server.gate.Gate;
import org.serment.server.gate.Passage;
import org.serment.server.gate.Permit;
import org.serment.server.record.Change;
import org.serment.server.record.Record;

/// Writes the status of a subscription into its resource, as a change that its subscriber could make: the gate decides on it and
/// the journal has it. For a subscriber without access it is left as it is.
record Announcing(Subscribers subscribers, Gate gate, Record record) {
    void announce(Subscribers.Claim claim, Requester requester, State state) {
        var request = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        switch (gate.pass(requester.keeping(Action.READ, request), requester.address())) {
            case Passage.Refused _ -> { }
            case Permit permit -> {
                if (record.read(permit) instanceof Record.Read.Present present) write(requester, request, present, state);
            }
        }
        subscribers.announced(claim, state);
    }

    /// A Subscription that its subscriber changes at the same moment says what the subscriber wants.
    private void write(Requester requester, String request, Record.Read.Present present, State state) {
        record.write(gate, requester.keeping(Action.UPDATE, request), () -> {
            var resource = present.found().resource();
            resource.put("status", state.code());
            if (state == State.ERROR) resource.put("error", "notifications were not taken: ask again with status requested");
            else resource.remove("error");
            return List.of(new Change.Update("", "Subscription", requester.id(), resource, Optional.empty(), Optional.of(present.found().version())));
        });
    }
}
