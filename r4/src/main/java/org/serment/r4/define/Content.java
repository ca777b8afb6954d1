package org.serment.r4.define;

/// What an element holds: a primitive, a structure, or any resource.
public sealed interface Content permits Primitive, Shape, Content.AnyResource {
    /// An element whose value is a whole resource (`contained`, `Bundle.entry.resource`).
    record AnyResource() implements Content {}
}
