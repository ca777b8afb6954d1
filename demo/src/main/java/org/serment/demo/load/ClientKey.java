package org.serment.demo.load;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/// The key by which a system client says who it is (RFC 7523, ES256), in a file that its owner alone reads.
public record ClientKey(ECKey key) {

    private static final int ASSERTION_SECONDS = 60;

    /// The key of the file; made when there is none.
    ///
    /// @throws IOException also when others may read the file
    public static ClientKey in(Path file) throws IOException {
        if (!Files.exists(file)) make(file);
        if (Files.getPosixFilePermissions(file).stream().anyMatch(each -> !each.name().startsWith("OWNER_")))
            throw new IOException(file + " holds a private key and must be readable by its owner alone (chmod 600)");
        try {
            return new ClientKey(ECKey.parse(Files.readString(file)));
        } catch (ParseException e) {
            throw new IOException(file + " holds no key that can be read", e);
        }
    }

    /// What the server must know of it: a JSON Web Key Set without the private part.
    public String publicJwks() {
        return new JWKSet(key.toPublicJWK()).toString(true);
    }

    /// A client assertion for a token endpoint.
    String assertion(String client, String audience, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(client).subject(client).audience(audience)
                .jwtID(UUID.randomUUID().toString()).issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(ASSERTION_SECONDS))).build();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static void make(Path file) throws IOException {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).keyIDFromThumbprint(true).generate();
            Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, key.toJSONString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Never shows the key.
    @Override
    public String toString() {
        return "ClientKey[" + key.getKeyID() + "]";
    }
}
