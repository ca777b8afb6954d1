package org.serment.server.db;

/// A role of the database and its password. Never prints the password.
public record Login(String user, String password) {
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
