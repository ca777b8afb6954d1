package org.serment.kernel.identity;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/// Who asks, as an access token says it: no role, no posting, no name. Those are facts, read anew for
/// each request.
///
/// @param tenant the establishment's number, from 1
/// @param account the account's number in the establishment
/// @param client the client (program) that the token was given to
/// @param machine true for a system client, which acts for no person
/// @param scopes SMART App Launch v2 scopes, such as `user/*.rs`; they narrow what facts grant
/// @param patient the patient for whom the application was opened, by number: the only one that scopes `patient/…` speak of
public record Actor(int tenant, long account, String client, boolean machine, Set<String> scopes, OptionalLong patient) {

    public Actor {
        Objects.requireNonNull(client);
        scopes = Set.copyOf(scopes);
    }

    public Actor(int tenant, long account, String client, boolean machine, Set<String> scopes) {
        this(tenant, account, client, machine, scopes, OptionalLong.empty());
    }
}
