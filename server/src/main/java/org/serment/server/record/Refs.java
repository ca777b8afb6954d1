package org.serment.server.record;

import java.util.regex.Pattern;
import org.serment.r4.Types;

/// What a `Reference.reference` of a request is (FHIR R4, references.html and http.html "Conditional References").
sealed interface Refs {
    /// `Type/id`
    ///
    /// @param version what followed as `/_history/…`; 0 for none, more than any resource has when it is no number
    record Local(String type, String reference, int version) implements Refs {}

    /// `Type?query`
    record Conditional(String type, String query) implements Refs {}

    /// `urn:uuid:…` or `urn:oid:…`: an entry of the same bundle
    record Entry(String urn) implements Refs {}

    /// A contained resource, or a server that isn't this one: kept as it stands.
    record Elsewhere() implements Refs {}

    record Malformed() implements Refs {}

    Pattern LOCAL = Pattern.compile("([A-Z][A-Za-z]{1,40})/([A-Za-z0-9\\-.]{1,64})(?:/_history/([A-Za-z0-9\\-.]{1,64}))?");

    static Refs of(String reference) {
        if (reference.startsWith("#") || reference.startsWith("http://") || reference.startsWith("https://")) return new Elsewhere();
        if (reference.startsWith("urn:")) return new Entry(reference);
        int question = reference.indexOf('?');
        if (question > 0 && Types.known(reference.substring(0, question)))
            return new Conditional(reference.substring(0, question), reference.substring(question + 1));
        var local = LOCAL.matcher(reference);
        return local.matches() && Types.known(local.group(1)) ? new Local(local.group(1), local.group(1) + '/' + local.group(2), version(local.group(3))) : new Malformed();
    }

    private static int version(String written) {
        return written == null ? 0 : written.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(written) : Integer.MAX_VALUE;
    }
}
