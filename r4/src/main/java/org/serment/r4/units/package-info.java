/// Units of measure: which amounts in different units are the same amount.
///
/// A table of our own holds the units that hospitals write (`units.tsv`); what it doesn't know is left as written. Start with
/// [org.serment.r4.units.Units].
package org.serment.r4.units;
