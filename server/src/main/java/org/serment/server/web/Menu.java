package org.serment.server.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Role;

/// Where each role finds its pages. The first link is its first page.
public record Menu(Map<Role, List<Link>> links) {
    /// @param text key of a text
    public record Link(String text, String path) {
        /// Whether the page asked for is this link's, or lies below it.
        public boolean current(String asked) {
            return asked.equals(path) || asked.startsWith(path + "/");
        }
    }

    List<Link> of(Optional<Person> person) {
        return person.map(p -> links.getOrDefault(p.role(), List.of())).orElse(List.of());
    }
}
