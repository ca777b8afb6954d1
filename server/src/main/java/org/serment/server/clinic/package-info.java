/// The clinicians' pages: my patients, a patient's record section by section, and the refusal that explains itself.
///
/// - Each page is one [Opening]: one pass of the gate, further types of the same hearing, one entry of the journal with all that is shown.
/// - It translates: FHIR resources ([Resource], [Measure], [When]) into small records, which templates in `src/main/jte/clinic` lay out.
///   It holds no rule of access and no SQL, writes nothing, and never shows a narrative (`text.div`) of a resource.
/// - The number of searches of a page is fixed, whatever the record holds.
/// - A record that is not open to me and one that doesn't exist are one page, made of what is known of me alone ([Refused]).
///
/// Start reading at [Clinic]; then [Opening], [Chart] and [Sections].
package org.serment.server.clinic;
