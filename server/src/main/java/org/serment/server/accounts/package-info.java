/// # accounts: who may knock
///
/// Owns accounts and their postings (`account`, `posting`), system clients (`client`, `assertion`), and access tokens.
///
/// A token says which account, client and session and no more; role, posting and revocation are facts that
/// [org.serment.server.accounts.Accounts#facts] reads anew for each request. It never decides, and never takes a
/// private key or a secret of a client.
///
/// Start reading at [org.serment.server.accounts.Authenticator] (who is this?), [org.serment.server.accounts.TokenDoor]
/// (how a program gets a token) and [org.serment.server.accounts.Accounts].
package org.serment.server.accounts;
