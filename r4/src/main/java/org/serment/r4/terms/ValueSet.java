package org.serment.r4.terms;

import java.util.List;

/// A value set's definition.
public record ValueSet(String url, String version, String name, String title, List<Rule> includes, List<Rule> excludes) {
    /// Codes of a system: those listed, or those that all filters take; among those of the value sets, if any are named.
    ///
    /// @param system empty when only value sets are named
    record Rule(String system, List<String> sets, List<Filter> filters, List<String> codes) {}

    /// `concept is-a X`
    record Filter(String property, String operator, String value) {}
}
