package org.serment.server.record;

/// Where the next page of a search begins.
///
/// @param after the last row of the page before
/// @param query the search as it came, so that a page link carries all it needs
record Cursor(String query, SearchSql.After after) {
    String text() {
        return after.key() + " " + after.oid() + " " + query;
    }

    static Cursor parse(String text) {
        var parts = text.split(" ", 3);
        return new Cursor(parts[2], new SearchSql.After(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    }
}
