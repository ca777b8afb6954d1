package org.serment.demo;

/// What somebody of the demonstration signs in with. It lies in the demonstration's own directory, in clear: these people don't exist.
///
/// @param totp the secret of the authenticator application, in hexadecimal
record Ticket(String login, String password, String totp) {}
