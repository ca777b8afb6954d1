package org.serment.server.clinic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.serment.server.web.Language;

/// The usual LOINC codes by name, in the order in which pages show them: vital signs, then the laboratory, group by group.
final class Codes {
    private static final String LOINC = "http://loinc.org";

    /// @param group  of the list of results; `vital` for vital signs
    /// @param place  in the order of pages
    /// @param usual  what is usual in adults, for vital signs
    record Code(String code, String group, int place, String fr, String en, Optional<Measure.Range> usual) {
        String name(Language language) {
            return switch (language) {
                case FR -> fr;
                case EN -> en;
            };
        }
    }

    private final Map<String, Code> byCode = new LinkedHashMap<>();

    Codes() {
        try (var in = new BufferedReader(new InputStreamReader(Codes.class.getResourceAsStream("loinc.tsv"), StandardCharsets.UTF_8))) {
            in.lines().skip(1).forEach(line -> {
                var cells = line.split("\t", -1);
                byCode.put(cells[0], new Code(cells[0], cells[1], byCode.size(), cells[2], cells[3], usual(cells[4], cells[5])));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Measure.Range> usual(String low, String high) {
        if (low.isEmpty() && high.isEmpty()) return Optional.empty();
        return Optional.of(new Measure.Range(bound(low), bound(high), ""));
    }

    private static Optional<BigDecimal> bound(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text));
    }

    Optional<Code> find(String system, String code) {
        return system.equals(LOINC) ? Optional.ofNullable(byCode.get(code)) : Optional.empty();
    }

    Optional<Code> find(Resource.Concept concept) {
        return concept.codings().stream().map(c -> find(c.system(), c.code())).flatMap(Optional::stream).findFirst();
    }
}
