package org.serment.server.vault;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/// An Ed25519 pair from its 32-byte seed (RFC 8032, 5.1.5).
final class Ed25519 {
    private Ed25519() {}

    static KeyPair pair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            // The JDK derives a public key only while it generates a pair: hand it the seed as its randomness.
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            KeyPair pair = generator.generateKeyPair();
            PrivateKey own = KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            if (!own.equals(pair.getPrivate())) throw new IllegalStateException("the JDK did not take the seed as it is");
            return pair;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final transient byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) throw new IllegalStateException("a seed of " + bytes.length + " bytes was asked for");
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
