package org.serment.kernel.identity;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The traits that identify a patient in France (RNIV): five strict ones and the names in use.
///
/// @param birthplace INSEE code of the place of birth, five characters; `99999` when unknown
public record PatientTraits(String birthName, List<String> birthGivenNames, LocalDate birthDate, Sex sex,
                            String birthplace, Optional<String> usedName, Optional<String> usedGivenName) {

    public enum Sex { FEMALE, MALE, UNKNOWN }

    public PatientTraits {
        Objects.requireNonNull(birthDate);
        Objects.requireNonNull(sex);
        birthGivenNames = List.copyOf(birthGivenNames);
        if (birthName.isBlank()) throw new IllegalArgumentException("a birth name is needed");
        if (!birthplace.matches("\\d[0-9AB]\\d{3}")) throw new IllegalArgumentException("not an INSEE code");
    }

    public boolean birthplaceKnown() {
        return !birthplace.equals("99999");
    }

    /// Never shows who it is: it would end in a log.
    @Override
    public String toString() {
        return "PatientTraits";
    }
}
