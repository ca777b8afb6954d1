package org.serment.server.vault;

import java.security.KeyPair;
import org.serment.kernel.seal.Key;

/// Where root keys come from. They never enter the database; whoever holds only the database opens nothing.
public interface KeyProvider {

    /// The epoch whose key wraps new record keys.
    int epoch();

    /// The key that wraps the record keys of `epoch`.
    ///
    /// @throws Locked when that epoch's key is not, or no longer, here
    Key epochKey(int epoch);

    /// The parent of the index keys; each establishment has its own below it.
    Key index();

    /// The key that seals journal entries: independent of all record keys.
    Key journal();

    /// The key that seals page links.
    Key cursor();

    /// The Ed25519 key that signs the journal's checkpoints.
    KeyPair checkpointSigner();

    /// The Ed25519 key that signs access tokens.
    KeyPair tokenSigner();
}
