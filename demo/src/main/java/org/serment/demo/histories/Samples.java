package org.serment.demo.histories;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What the laboratory finds in the blood of somebody in a bed: usual analytes with the laboratory's reference ranges, in
/// the units of the histories, so that old and new values make one curve. Some are out of range and stay so.
final class Samples {

    /// @param low   of the reference range
    /// @param high  of the reference range; a low of zero means that only the high one counts
    /// @param grave beyond this the laboratory calls
    record Analyte(String code, String name, double low, double high, double grave, int digits, String unit, String ucum) {}

    private static final List<Analyte> ALL = List.of(
            new Analyte("2951-2", "Sodium [Moles/volume] in Serum or Plasma", 136, 145, 160, 0, "mmol/L", "mmol/L"),
            new Analyte("2823-3", "Potassium [Moles/volume] in Serum or Plasma", 3.5, 5.0, 6.2, 1, "mmol/L", "mmol/L"),
            new Analyte("2075-0", "Chloride [Moles/volume] in Serum or Plasma", 98, 107, 125, 0, "mmol/L", "mmol/L"),
            new Analyte("3094-0", "Urea nitrogen [Mass/volume] in Serum or Plasma", 8, 21, 80, 0, "mg/dL", "mg/dL"),
            new Analyte("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", 0.6, 1.2, 5, 2, "mg/dL", "mg/dL"),
            new Analyte("2345-7", "Glucose [Mass/volume] in Serum or Plasma", 70, 110, 350, 0, "mg/dL", "mg/dL"),
            new Analyte("17861-6", "Calcium [Mass/volume] in Serum or Plasma", 8.6, 10.2, 13, 1, "mg/dL", "mg/dL"),
            new Analyte("6690-2", "Leukocytes [#/volume] in Blood by Automated count", 4.0, 10.0, 30, 1, "10*3/uL", "10*3/uL"),
            new Analyte("718-7", "Hemoglobin [Mass/volume] in Blood", 12.0, 16.0, 20, 1, "g/dL", "g/dL"),
            new Analyte("777-3", "Platelets [#/volume] in Blood by Automated count", 150, 400, 900, 0, "10*3/uL", "10*3/uL"),
            new Analyte("1988-5", "C reactive protein [Mass/volume] in Serum or Plasma", 0, 5.0, 200, 1, "mg/L", "mg/L"));
    private static final Analyte TROPONIN = new Analyte("89579-7", "Troponin I.cardiac [Mass/volume] in Serum or Plasma by High sensitivity method", 0, 16, 100, 0, "ng/L", "ng/L");
    private static final double OUT = 0.22;

    private final List<Analyte> analytes;
    private final List<Double> usual = new ArrayList<>();

    private Samples(List<Analyte> analytes, Draw draw) {
        this.analytes = analytes;
        for (Analyte one : analytes) usual.add(level(one, draw));
    }

    static Samples of(long seed, Stays.Stay stay) {
        List<Analyte> analytes = new ArrayList<>(ALL);
        if (stay.bed().unit().code().equals(Hospital.CARDIOLOGY)) analytes.add(TROPONIN);
        return new Samples(List.copyOf(analytes), Draw.of(seed, "samples/" + stay.patient().id()));
    }

    List<Analyte> analytes() {
        return analytes;
    }

    /// Around which values lie: within the range, or a good part of it beyond.
    private static double level(Analyte one, Draw draw) {
        double width = one.high - one.low;
        if (!draw.chance(OUT)) return one.low + width * draw.between(20, 80) / 100;
        boolean below = one.low > 0 && draw.chance(0.4);
        return below ? one.low - Math.min(width, one.low) * draw.between(8, 30) / 100 : one.high + width * draw.between(10, one.low == 0 ? 900 : 90) / 100;
    }

    /// The members of a result that only the value has.
    ObjectNode result(Analyte one, Draw draw) {
        double level = usual.get(analytes.indexOf(one));
        BigDecimal value = BigDecimal.valueOf(level + (one.high - one.low) * draw.between(-6, 6) / 100).max(BigDecimal.ZERO).setScale(one.digits, RoundingMode.HALF_UP);
        ObjectNode range = one.low == 0 ? Tree.object("high", bound(one, one.high)) : Tree.object("low", bound(one, one.low), "high", bound(one, one.high));
        String code = code(one, value.doubleValue());
        return Tree.object("valueQuantity", StayBundle.quantity(value, one.unit, one.ucum),
                "interpretation", Tree.array(Tree.object("coding", Tree.array(Tree.object(
                        "system", "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "code", code)))),
                "referenceRange", Tree.array(range));
    }

    private static String code(Analyte one, double value) {
        if (value > one.grave) return "HH";
        if (value > one.high) return "H";
        return value < one.low ? "L" : "N";
    }

    private static ObjectNode bound(Analyte one, double value) {
        return StayBundle.quantity(BigDecimal.valueOf(value).setScale(one.digits, RoundingMode.HALF_UP), one.unit, one.ucum);
    }
}
