package org.serment.server.office;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.serment.kernel.access.Role;
import org.serment.server.accounts.Accounts;
import org.serment.server.web.Format;
import org.serment.server.web.Visit;

/// The form of a new account, as it was filled in.
///
/// @param patient the id of a patient's record; empty for all others
/// @param unit    the id of an Organization; empty when the account works in none
record NewAccount(String role, String login, String name, String patient, String unit, String from, String until) {
    static final NewAccount EMPTY = new NewAccount("", "", "", "", "", "", "");

    static NewAccount of(Visit visit) {
        return new NewAccount(field(visit, "role"), field(visit, "login").toLowerCase(Locale.ROOT), field(visit, "name"),
                field(visit, "patient").replaceFirst("^.*Patient/", ""), field(visit, "unit"), field(visit, "from"), field(visit, "until"));
    }

    private static String field(Visit visit, String name) {
        return visit.parameter(name).orElse("");
    }

    /// What is wrong with it, by field.
    Map<String, String> errors() {
        var errors = new LinkedHashMap<String, String>();
        if (known().isEmpty()) errors.put("role", "office.role.missing");
        if (!login.matches("[a-z0-9][a-z0-9._-]{1,63}")) errors.put("login", "office.login.wrong");
        if (isPatient() && !patient.matches("[A-Za-z0-9.-]{1,64}")) errors.put("patient", "office.patient.wrong");
        if (!isPatient() && (name.isEmpty() || name.length() > 120)) errors.put("name", "office.name.wrong");
        if (!from.isEmpty() && day(from).isEmpty()) errors.put("from", "office.date.wrong");
        if (ends(until).isEmpty()) errors.put("until", "office.date.wrong");
        return errors;
    }

    /// A person's role; programs are registered otherwise.
    Optional<Role> known() {
        return Arrays.stream(Role.values()).filter(r -> !r.machine() && r.name().equals(role)).findFirst();
    }

    boolean isPatient() {
        return known().filter(r -> r == Role.PATIENT).isPresent();
    }

    /// The beginning of a day; now when it is left empty.
    static Optional<Instant> begins(String day, InstantSource clock) {
        return day.isEmpty() ? Optional.of(clock.instant()) : day(day).map(d -> d.atStartOfDay(Format.ZONE).toInstant());
    }

    /// The end of a day, in milliseconds; no end when it is left empty.
    static Optional<Long> ends(String day) {
        return day.isEmpty() ? Optional.of(Accounts.ALWAYS) : day(day).map(d -> d.plusDays(1).atStartOfDay(Format.ZONE).toInstant().toEpochMilli());
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text)).filter(d -> d.getYear() > 1900 && d.getYear() < 2200);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
