/// The R4 definitions as tables, read once from the resources of this package: shapes of types,
/// search parameters, the Patient compartment.
///
/// The tables are made from the published definitions by `Generate` (test sources), and a test compares them.
/// Nothing here looks at a resource. Start with [org.serment.r4.define.Definitions].
package org.serment.r4.define;
