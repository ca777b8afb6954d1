/// Terminology that comes with R4: HL7's own code systems and the value sets of the specification, from compact tables.
/// Nothing is read before [Terms#r4] is first asked for. It owns no content of others (SNOMED CT, LOINC, UCUM, ISO): a
/// value set that needs some says so.
///
/// Start reading at [Terms].
package org.serment.r4.terms;
