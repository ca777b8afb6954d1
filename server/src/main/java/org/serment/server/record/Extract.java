package org.serment.server.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.serment.kernel.access.Target;

/// What an export asks of one type, as the record stood at one moment.
///
/// @param before  the xid below which transactions count: all of them had ended when the export began, so nothing is half there
/// @param since   only what has changed from then on, deletions included; all that there is when empty
/// @param filters searches, one of which must find the resource; empty for no condition
/// @param whose   whose records
/// @param shown   the elements to keep; empty for whole resources
public record Extract(String before, Optional<Since> since, List<String> filters, Whose whose, List<String> shown) {
    public Extract {
        filters = List.copyOf(filters);
        shown = List.copyOf(shown);
    }

    /// @param at   the moment that the caller names
    /// @param from the xid below which an export of that very moment counted; what it could not see yet is later than it, whatever its clock says
    public record Since(Instant at, Optional<String> from) {}

    public sealed interface Whose {
        /// Of the whole establishment.
        record Everything() implements Whose {}

        /// What is about a patient.
        record Patients() implements Whose {}

        /// What is about these patients and nobody else.
        ///
        /// @param subjects their numbers
        record These(List<Long> subjects) implements Whose {
            public These {
                subjects = subjects.stream().distinct().sorted().toList();
            }
        }
    }

    /// How far an export of a type has come.
    ///
    /// @param patient index of the patient at work, when patients are named
    /// @param oid     the last resource that was looked at
    public record Place(int patient, long oid) {
        public static final Place START = new Place(0, 0);
    }

    /// Takes what is found, one by one, in the order of the walk.
    public interface Sink {
        /// @param target its authorisation columns, as its seal vouches for them
        void found(Target target, Found found);

        /// @param last the last version before it was deleted
        void deleted(Target target, Found last);

        /// A body that does not open.
        void unreadable(Target target);
    }
}
