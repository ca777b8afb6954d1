package org.serment.demo.load;

/// Where the tokens of a client come from.
public interface Bearer {

    /// A token that should be good now.
    String token();

    /// Is told that the server didn't take a token.
    void refused(String token);
}
