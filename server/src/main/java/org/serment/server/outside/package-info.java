/// # outside: people who sign in with a provider elsewhere
///
/// The door for whoever comes from Pro Santé Connect, a Keycloak or any other OpenID Connect provider that the operator named:
/// Spring's client, with state, nonce and PKCE kept in the session. It believes a signed token with the level of assurance that was
/// asked for, and then only an identity that an administrator has linked to an account ([org.serment.server.accounts.apps.Outsiders]).
/// It never makes an account, and what a provider says of a person's function decides nothing.
///
/// - [Outside] is the whole: a servlet for the two ways, a page for a refusal.
/// - [Providers] finds a provider's addresses when somebody wants to go there; one that is down keeps nobody else from signing in.
/// - [Vouching] takes what came back and says who it is, or why not.
package org.serment.server.outside;
