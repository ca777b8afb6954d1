package org.serment.server.clinic;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.serment.r4.Span;

/// Search queries, well encoded; and what a person typed into the search field, understood.
final class Asking {
    private static final Pattern DAY_FIRST = Pattern.compile("(\\d{1,2})[ /.-](\\d{1,2})[ /.-](\\d{4}|\\d{2})");
    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[ /.-](\\d{1,2})[ /.-](\\d{1,2})");
    private static final Pattern MONTH_IN_WORDS = Pattern.compile("(\\d{1,2})(?:er|st|nd|rd|th)? (\\p{L}{3,9})\\.? (\\d{4})");
    private static final List<List<String>> MONTHS = List.of(List.of("janv", "jan"), List.of("févr", "fevr", "feb"), List.of("mars", "mar"), List.of("avr", "apr"),
            List.of("mai", "may"), List.of("juin", "jun"), List.of("juil", "jul"), List.of("août", "aout", "aug"), List.of("sept", "sep"), List.of("oct"), List.of("nov"),
            List.of("déc", "dec"));

    private Asking() {}

    /// `a=1&b=2`; a comma in a value separates alternatives.
    static String query(String... pairs) {
        var parts = new ArrayList<String>();
        for (int i = 0; i < pairs.length; i += 2) parts.add(pairs[i] + "=" + URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        return String.join("&", parts);
    }

    /// `Type/a,Type/b`, of ids that the server gave.
    static String references(String type, Collection<String> ids) {
        return ids.stream().map(id -> type + "/" + id).collect(Collectors.joining(","));
    }

    /// Texts of which any may be, none of them read as more than a text.
    static String anyOf(Collection<String> texts) {
        return texts.stream().map(Asking::literal).collect(Collectors.joining(","));
    }

    private static String literal(String text) {
        return text.replaceAll("([\\\\,|$])", "\\\\$1");
    }

    /// The searches of Patient that a typed text may mean: a birth date in several ways of writing, a number (INS, record
    /// number), or the beginnings of names, all of which must fit.
    ///
    /// @param today for two-digit years, which are never in the future
    static String patients(String typed, LocalDate today) {
        var text = typed.strip().replaceAll("\\s+", " ");
        var date = date(text, today);
        if (date.isPresent()) return query("birthdate", date.get().toString());
        var compact = text.replaceAll("[ .-]", "");
        if (compact.matches("[0-9]{2,}|[0-9]{6,}[AB0-9]*|[12378][0-9]{4}2[ABab][0-9]{6,8}")) return query("identifier", literal(compact.toUpperCase(Locale.ROOT)));
        var words = new ArrayList<String>();
        for (var word : text.split("[ ,;]+")) if (!word.isEmpty()) {
            words.add("name");
            words.add(literal(word));
        }
        return query(words.toArray(String[]::new));
    }

    /// A day as people write it: 3/11/1950, 03-11-50, 03.11.1950, 1950-11-03, 03111950, 3 novembre 1950.
    static Optional<LocalDate> date(String text, LocalDate today) {
        try {
            var m = YEAR_FIRST.matcher(text);
            if (m.matches()) return Optional.of(LocalDate.of(number(m.group(1)), number(m.group(2)), number(m.group(3))));
            m = DAY_FIRST.matcher(text);
            if (m.matches()) return Optional.of(LocalDate.of(year(m.group(3), today), number(m.group(2)), number(m.group(1))));
            m = MONTH_IN_WORDS.matcher(text.toLowerCase(Locale.ROOT));
            if (m.matches()) {
                int month = month(m.group(2));
                if (month > 0) return Optional.of(LocalDate.of(number(m.group(3)), month, number(m.group(1))));
            }
            // eight digits are a day only when they can be one, otherwise a number
            if (text.matches("\\d{8}") && number(text.substring(4)) >= 1850 && number(text.substring(4)) <= Year.from(today).getValue())
                return Optional.of(LocalDate.of(number(text.substring(4)), number(text.substring(2, 4)), number(text.substring(0, 2))));
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Where a page of older things begins, as a link of ours wrote it: a second in UTC. What is none begins at the newest.
    static Optional<Instant> second(Optional<String> text) {
        try {
            return text.filter(t -> t.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z")).map(Instant::parse).filter(i -> !i.isBefore(Span.BEGIN) && !i.isAfter(Span.END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int month(String word) {
        for (int i = 0; i < MONTHS.size(); i++) if (MONTHS.get(i).stream().anyMatch(word::startsWith)) return i + 1;
        return 0;
    }

    private static int year(String text, LocalDate today) {
        int year = number(text);
        if (text.length() == 4) return year;
        int century = today.getYear() / 100 * 100;
        return century + year > today.getYear() ? century - 100 + year : century + year;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    /// For links: a path with a query of these pairs, without what is empty.
    static String link(String path, Map<String, String> query) {
        var pairs = query.entrySet().stream().filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return pairs.isEmpty() ? path : path + "?" + pairs;
    }
}
