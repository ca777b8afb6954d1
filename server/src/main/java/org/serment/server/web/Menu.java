package org.serment.server.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Role;

/// Where each role finds its pages. The first link is its first page.
public record Menu(Map<Role, List<Link>> links) {
    /// @param text key of a text
    public record Link(String text, String path) {
        private boolean leadsTo(String asked) {
            return asked.equals(path) || asked.startsWith(path + "/");
        }
    }

    /// Whether a link is that of the page asked for: of all that lead there, the closest.
    static boolean current(List<Link> links, Link link, String asked) {
        return link.leadsTo(asked) && links.stream().noneMatch(l -> l.leadsTo(asked) && l.path().length() > link.path().length());
    }

    List<Link> of(Optional<Person> person) {
        return person.map(p -> links.getOrDefault(p.role(), List.of())).orElse(List.of());
    }
}
