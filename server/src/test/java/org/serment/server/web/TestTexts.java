package org.serment.server.web;

import java.util.List;

/// The texts of the pages, for tests of other doors.
public final class TestTexts {
    private TestTexts() {}

    public static Texts of(Language language) {
        return Texts.load(language, List.of("web", "portal"));
    }
}
