package org.serment.server.fhir;

import java.io.IOException;
import java.util.Set;
import java.util.function.Predicate;

/// An operation of the door (FHIR R4 operations.html).
///
/// @param name       with its `$`
/// @param definition the canonical URL of its OperationDefinition
/// @param offered    whether it is offered there: on the system, a type, an instance
/// @param methods    GET where nothing changes and all parameters are primitive, POST always
record Operation(String name, String definition, Predicate<Route.Operation> offered, Set<String> methods, Work work) {
    /// What it does.
    interface Work {
        Answer answer(Call call, Route.Operation at) throws IOException;
    }
}
