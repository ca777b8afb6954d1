/// # credentials: how a person proves to be one of the accounts
///
/// Owns passwords, one-time codes, passkeys, recovery and enrolment codes, failed attempts and sessions, in tables of its own.
/// Secrets are sealed and codes hashed by [org.serment.server.vault.Secrets]: the tables alone give nothing to guess at.
///
/// It knows no HTTP, and never says why an attempt failed. It decides nothing about patients: whoever has signed in still
/// passes the gate for everything.
///
/// Start reading at [org.serment.server.credentials.Factors], then [org.serment.server.credentials.Attempts] and
/// [org.serment.server.credentials.Sessions].
package org.serment.server.credentials;
