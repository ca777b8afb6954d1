package org.serment.demo;

import java.util.List;
import java.util.Set;
import org.serment.kernel.identity.Actor;

/// An account of the demonstration.
///
/// @param who   name and function; of a patient only the address of the record
/// @param patients addresses of patients that say something about the account: those in its care, or its own
record Player(String login, String who, String unit, int tenant, long account, String client, boolean machine,
              List<String> scopes, List<String> patients) {

    static final int TENANT = 1;
    static final String PEOPLE = "demonstration";

    Actor actor() {
        return new Actor(tenant, account, client, machine, Set.copyOf(scopes));
    }
}
