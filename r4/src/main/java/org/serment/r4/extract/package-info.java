/// From a resource to the values a search finds it by.
///
/// The FHIRPath expressions of the standard search parameters use a small part of the language: paths, unions,
/// `as`, `where(element='text')`, `where(resolve() is Type)`, `[0]`. `Expression` reads that part, `Compiler`
/// merges all expressions of a type into one tree of property names, and `Branch` walks a resource along it once.
///
/// Nothing here knows how values are stored or hidden. Start with [org.serment.r4.extract.Extractor].
package org.serment.r4.extract;
