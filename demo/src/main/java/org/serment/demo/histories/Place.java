package org.serment.demo.histories;

/// A commune of France or, as a place of birth, a country.
///
/// @param insee five characters: a commune, or 99 and a country
/// @param postalCode empty for a country
/// @param country ISO 3166-1 alpha-3
record Place(String insee, String postalCode, String name, String country) {

    /// Burgundy and its neighbours, around the fictional town of Valbrune.
    boolean near() {
        return switch (insee.substring(0, 2)) {
            case "01", "10", "21", "25", "39", "58", "70", "71", "89", "90" -> true;
            case String other -> false;
        };
    }
}
