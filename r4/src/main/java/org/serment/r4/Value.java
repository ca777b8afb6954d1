package org.serment.r4;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// One value by which a search finds a resource. `param` is the id of a [Param].
public sealed interface Value {
    int param();

    /// A code, identifier, contact point, boolean or string of a token parameter; also the `identifier` of a
    /// Reference, under the reference's parameter.
    ///
    /// @param system empty when there is none
    /// @param code   empty when only a text says what is meant: such a value counts for `:missing` alone
    /// @param text   the display or text, empty when there is none
    /// @param ofType for `:of-type`: `system|code|value` for each coding of an identifier's type
    record Token(int param, String system, String code, String text, List<String> ofType) implements Value {}

    /// A reference.
    ///
    /// @param type   the target's resource type, empty when the reference does not tell
    /// @param target `Type/id` (version cut off) for a relative reference, otherwise the absolute URL,
    ///               `urn:` or canonical as it stands
    record Ref(int param, String type, String target) implements Value {}

    /// A text as written; [Normal] makes it comparable.
    record Text(int param, String raw) implements Value {}

    /// A URI as written; a canonical with a version comes twice, with and without it.
    record Uri(int param, String uri) implements Value {}

    /// An interval of time, both ends included, to the microsecond; open ends are [Span#BEGIN] and [Span#END].
    record Moment(int param, Instant lo, Instant hi) implements Value {}

    /// A number, or an interval with both ends included; open ends are [#LEAST] and [#MOST].
    record Num(int param, BigDecimal lo, BigDecimal hi) implements Value {}

    /// A quantity, or an interval of one.
    ///
    /// @param system the unit's system, empty when there is none
    /// @param code   the unit's code, empty when there is none
    /// @param unit   the unit as people read it, empty when there is none
    record Qty(int param, String system, String code, String unit, BigDecimal lo, BigDecimal hi) implements Value {}

    /// Values that belong together, in the order of the composite's components, each under its own parameter.
    record Composite(int param, List<Value> parts) implements Value {}

    /// Below every number that the reader accepts.
    BigDecimal LEAST = new BigDecimal("-1E+401");

    /// Above every number that the reader accepts.
    BigDecimal MOST = new BigDecimal("1E+401");
}
