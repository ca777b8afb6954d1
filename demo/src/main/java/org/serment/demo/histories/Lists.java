package org.serment.demo.histories;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.serment.kernel.identity.PatientTraits.Sex;

/// The lists that fictional people and places are drawn from.
record Lists(List<String> familyNames, List<GivenName> givenNames, List<Place> communes,
             List<Place> countries, List<String> streets, List<String> siteNames) {

    /// A given name and the birth years in which it is drawn.
    record GivenName(String text, Sex sex, int from, int to) {}

    static Lists read() {
        return new Lists(
                lines("family-names.txt").flatMap(line -> Stream.of(line.split(" "))).toList(),
                lines("given-names.txt").map(Lists::givenName).toList(),
                lines("communes.txt").map(Lists::commune).toList(),
                lines("birth-countries.txt").map(Lists::country).toList(),
                lines("streets.txt").toList(),
                lines("site-names.txt").toList());
    }

    List<GivenName> givenNames(Sex sex, int year) {
        return givenNames.stream()
                .filter(name -> name.sex == sex && name.from <= year && year <= name.to).toList();
    }

    List<Place> communesNear() {
        return communes.stream().filter(Place::near).toList();
    }

    private static GivenName givenName(String line) {
        String[] parts = line.split(" ");
        return new GivenName(parts[0], parts[1].equals("F") ? Sex.FEMALE : Sex.MALE,
                Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
    }

    private static Place commune(String line) {
        String[] parts = line.split(" ", 3);
        return new Place(parts[0], parts[1], parts[2], "FRA");
    }

    private static Place country(String line) {
        String[] parts = line.split(" ", 3);
        return new Place(parts[0], "", parts[2], parts[1]);
    }

    private static Stream<String> lines(String name) {
        try (InputStream in = Lists.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
