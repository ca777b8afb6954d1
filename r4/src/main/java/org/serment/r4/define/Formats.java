package org.serment.r4.define;

/// Formats of the primitive types, checked by hand: no regular expression, no allocation.
final class Formats {
    private static final int MAX_STRING = 1024 * 1024;
    private static final int MAX_ID = 64;
    private static final int UUID_LENGTH = 45;

    private Formats() {}

    /// Not empty, at most 1 MiB, no control character but tab, line feed and carriage return, no half surrogate.
    static boolean string(String s) {
        return !s.isEmpty() && s.length() <= MAX_STRING && characters(s);
    }

    private static boolean characters(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == s.length() || !Character.isLowSurrogate(s.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /// `[^\s]+(\s[^\s]+)*`
    static boolean code(String s) {
        if (s.isEmpty() || space(s.charAt(0)) || space(s.charAt(s.length() - 1))) {
            return false;
        }
        for (int i = 1; i < s.length(); i++) {
            if (space(s.charAt(i)) && space(s.charAt(i - 1))) {
                return false;
            }
        }
        return characters(s);
    }

    /// `[A-Za-z0-9\-.]{1,64}`
    static boolean id(String s) {
        if (s.isEmpty() || s.length() > MAX_ID) {
            return false;
        }
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '-' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    /// `\S+`
    static boolean uri(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (space(s.charAt(i))) {
                return false;
            }
        }
        return !s.isEmpty() && characters(s);
    }

    /// `urn:oid:[0-2](\.(0|[1-9][0-9]*))+`
    static boolean oid(String s) {
        if (!s.startsWith("urn:oid:") || s.length() < 11 || s.charAt(8) < '0' || s.charAt(8) > '2') {
            return false;
        }
        int i = 9;
        while (i < s.length()) {
            int start = i + 1;
            if (s.charAt(i) != '.') {
                return false;
            }
            for (i = start; i < s.length() && digit(s, i); i++) {
                if (i > start && s.charAt(start) == '0') {
                    return false;
                }
            }
            if (i == start) {
                return false;
            }
        }
        return true;
    }

    /// `urn:uuid:` and a UUID in lower case.
    static boolean uuid(String s) {
        if (s.length() != UUID_LENGTH || !s.startsWith("urn:uuid:")) {
            return false;
        }
        for (int i = 9; i < UUID_LENGTH; i++) {
            char c = s.charAt(i);
            boolean dash = i == 17 || i == 22 || i == 27 || i == 32;
            if (dash ? c != '-' : !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    /// RFC 4648 section 4, with white space allowed between characters as R4 does.
    static boolean base64(String s) {
        int count = 0;
        int padding = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '=') {
                padding++;
                count++;
            } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/') {
                if (padding > 0) {
                    return false;
                }
                count++;
            } else if (!space(c)) {
                return false;
            }
        }
        return count > 0 && count % 4 == 0 && padding <= 2;
    }

    /// A year, a month or a day.
    static boolean date(String s) {
        return s.length() <= 10 && day(s) == s.length();
    }

    /// A date, or a date with a time and a time zone.
    static boolean dateTime(String s) {
        int end = day(s);
        return end == s.length() && end > 0 || end == 10 && instant(s);
    }

    /// A date with a time, to the second at least, and a time zone.
    static boolean instant(String s) {
        if (s.length() < 20 || day(s) != 10 || s.charAt(10) != 'T') {
            return false;
        }
        int end = clock(s, 11, 60);
        return end > 0 && zone(s, end);
    }

    /// `hh:mm:ss` with an optional fraction.
    static boolean time(String s) {
        return clock(s, 0, 60) == s.length();
    }

    /// Length of the date that opens the text: 4, 7 or 10; 0 when there is none.
    private static int day(String s) {
        int year = number(s, 0, 4);
        if (year < 1) {
            return 0;
        }
        if (s.length() == 4) {
            return 4;
        }
        int month = number(s, 5, 2);
        if (s.charAt(4) != '-' || month < 1 || month > 12) {
            return 0;
        }
        if (s.length() == 7) {
            return 7;
        }
        int day = number(s, 8, 2);
        return s.charAt(7) == '-' && day >= 1 && day <= days(year, month) ? 10 : 0;
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            case 1, 3, 5, 7, 8, 10, 12 -> 31;
            default -> 0;
        };
    }

    /// Where the time that begins at `at` ends; 0 when there is none. A leap second counts.
    private static int clock(String s, int at, int maxSecond) {
        int hour = number(s, at, 2);
        int minute = number(s, at + 3, 2);
        int second = number(s, at + 6, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > maxSecond
                || s.charAt(at + 2) != ':' || s.charAt(at + 5) != ':') {
            return 0;
        }
        int end = at + 8;
        if (end < s.length() && s.charAt(end) == '.') {
            int fraction = end + 1;
            end = fraction;
            while (end < s.length() && digit(s, end)) {
                end++;
            }
            return end > fraction ? end : 0;
        }
        return end;
    }

    private static boolean zone(String s, int at) {
        if (at == s.length() - 1) {
            return s.charAt(at) == 'Z';
        }
        if (s.length() != at + 6 || s.charAt(at) != '+' && s.charAt(at) != '-' || s.charAt(at + 3) != ':') {
            return false;
        }
        int hour = number(s, at + 1, 2);
        int minute = number(s, at + 4, 2);
        return hour >= 0 && minute >= 0 && (hour <= 13 && minute <= 59 || hour == 14 && minute == 0);
    }

    private static int number(String s, int at, int digits) {
        if (s.length() < at + digits) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            if (!digit(s, i)) {
                return -1;
            }
            value = value * 10 + s.charAt(i) - '0';
        }
        return value;
    }

    private static boolean digit(String s, int i) {
        return s.charAt(i) >= '0' && s.charAt(i) <= '9';
    }

    private static boolean space(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
