package org.serment.server.clinic;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Something to know before anything is done: a tag on a bed and in the banner. The text says all; the colour only repeats it.
record Alert(String text, boolean grave) {
    /// SNOMED CT: no known allergy, and its kin.
    private static final List<String> NO_KNOWN = List.of("716186003", "409137002", "428607008", "1003774007");
    private static final int ON_A_BED = 3;

    /// What allergies are known of a patient.
    enum Known { NOT_RECORDED, NONE_KNOWN, SOME,
        /// The caller may see none: what there is isn't said.
        CLOSED
    }

    record Allergies(Known known, List<Alert> all) {
        static final Allergies CLOSED = new Allergies(Known.CLOSED, List.of());

        static Allergies of(Opening.Shelf shelf, Words words) {
            return shelf.closed() ? CLOSED : of(shelf.all(), words);
        }

        static Allergies of(List<Resource> allergies, Words words) {
            var active = allergies.stream().filter(a -> !a.withdrawn() && !refuted(a)).toList();
            var real = active.stream().filter(a -> !none(a))
                    .sorted(Comparator.comparing(a -> !high(a))).map(a -> new Alert(words.name(a.concept("code")), high(a))).distinct().toList();
            if (!real.isEmpty()) return new Allergies(Known.SOME, real);
            return new Allergies(active.isEmpty() ? Known.NOT_RECORDED : Known.NONE_KNOWN, List.of());
        }

        /// It says that there is none.
        static boolean none(Resource allergy) {
            return NO_KNOWN.stream().anyMatch(allergy.concept("code")::has);
        }

        private static boolean refuted(Resource allergy) {
            var clinical = allergy.concept("clinicalStatus");
            return clinical.has("inactive") || clinical.has("resolved") || allergy.concept("verificationStatus").has("refuted");
        }

        private static boolean high(Resource allergy) {
            return allergy.text("criticality").equals("high");
        }

        /// The few that fit on a bed, then how many more.
        List<Alert> few(Words words) {
            if (all.size() <= ON_A_BED) return all;
            return Stream.concat(all.stream().limit(ON_A_BED - 1), Stream.of(new Alert(words.t("clinic.allergies.more", all.size() - ON_A_BED + 1), false))).toList();
        }
    }

    /// Flags that hold now.
    ///
    /// @param closed the caller may see none: what there is isn't said
    record Flags(boolean closed, List<Alert> all) {
        static final Flags CLOSED = new Flags(true, List.of());

        static Flags of(Opening.Shelf shelf, Words words) {
            return shelf.closed() ? CLOSED : of(shelf.all(), words);
        }

        static Flags of(List<Resource> flags, Words words) {
            return new Flags(false, flags.stream().filter(f -> f.text("status").equals("active")).map(f -> new Alert(words.name(f.concept("code")), f.concepts("category").stream().anyMatch(c -> c.has("safety")))).distinct().toList());
        }
    }
}
