package org.serment.r4.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    private static Optional<Units.Canonical> of(String value, String unit) {
        return Units.canonical(new BigDecimal(value), unit);
    }

    @ParameterizedTest
    @CsvSource({"1,g,1000,mg", "5.4,mmol/L,0.0054,mol/L", "1,/min,60,/h", "60,/min,1,Hz", "37,Cel,310.15,K", "98.6,[degF],37,Cel", "120,mm[Hg],15.99864,kPa",
            "4.5,10*12/L,4500000,/uL", "7,10*3/uL,7,10*9/L", "1,mL/min/{1.73_m2},1,mL/min", "100,%,1,1", "1,[lb_av],453.59237,g", "2,(m/s)/(s/m),2,m2/s2",
            "1,m2,10000,cm2", "3,{beats}/min,3,/min", "1,U/L,1,umol/min/L", "1,[IU]/L,1,[iU]/L", "1,kg/m2,1,g/dm2.10*1"})
    void oneAmountHasTheSameDigitsInEveryUnit(String a, String unit, String b, String other) {
        assertTrue(of(a, unit).isPresent(), unit);
        assertEquals(of(a, unit), of(b, other));
    }

    @ParameterizedTest
    @CsvSource({"mol/L,g/L", "mm[Hg],mm", "K,J", "/min,min", "mol,eq", "[iU],[arb'U]"})
    void whatCannotBeComparedIsKeptApart(String one, String other) {
        assertTrue(!of("1", one).orElseThrow().unit().equals(of("1", other).orElseThrow().unit()));
    }

    @ParameterizedTest
    @CsvSource({"mcg", "bpm", "''", "m//s", "10*999", "m99", "g.", "(g", "{x", "Cel/min", "Mmo", "kmin", "B[SPL]", "0", "m.0"})
    void whatIsNotKnownGivesNothing(String unit) {
        assertEquals(Optional.empty(), of("1", unit));
    }

    @Test
    void longTextsEndSoon() {
        for (var unit : List.of("(".repeat(50), "Ym30".repeat(12), "m.".repeat(24) + "m", "10*30.".repeat(8) + "1", "[".repeat(50))) Units.known(unit);
    }

    /// Against the UCUM library that HAPI uses, which rounds to the digits of its factors (2.54 has three): the same factor wherever both know the unit.
    @Test
    void factorsAreThoseOfUcum() throws UcumException {
        var ucum = new UcumEssenceService(UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml"));
        var compared = new ArrayList<String>();
        for (var pair : List.of("g mg", "kg g", "ug/L g/mL", "mmol/L mol/mL", "mL L", "h s", "d min", "wk h", "a d", "mo d", "mm[Hg] Pa", "cm[H2O] kPa", "kcal J", "[Cal] kJ",
                "U/L kat/L", "[in_i] cm", "[ft_i] m", "[mi_i] km", "[lb_av] kg", "[oz_av] g", "[gr] mg", "10*3/uL 10*9/L", "% 10*-3", "[ppth] %", "[ppm] 10*-9", "[ppb] [ppm]",
                "kPa bar", "atm Pa", "dyn N", "mV uV", "Hz kHz", "Gy mGy", "Sv mSv", "L/min mL/s", "m2 cm2", "m/s km/h", "mg/dL g/L", "fL L", "pg fg", "W kJ/h", "Ohm V/A", "F C/V",
                "t kg", "Bq kBq", "eq/L meq/L", "osm/kg mosm/kg", "/min /h", "kg/m2 g/cm2")) {
            var units = pair.split(" ");
            var theirs = new BigDecimal(ucum.convert(new Decimal("12.500000000000000"), units[0], units[1]).asDecimal());
            var a = of("12.5", units[0]).orElseThrow();
            var b = Units.canonical(theirs, units[1]).orElseThrow();
            assertEquals(a.unit(), b.unit(), pair);
            assertEquals(a.value().doubleValue(), b.value().doubleValue(), Math.abs(a.value().doubleValue()) * 6e-3, pair);
            compared.add(pair);
        }
        assertTrue(compared.size() > 40);
    }
}
