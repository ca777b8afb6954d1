package org.serment.r4.define;

/// The primitive types of R4 and what their values look like (FHIR R4 "Data Types").
public enum Primitive implements Content {
    BOOLEAN("boolean", Token.BOOLEAN), INTEGER("integer", Token.INTEGER), UNSIGNED_INT("unsignedInt", Token.INTEGER),
    POSITIVE_INT("positiveInt", Token.INTEGER), DECIMAL("decimal", Token.DECIMAL), STRING("string", Token.TEXT),
    MARKDOWN("markdown", Token.TEXT), CODE("code", Token.TEXT), ID("id", Token.TEXT), URI("uri", Token.TEXT),
    URL("url", Token.TEXT), CANONICAL("canonical", Token.TEXT), OID("oid", Token.TEXT), UUID("uuid", Token.TEXT),
    BASE64("base64Binary", Token.TEXT), DATE("date", Token.TEXT), DATE_TIME("dateTime", Token.TEXT),
    INSTANT("instant", Token.TEXT), TIME("time", Token.TEXT), XHTML("xhtml", Token.TEXT);

    /// The JSON token of a value.
    public enum Token { BOOLEAN, INTEGER, DECIMAL, TEXT }

    private final String type;
    private final Token token;

    Primitive(String type, Token token) {
        this.type = type;
        this.token = token;
    }

    public String type() {
        return type;
    }

    public Token token() {
        return token;
    }

    public static Primitive of(String type) {
        for (Primitive p : values()) {
            if (p.type.equals(type)) {
                return p;
            }
        }
        throw new IllegalArgumentException(type);
    }

    /// Whether that whole number is in the type's range.
    public boolean accepts(long value) {
        return switch (this) {
            case UNSIGNED_INT -> value >= 0 && value <= Integer.MAX_VALUE;
            case POSITIVE_INT -> value >= 1 && value <= Integer.MAX_VALUE;
            case BOOLEAN, INTEGER, DECIMAL, STRING, MARKDOWN, CODE, ID, URI, URL, CANONICAL, OID, UUID, BASE64, DATE,
                 DATE_TIME, INSTANT, TIME, XHTML -> value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
        };
    }

    /// Whether that text has the type's format.
    public boolean accepts(String text) {
        return switch (this) {
            case STRING, MARKDOWN, XHTML -> Formats.string(text);
            case CODE -> Formats.code(text);
            case ID -> Formats.id(text);
            case URI, URL, CANONICAL -> Formats.uri(text);
            case OID -> Formats.oid(text);
            case UUID -> Formats.uuid(text);
            case BASE64 -> Formats.base64(text);
            case DATE -> Formats.date(text);
            case DATE_TIME -> Formats.dateTime(text);
            case INSTANT -> Formats.instant(text);
            case TIME -> Formats.time(text);
            case BOOLEAN, INTEGER, UNSIGNED_INT, POSITIVE_INT, DECIMAL -> false;
        };
    }
}
