package org.serment.r4;

import java.math.BigDecimal;
import tools.jackson.databind.node.DecimalNode;

/// A decimal whose digits as they came (`1e2`, `-0.0`, `0.0000001`) differ from how Java writes the number.
final class Lexeme extends DecimalNode {
    private static final long serialVersionUID = 1;
    private static final int PLAIN_EXPONENT = -6;

    private final String text;

    private Lexeme(BigDecimal value, String text) {
        super(value);
        this.text = text;
    }

    /// A node that writes back exactly those digits.
    static DecimalNode of(String text) {
        BigDecimal value = new BigDecimal(text);
        return writesItself(value, text) ? DecimalNode.valueOf(value) : new Lexeme(value, text);
    }

    private static boolean writesItself(BigDecimal value, String text) {
        boolean plain = value.scale() >= 0 && value.precision() - value.scale() - 1 >= PLAIN_EXPONENT
                && text.indexOf('e') < 0 && text.indexOf('E') < 0;
        return plain && (value.signum() != 0 || text.charAt(0) != '-');
    }

    String text() {
        return text;
    }
}
