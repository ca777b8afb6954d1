package org.serment.server.web;

import java.util.List;

/// What a page of a door is written with, for tests of that door's words.
public final class Reading {
    private Reading() {}

    public static Texts texts(Language language) {
        return Texts.load(language, List.of("web", "signin", "clinic", "portal"));
    }

    public static Format format(Language language) {
        return new Format(language);
    }
}
