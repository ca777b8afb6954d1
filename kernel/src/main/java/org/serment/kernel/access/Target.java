package org.serment.kernel.access;

import java.util.Set;

/// The authorisation columns of one resource of the requested type, and nothing else of it.
///
/// @param subjects the patients it is about; empty for a resource without a patient
/// @param labels the number of its set of confidentiality and sensitivity labels
/// @param unit the number of the unit it was written in
/// @param author the account that wrote it
public record Target(int tenant, Set<Long> subjects, int labels, int unit, long author) {

    public Target {
        subjects = Set.copyOf(subjects);
        for (long subject : subjects) {
            if (subject <= 0) throw new IllegalArgumentException("0 and -1 are marks of a column, not subjects");
        }
    }
}
