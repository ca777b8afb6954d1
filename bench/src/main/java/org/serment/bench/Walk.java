package org.serment.bench;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a result to its last page, or to a page of a given number, along its links `next`.
///
/// @param pages how many pages at most
/// @param entries counts what was on them
record Walk(String token, String first, int pages, AtomicLong entries) implements Load.Call {

    private static final Pattern NEXT = Pattern.compile("\\{[^{}]*\"relation\"\\s*:\\s*\"next\"[^{}]*}");
    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern ENTRY = Pattern.compile("\"fullUrl\"");

    @Override
    public Connection.Answer on(Connection connection) throws IOException {
        String path = first;
        for (int page = 1; ; page++) {
            Connection.Answer answer = connection.send(Connection.request("GET", path, token, true, new byte[0]));
            if (answer.status() >= 400) return answer;
            String text = answer.text();
            entries.addAndGet(ENTRY.matcher(text).results().count());
            Optional<String> next = next(text);
            if (next.isEmpty() || page == pages) return answer;
            path = next.get();
        }
    }

    /// Path and query of the link to the next page.
    static Optional<String> next(String bundle) {
        Matcher link = NEXT.matcher(bundle);
        if (!link.find()) return Optional.empty();
        Matcher url = URL.matcher(link.group());
        return url.find() ? Optional.of(path(url.group(1).replace("\\/", "/"))) : Optional.empty();
    }

    static String path(String url) {
        return url.replaceFirst("^https?://[^/]+", "");
    }
}
