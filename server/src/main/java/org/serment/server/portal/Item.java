package org.serment.server.portal;

import java.util.List;

/// One thing of the record in words.
///
/// @param original its name in the record, when the plain name is another text
/// @param when     a day or a time; empty when unknown
/// @param state    how it stands, in words; empty when there is nothing to say
/// @param current  whether it still counts today
/// @param facts    what else is known
/// @param link     its own page; empty when it has none
record Item(String title, String original, String when, String state, boolean current, List<Fact> facts, String link) {
    record Fact(String label, String value) {}
}
