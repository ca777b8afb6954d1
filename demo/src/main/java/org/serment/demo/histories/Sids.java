package org.serment.demo.histories;

import tools.jackson.databind.node.ObjectNode;

/// Identifier systems that the demonstration uses, and conditional references by them.
public final class Sids {

    /// The histories' own identifiers, as Synthea gives them: they carry conditional references.
    public static final String SYNTHEA = "https://github.com/synthetichealth/synthea";
    public static final String NPI = "http://hl7.org/fhir/sid/us-npi";
    public static final String RPPS = "https://rpps.esante.gouv.fr";
    /// An establishment: `1` and its FINESS number.
    public static final String STRUCTURE = "urn:oid:1.2.250.1.71.4.2.2";
    public static final String INS_TEST = "urn:oid:1.2.250.1.213.1.4.10";

    /// The fictional hospital's own branch: object identifiers under 2.25 are free for everybody's UUID.
    private static final String HOSPITAL = "urn:oid:2.25.121106410868202386453826518406166031508";
    /// A patient's number in the hospital (IPP).
    public static final String IPP = HOSPITAL + ".1";
    /// A stay's number (NDA).
    public static final String STAY = HOSPITAL + ".2";
    /// A unit's code (UF).
    public static final String UNIT = HOSPITAL + ".3";
    /// A room or a bed.
    public static final String BED = HOSPITAL + ".4";
    /// A post held by a professional.
    public static final String POST = HOSPITAL + ".5";
    /// A claim and its group.
    public static final String CLAIM = HOSPITAL + ".6";
    /// A measure taken at the bedside.
    public static final String MEASURE = HOSPITAL + ".7";

    private Sids() {}

    /// `Type?identifier=system|value`, which a server resolves within a transaction.
    public static String reference(String type, String system, String value) {
        return type + "?identifier=" + system + "|" + value;
    }

    static ObjectNode identifier(String system, String value) {
        return Tree.object("system", system, "value", value);
    }
}
