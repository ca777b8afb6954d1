package org.serment.kernel.identity;

/// The control key of a French social security number (NIR): 97 minus the number modulo 97, where
/// Corsica's departments 2A and 2B count as 19 and 18.
public final class NirKey {

    private NirKey() {}

    /// @param number the first 13 characters, of the shape that [Ins] checks
    /// @return 1 to 97
    public static int of(String number) {
        String digits = switch (number.substring(5, 7)) {
            case "2A" -> number.substring(0, 5) + "19" + number.substring(7);
            case "2B" -> number.substring(0, 5) + "18" + number.substring(7);
            case String other -> number;
        };
        return (int) (97 - Long.parseLong(digits) % 97);
    }
}
