package org.serment.r4.units;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// An exact fraction; the denominator is positive.
record Ratio(BigInteger over, BigInteger under) {
    static final Ratio ONE = new Ratio(BigInteger.ONE, BigInteger.ONE);
    /// Digits that are kept of what has no end: far more than any measure has.
    private static final MathContext DIGITS = new MathContext(40, RoundingMode.HALF_EVEN);

    static Ratio of(BigDecimal value) {
        return value.scale() <= 0 ? new Ratio(value.toBigIntegerExact(), BigInteger.ONE)
                : new Ratio(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    /// `12.5` or `1/100`.
    static Ratio parse(String text) {
        int slash = text.indexOf('/');
        return slash < 0 ? of(new BigDecimal(text))
                : new Ratio(new BigInteger(text.substring(0, slash)), new BigInteger(text.substring(slash + 1)));
    }

    Ratio times(Ratio other) {
        BigInteger a = over.multiply(other.over);
        BigInteger b = under.multiply(other.under);
        BigInteger common = a.gcd(b);
        return common.signum() == 0 ? new Ratio(BigInteger.ZERO, BigInteger.ONE) : new Ratio(a.divide(common), b.divide(common));
    }

    Ratio plus(Ratio other) {
        return new Ratio(over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under)).times(ONE);
    }

    /// Only of what isn't zero.
    Ratio inverse() {
        return over.signum() < 0 ? new Ratio(under.negate(), over.negate()) : new Ratio(under, over);
    }

    Ratio power(int n) {
        Ratio base = n < 0 ? inverse() : this;
        return new Ratio(base.over.pow(Math.abs(n)), base.under.pow(Math.abs(n)));
    }

    /// The same number gives the same digits, however it came about.
    BigDecimal decimal() {
        return new BigDecimal(over).divide(new BigDecimal(under), DIGITS).stripTrailingZeros();
    }
}
