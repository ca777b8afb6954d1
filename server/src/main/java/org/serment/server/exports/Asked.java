package org.serment.server.exports;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.serment.server.record.Extract;
import tools.jackson.databind.json.JsonMapper;

/// What a job was asked for, resolved when it began. It lies sealed in the job's row.
///
/// @param request   the number of the kick-off, which the journal repeats in each line of the job
/// @param url       its address
/// @param scopes    of the token that asked
/// @param types     in the order in which they are exported
/// @param since     an instant, or empty
/// @param sinceFrom the xid that an export of that instant counted up to, or empty
/// @param level     `all`, `patients`, or `these`
/// @param subjects  numbers of the patients, for `these`
record Asked(String request, String url, Set<String> scopes, List<String> types, Map<String, List<String>> filters, Map<String, List<String>> elements,
             String since, String sinceFrom, String level, List<Long> subjects) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    String text() {
        return JSON.writeValueAsString(this);
    }

    static Asked of(String text) {
        return JSON.readValue(text, Asked.class);
    }

    Extract extract(String type, String before) {
        var from = since.isEmpty() ? Optional.<Extract.Since>empty()
                : Optional.of(new Extract.Since(Instant.parse(since), Optional.of(sinceFrom).filter(x -> !x.isEmpty())));
        return new Extract(before, from, filters.getOrDefault(type, List.of()), whose(), elements.getOrDefault(type, List.of()));
    }

    private Extract.Whose whose() {
        return switch (level) {
            case "all" -> new Extract.Whose.Everything();
            case "patients" -> new Extract.Whose.Patients();
            default -> new Extract.Whose.These(subjects);
        };
    }
}
