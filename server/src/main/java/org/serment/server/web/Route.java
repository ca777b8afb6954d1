package org.serment.server.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a page is. Who may see what is on it is the gate's matter: a route only knows whether somebody must be signed in.
///
/// @param method `GET` (and so HEAD) or `POST`
/// @param path   `/patients/{id}/results`; a part in braces stands for one part of any text
public record Route(String method, String path, boolean anyone, Page page) {
    /// A page for whoever comes.
    public static Route open(String method, String path, Page page) {
        return new Route(method, path, true, page);
    }

    /// A page for whoever is signed in.
    public static Route of(String method, String path, Page page) {
        return new Route(method, path, false, page);
    }

    /// The parts in braces, when the path fits.
    Optional<Map<String, String>> match(String asked) {
        var ours = path.split("/", -1);
        var theirs = asked.split("/", -1);
        if (ours.length != theirs.length) return Optional.empty();
        var parts = new HashMap<String, String>();
        for (int i = 0; i < ours.length; i++) {
            if (ours[i].startsWith("{") && !theirs[i].isEmpty()) parts.put(ours[i].substring(1, ours[i].length() - 1), theirs[i]);
            else if (!ours[i].equals(theirs[i])) return Optional.empty();
        }
        return Optional.of(parts);
    }
}
