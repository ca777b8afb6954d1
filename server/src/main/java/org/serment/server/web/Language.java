package org.serment.server.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The languages of the pages. French where nothing else is asked for.
public enum Language {
    FR(Locale.FRANCE), EN(Locale.UK);

    static final String COOKIE = "language";

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /// BCP 47: `fr`, `en`.
    public String tag() {
        return locale.getLanguage();
    }

    static Optional<Language> of(String tag) {
        return Arrays.stream(values()).filter(l -> l.tag().equals(tag)).findFirst();
    }

    /// What the person chose, otherwise what the browser prefers, otherwise French.
    public static Language of(HttpServletRequest http) {
        var chosen = Stream.ofNullable(http.getCookies()).flatMap(Arrays::stream).filter(c -> c.getName().equals(COOKIE))
                .map(Cookie::getValue).map(Language::of).flatMap(Optional::stream).findFirst();
        return chosen.orElseGet(() -> accepted(Optional.ofNullable(http.getHeader("Accept-Language")).orElse("")));
    }

    private static Language accepted(String header) {
        try {
            var tag = Locale.lookupTag(Locale.LanguageRange.parse(header), List.of("fr", "en"));
            return Optional.ofNullable(tag).flatMap(Language::of).orElse(FR);
        } catch (IllegalArgumentException e) {
            return FR;
        }
    }
}
