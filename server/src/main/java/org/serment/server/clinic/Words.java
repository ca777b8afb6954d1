package org.serment.server.clinic;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.serment.server.clinic.Resource.Concept;
import org.serment.server.web.Format;
import org.serment.server.web.Language;
import org.serment.server.web.Texts;
import org.serment.server.web.Visit;

/// How things of the record are said to one reader.
record Words(Language language, Texts texts, Format format, Codes codes) {
    static Words of(Visit visit, Codes codes) {
        return new Words(visit.language(), visit.texts(), visit.format(), codes);
    }

    String t(String key, Object... arguments) {
        return texts.of(key, arguments);
    }

    /// What a coded thing is called: by our table when the code is a usual one, otherwise as the data call it.
    String name(Concept concept) {
        var name = concept.codings().stream().map(c -> codes.find(c.system(), c.code())).flatMap(Optional::stream).map(c -> c.name(language)).findFirst();
        return name.orElseGet(() -> concept.name().isEmpty() ? t("clinic.unnamed") : concept.name().replaceFirst(" \\((finding|disorder|procedure|situation|regime/therapy|physical object|qualifier value|record artifact)\\)$", ""));
    }

    String when(When when) {
        if (!when.range()) return format.fhir(when.from());
        var from = format.fhirDay(when.from());
        var until = format.fhirDay(when.until());
        if (from.equals(until)) return format.fhir(when.from());
        if (until.isEmpty()) return since(when);
        return from.isEmpty() ? t("clinic.until", until) : t("clinic.from-until", from, until);
    }

    /// Since a day, a month or a year.
    String since(When when) {
        return t(when.from().length() < 10 ? "clinic.since-about" : "clinic.since", format.fhirDay(when.from()));
    }

    /// The same without the year, when it is no long time ago.
    String lately(When when, Instant now) {
        return when.start().filter(s -> when.from().length() >= 10 && s.isAfter(now.minus(300, ChronoUnit.DAYS)))
                .map(s -> t("clinic.since", DateTimeFormatter.ofPattern("d MMM", language.locale()).format(s.atZone(Format.ZONE)))).orElseGet(() -> since(when));
    }

    /// The day only.
    String day(When when) {
        return format.fhirDay(when.from().isEmpty() ? when.until() : when.from());
    }

    String value(Measure measure) {
        return switch (measure.value()) {
            case Measure.Value.Amount a -> a.comparator() + (a.comparator().isEmpty() ? "" : " ") + number(a.number());
            case Measure.Value.Coded c -> name(c.concept());
            case Measure.Value.Plain p -> p.text();
            case Measure.Value.Nothing n -> n.why().name().isEmpty() ? t("clinic.no-value") : n.why().name();
        };
    }

    /// A unit as people write it: curly UCUM annotations say nothing to them.
    String unit(Measure measure) {
        return unit(measure.unit());
    }

    static String unit(String unit) {
        return switch (unit) {
            case "Cel" -> "°C";
            case "mm[Hg]" -> "mmHg";
            case "kg/m2" -> "kg/m²";
            case "[pH]", "pH" -> "";
            case "m[IU]/L" -> "mUI/L";
            case "mL/min/{1.73_m2}" -> "mL/min/1,73 m²";
            case "/[HPF]" -> "/champ";
            case String other -> other.replaceAll("\\{[^}]*}", "").replace("10*3/uL", "10³/µL").replace("10*6/uL", "10⁶/µL").replaceFirst("^u(?=g|L|mol)", "µ").replaceAll("/u(?=g|L)", "/µ");
        };
    }

    /// At most two decimals, or three digits that say something.
    String number(BigDecimal number) {
        if (number.scale() <= 2) return format.number(number);
        var rounded = number.setScale(2, RoundingMode.HALF_UP);
        if (rounded.abs().compareTo(BigDecimal.ONE) < 0 && number.signum() != 0) rounded = number.round(new MathContext(3, RoundingMode.HALF_UP));
        var plain = rounded.stripTrailingZeros();
        return format.number(plain.scale() < 0 ? plain.setScale(0) : plain);
    }

    String range(Measure.Range range) {
        if (range.low().isPresent() && range.high().isPresent()) return number(range.low().get()) + " – " + number(range.high().get());
        if (range.high().isPresent()) return "≤ " + number(range.high().get());
        if (range.low().isPresent()) return "≥ " + number(range.low().get());
        return range.text();
    }

    /// A birth date's age: years, below two years months, below two months days.
    static Optional<String> age(String birth, Instant at, Texts texts) {
        if (birth.length() != 10) return birth.length() < 4 ? Optional.empty() : Optional.of(texts.count("clinic.age.years", at.atZone(Format.ZONE).getYear() - Integer.parseInt(birth.substring(0, 4))));
        var born = LocalDate.parse(birth);
        var day = at.atZone(Format.ZONE).toLocalDate();
        var age = Period.between(born, day);
        if (age.getYears() >= 2) return Optional.of(texts.count("clinic.age.years", age.getYears()));
        if (age.toTotalMonths() >= 2) return Optional.of(texts.count("clinic.age.months", age.toTotalMonths()));
        return Optional.of(texts.count("clinic.age.days", Math.max(0, ChronoUnit.DAYS.between(born, day))));
    }

    String sex(String gender) {
        return texts.has("clinic.sex." + gender) ? t("clinic.sex." + gender) : t("clinic.sex.unknown");
    }

    /// A code's text where there is one, otherwise the code as it is.
    String code(String key, String code) {
        return texts.has(key + code) ? t(key + code) : code;
    }
}
