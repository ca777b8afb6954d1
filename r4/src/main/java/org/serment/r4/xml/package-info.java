/// FHIR XML (FHIR R4 "XML Representation") as a translation of FHIR JSON, in both directions, by the definitions that the
/// JSON reader works with. It judges no structure beyond what XML alone can get wrong: what it made of a document goes
/// through the JSON reader as any other body.
///
/// Start reading at [Xml].
package org.serment.r4.xml;
