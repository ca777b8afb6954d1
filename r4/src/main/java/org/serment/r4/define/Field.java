package org.serment.r4.define;

/// One JSON property of a structure.
///
/// @param json     the property's name, such as `valueQuantity` or `_given`
/// @param element  the element's name in FHIRPath, such as `value` or `given`
/// @param type     the FHIR type, such as `Quantity`; `Resource` where any resource may stand
/// @param content  what the value must look like
/// @param sibling  whether this is the `_` property of a primitive
/// @param many     whether the value is an array
/// @param bit      number of the element in its shape; the types of a choice share one
/// @param choice   whether the element is a choice of types
/// @param system   the code system that a required binding implies for a code, otherwise empty
public record Field(String json, String element, String type, Content content, boolean sibling, boolean many, int bit,
                    boolean choice, String system) {
    /// What a shape answers for a property that it does not know.
    public static final Field UNKNOWN =
            new Field("", "", "", new Content.AnyResource(), false, false, 0, false, "");
}
