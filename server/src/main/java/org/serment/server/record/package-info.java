/// The record: every FHIR resource of the hospital, sealed, versioned and found again without being read.
///
/// It owns the tables of `V2__record.sql` and their SQL. Every public method that touches patient data takes a
/// [org.serment.server.gate.Permit]; bodies are sealed and opened by the vault, and no method returns a body that the
/// permit does not cover. It never decides who may see, never writes the journal and knows no HTTP.
///
/// Start reading at [Record]; then [Reading], [Writing] and [Searching]; [Terms] says what is hashed into the index. A search goes from
/// [QueryReader] to a [Query], through [Finder], [Legs] and [Chains] to [SearchSql], and back through [Rechecks], [Sorting], [Including].
package org.serment.server.record;
