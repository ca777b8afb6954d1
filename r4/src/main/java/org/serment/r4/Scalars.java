package org.serment.r4;

import org.serment.r4.define.Primitive;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/// Reads the value of a primitive and checks its token, format and range.
final class Scalars {
    static final int DIGITS = 64;
    private static final int EXPONENT = 400;
    private static final int INTEGER = 11;

    private Scalars() {}

    static JsonNode read(JsonParser in, Primitive primitive, Findings findings) {
        JsonToken token = in.currentToken();
        boolean right = switch (primitive.token()) {
            case BOOLEAN -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT;
            case DECIMAL -> token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
            case TEXT -> token == JsonToken.VALUE_STRING;
        };
        if (!right) {
            findings.add("structure", wanted(primitive, token));
            in.skipChildren();
            return NullNode.instance;
        }
        return switch (primitive.token()) {
            case BOOLEAN -> BooleanNode.valueOf(token == JsonToken.VALUE_TRUE);
            case INTEGER -> integer(in.getString(), primitive, findings);
            case DECIMAL -> decimal(in.getString(), findings);
            case TEXT -> text(in.getString(), primitive, findings);
        };
    }

    private static String wanted(Primitive primitive, JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return "null is not allowed here";
        }
        if (token == JsonToken.START_ARRAY) {
            return "must not be an array";
        }
        return switch (primitive.token()) {
            case BOOLEAN -> "must be true or false";
            case INTEGER -> "must be a whole number";
            case DECIMAL -> "must be a number";
            case TEXT -> "must be a string";
        };
    }

    private static JsonNode text(String text, Primitive primitive, Findings findings) {
        if (!primitive.accepts(text)) {
            findings.add("value", "not a valid " + primitive.type());
        }
        return StringNode.valueOf(text);
    }

    private static JsonNode integer(String text, Primitive primitive, Findings findings) {
        if (text.length() > INTEGER || text.equals("-0") || !primitive.accepts(Long.parseLong(text))) {
            findings.add("value", "not a valid " + primitive.type());
            return NullNode.instance;
        }
        return IntNode.valueOf(Integer.parseInt(text));
    }

    private static JsonNode decimal(String text, Findings findings) {
        if (text.length() > DIGITS || !inRange(text)) {
            findings.add("value", "a decimal has at most " + DIGITS + " characters and a magnitude below 1E+" + EXPONENT);
            return NullNode.instance;
        }
        return Lexeme.of(text);
    }

    /// Exponents are looked at before the number is made: a huge one must cost nothing.
    static boolean inRange(String text) {
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e < 0) {
            return true;
        }
        String exponent = text.substring(text.charAt(e + 1) == '+' ? e + 2 : e + 1);
        return exponent.length() <= 4 && Math.abs(Integer.parseInt(exponent)) + e < EXPONENT;
    }
}
