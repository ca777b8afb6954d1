package org.serment.server.web;

import java.util.List;
import java.util.Optional;

/// What is around a page: its language, who is signed in, where they can go.
///
/// @param csrf          the token that forms send back in the field `_csrf`
/// @param path          of the page that was asked for
/// @param demonstration the hospital is not a real one
public record Frame(Language language, Texts texts, Format format, Assets assets, Optional<Person> person, String csrf, String path,
                    List<Menu.Link> links, boolean demonstration) {
    /// A text.
    public String t(String key, Object... arguments) {
        return texts.of(key, arguments);
    }

    /// Whether a link of the menu is that of this page.
    public boolean current(Menu.Link link) {
        return Menu.current(links, link, path);
    }

    /// The address of an asset.
    public String asset(String name) {
        return assets.address(name);
    }
}
