package org.serment.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Somebody who asks one server: with a token, what that server holds, and the clock beside it.
record Asker(Subject subject, Measure measure, String token, Sample sample) {

    static Asker of(Subject subject, String account, Options options) throws IOException {
        String token = subject.token(account);
        try (Connection connection = subject.connect()) {
            return new Asker(subject, Measure.of(subject, options), token, Sample.take(connection, token));
        }
    }

    Load.Call get(String path) {
        return Load.Call.of(Connection.request("GET", "/fhir/" + path, token, true, new byte[0]));
    }

    /// Asks for these paths in turn, far from each other.
    Load.Source each(List<String> paths) {
        List<Load.Call> calls = paths.stream().map(this::get).toList();
        return (_, number) -> calls.get((int) (number * 7919 % calls.size()));
    }

    static List<String> paths(String before, List<String> values, String after) {
        return values.stream().map(value -> before + value + after).toList();
    }

    /// The searches that are mixed, of each kind as many.
    static List<String> mixed(List<Function<Sample, List<String>>> kinds, Sample sample) {
        var all = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            for (Function<Sample, List<String>> kind : kinds) {
                List<String> paths = kind.apply(sample);
                all.add(paths.get(i * 31 % paths.size()));
            }
        }
        return all;
    }
}
