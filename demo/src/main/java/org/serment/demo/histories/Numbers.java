package org.serment.demo.histories;

/// Numbers that have the shape of real ones and belong to nobody.
final class Numbers {

    private Numbers() {}

    /// A professional's number: 11 digits that pass Luhn, all from 99, where none is given out.
    static String rpps(Draw draw) {
        return withLuhn("99" + draw.digits(8));
    }

    /// An establishment's number: 9 digits that pass Luhn, in a department 99 that doesn't exist.
    static String finess(Draw draw) {
        return withLuhn("99" + draw.digits(6));
    }

    /// From the ranges that ARCEP reserves for works of fiction.
    static String landline(Draw draw) {
        return "03 53 01 " + draw.digits(2) + " " + draw.digits(2);
    }

    static String mobile(Draw draw) {
        return "06 39 98 " + draw.digits(2) + " " + draw.digits(2);
    }

    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int twice = digit * 2;
            sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0;
    }

    private static String withLuhn(String digits) {
        for (char last = '0'; last <= '9'; last++) if (luhn(digits + last)) return digits + last;
        throw new IllegalStateException("Luhn leaves no digit out");
    }
}
