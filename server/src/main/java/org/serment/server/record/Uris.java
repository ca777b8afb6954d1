package org.serment.server.record;

import java.util.ArrayList;
import java.util.List;

/// Which URIs lie below which: the same, or longer by whole parts of the path (FHIR R4 search.html, `:above` and `:below`).
final class Uris {
    private Uris() {}

    /// The URI itself and all that it lies below, with and without their last slash.
    static List<String> above(String uri) {
        var all = new ArrayList<>(List.of(uri));
        int from = Math.max(uri.indexOf("://") + 3, 0);
        for (int i = from; i < uri.length(); i++) {
            if (uri.charAt(i) != '/') continue;
            if (i > from) all.add(uri.substring(0, i));
            all.add(uri.substring(0, i + 1));
        }
        return all.stream().distinct().toList();
    }

    static boolean below(String uri, String above) {
        return above(uri).contains(above);
    }
}
