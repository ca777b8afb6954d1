package org.serment.server.fhir;

import java.io.IOException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// An operation of the door (FHIR R4 operations.html).
///
/// @param name       with its `$`
/// @param definition the canonical URL of its OperationDefinition there
/// @param offered    whether it is offered there: on the system, a type, an instance
/// @param methods    GET where nothing changes and all parameters are primitive, POST always
record Operation(String name, Function<Route.Operation, String> definition, Predicate<Route.Operation> offered, Set<String> methods, Work work) {
    Operation(String name, String definition, Predicate<Route.Operation> offered, Set<String> methods, Work work) {
        this(name, _ -> definition, offered, methods, work);
    }

    /// What it does.
    interface Work {
        Answer answer(Call call, Route.Operation at) throws IOException;
    }
}
