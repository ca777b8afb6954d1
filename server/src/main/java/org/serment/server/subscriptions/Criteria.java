package org.serment.server.subscriptions;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.serment.server.record.Found;
import org.serment.server.record.Granular;
import org.serment.server.record.QueryString;

/// Conditions on one opened resource, in the words of a search: `status=final,amended&category=laboratory`. They find what a
/// search would find, and are read by the record as it reads the searches of granular scopes.
///
/// @param all empty: everything is accepted
record Criteria(Optional<Granular> all) {
    /// Reads them; empty when they can't be read.
    ///
    /// @param query   with or without `Type?` before it
    /// @param allowed the parameters that may be used; any of the type otherwise
    static Optional<Criteria> read(String type, String query, Optional<? extends Collection<String>> allowed) {
        int mark = query.indexOf('?');
        if (mark >= 0 && !query.substring(0, mark).equals(type)) return Optional.empty();
        var search = query.substring(mark + 1);
        var pairs = QueryString.pairs(search).orElse(List.of());
        boolean fit = pairs.stream().allMatch(p -> allowed.isEmpty() || allowed.get().contains(p.getKey().replaceFirst(":.*", "")));
        return fit && Granular.understood(type, search) ? Optional.of(new Criteria(Optional.of(Granular.of(type, List.of(search))))) : Optional.empty();
    }

    /// Accepts everything.
    static Criteria none() {
        return new Criteria(Optional.empty());
    }

    boolean accept(Found found) {
        return all.isEmpty() || all.get().accepts(found.resource());
    }
}
