package org.serment.r4;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Whose resource it is, by a reviewed table of all types (`define/owners.tsv`).
///
/// References to a patient count as `Patient/id`. A `urn:` reference counts as it stands unless its `type` says
/// that it is no patient, so resolve those of a transaction first. Absolute URLs (another server's patient),
/// logical references and contained patients do not count.
public sealed interface Owner {
    /// No patient: a directory entry, knowledge, or a resource whose references name none.
    record Establishment() implements Owner {}

    /// The resource is a patient.
    record Self() implements Owner {}

    /// At least one patient, in the order found.
    record Patients(Set<String> references) implements Owner {
        public Patients {
            references = Collections.unmodifiableSet(new LinkedHashSet<>(references));
        }
    }

    /// A type that is never stored, or that the table does not list.
    record Refused() implements Owner {}

    /// The owner of a checked resource. Contained resources count with what they name.
    static Owner of(ObjectNode resource) {
        return Owners.of(resource);
    }

    /// Whether each patient that a reference finds by this parameter is one of those to whom the resource belongs.
    static boolean named(Param param) {
        return Owners.named(param);
    }
}
