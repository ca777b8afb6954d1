/// What FHIR R4 says, as data: JSON in and out, structure check, search values, owners.
///
/// This package is the whole public face; `define` holds the tables made from the published definitions,
/// `extract` the compiled paths of the search parameters.
///
/// It never speaks HTTP or SQL, never decides who may see what, and never puts a value of a resource
/// in an error: problems name a place and a rule.
///
/// Start with [org.serment.r4.Json] (bytes to a checked tree), then [org.serment.r4.Values]
/// (a tree to what a search finds it by) and [org.serment.r4.Owner] (whose resource it is).
package org.serment.r4;
