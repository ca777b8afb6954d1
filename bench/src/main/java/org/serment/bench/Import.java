package org.serment.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The import: transaction bundles posted as they come. A bundle is loaded once, so these runs are not repeated.
final class Import {

    /// @param resources how many entries it holds
    record Bundle(byte[] json, int resources) {}

    private static final Duration MOST = Duration.ofMinutes(20);

    private final Server server;
    private final Measure measure;
    private final String token;

    Import(Server server, Measure measure, String token) {
        this.server = server;
        this.measure = measure;
        this.token = token;
    }

    /// What every history refers to comes first, outside any measure.
    void shared(List<Bundle> bundles) throws IOException {
        try (Connection connection = server.connect()) {
            for (Bundle bundle : bundles) {
                Connection.Answer answer = connection.send(request(bundle));
                if (answer.status() >= 400) {
                    throw new IOException("import: " + answer.status() + " " + new String(answer.body()));
                }
            }
        }
    }

    Measure.Row histories(int clients, List<Bundle> bundles) throws InterruptedException {
        var landed = new AtomicLong();
        return measure.once("import (a resource)", clients, false,
                () -> server.load().run(clients, MOST, bundles.size(), number -> {
                    Bundle bundle = bundles.get((int) number);
                    landed.addAndGet(bundle.resources());
                    return request(bundle);
                }),
                outcome -> outcome.errors() > 0 ? 0 : landed.get(), 1);
    }

    private byte[] request(Bundle bundle) {
        return Connection.request("POST", "/fhir", token, false, bundle.json());
    }
}
