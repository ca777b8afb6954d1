package org.serment.server.fhir;

import java.util.Optional;
import java.util.regex.Pattern;
import org.serment.r4.Types;

/// What a path under `/fhir` asks for (FHIR R4, http.html, "Summary").
sealed interface Route {
    record Capabilities() implements Route {}
    record System() implements Route {}
    record Type(String type) implements Route {}
    /// `Type/_search`
    record Search(String type) implements Route {}
    record Instance(String type, String id) implements Route {}
    record History(String type, String id) implements Route {}
    /// `_history`, `Type/_history`
    record Histories(Optional<String> type) implements Route {}
    record Version(String type, String id, int version) implements Route {}
    /// `$name` on the system, `Type/$name`, `Type/id/$name`
    record Operation(Optional<String> type, Optional<String> id, String name) implements Route {}
    /// `$export-status/job`
    record ExportStatus(String job) implements Route {}
    /// `$export-file/job/number`
    record ExportFile(String job, int number) implements Route {}
    /// No such place; the message never repeats the path.
    record Nowhere(String why) implements Route {}

    Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    Pattern OPERATION = Pattern.compile("\\$[a-z][a-z-]{1,40}");

    /// @param path what follows `/fhir`, with or without its first slash
    static Route of(String path) {
        var parts = path.isEmpty() || path.equals("/") ? new String[0] : path.replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1);
        if (parts.length == 0) return new System();
        if (parts[0].equals("metadata")) return parts.length == 1 ? new Capabilities() : new Nowhere("metadata has no parts");
        if (parts.length == 2 && parts[0].equals("$export-status")) return new ExportStatus(parts[1]);
        if (parts.length == 3 && parts[0].equals("$export-file") && parts[2].matches("[1-9][0-9]{0,5}")) return new ExportFile(parts[1], Integer.parseInt(parts[2]));
        if (parts[0].equals("_history")) return parts.length == 1 ? new Histories(Optional.empty()) : new Nowhere("the path is too long");
        if (OPERATION.matcher(parts[0]).matches()) return parts.length == 1 ? new Operation(Optional.empty(), Optional.empty(), parts[0]) : new Nowhere("the path is too long");
        if (!Types.known(parts[0])) return new Nowhere("not a FHIR R4 resource type");
        if (parts.length == 1) return new Type(parts[0]);
        if (parts.length == 2 && parts[1].equals("_search")) return new Search(parts[0]);
        if (parts.length == 2 && parts[1].equals("_history")) return new Histories(Optional.of(parts[0]));
        if (parts.length == 2 && OPERATION.matcher(parts[1]).matches()) return new Operation(Optional.of(parts[0]), Optional.empty(), parts[1]);
        if (!ID.matcher(parts[1]).matches()) return new Nowhere("not a logical id: 1 to 64 letters, digits, '-' or '.'");
        return switch (parts.length) {
            case 2 -> new Instance(parts[0], parts[1]);
            case 3 -> parts[2].equals("_history") ? new History(parts[0], parts[1])
                    : OPERATION.matcher(parts[2]).matches() ? new Operation(Optional.of(parts[0]), Optional.of(parts[1]), parts[2]) : new Nowhere("no such place");
            case 4 -> parts[2].equals("_history") ? version(parts) : new Nowhere("no such place");
            default -> new Nowhere("the path is too long");
        };
    }

    private static Route version(String[] parts) {
        return parts[3].matches("[1-9][0-9]{0,8}") ? new Version(parts[0], parts[1], Integer.parseInt(parts[3]))
                : new Version(parts[0], parts[1], Integer.MAX_VALUE);
    }
}
