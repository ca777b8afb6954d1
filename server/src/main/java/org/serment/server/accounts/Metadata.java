package org.serment.server.accounts;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What programs read before they ask for a token: one document for OAuth (RFC 8414), OpenID Connect Discovery 1.0 and
/// SMART App Launch (`.well-known/smart-configuration`). Whatever isn't said here isn't done.
public final class Metadata {
    private Metadata() {}

    /// @param issuer our address, without a slash at its end
    public static String json(String issuer) {
        Map<String, Object> all = new HashMap<>(Map.of("issuer", issuer,
                "authorization_endpoint", issuer + "/oauth/authorize", "token_endpoint", issuer + "/oauth/token",
                "revocation_endpoint", issuer + "/oauth/revoke", "jwks_uri", issuer + "/oauth/jwks",
                "response_types_supported", List.of("code"), "response_modes_supported", List.of("query"),
                "grant_types_supported", List.of("authorization_code", "refresh_token", "client_credentials"),
                "code_challenge_methods_supported", List.of("S256"),
                "authorization_response_iss_parameter_supported", true));
        all.putAll(Map.of("token_endpoint_auth_methods_supported", List.of("none", "private_key_jwt"),
                "token_endpoint_auth_signing_alg_values_supported", TokenDoor.ALGORITHMS.stream().map(JWSAlgorithm::getName).toList(),
                "revocation_endpoint_auth_methods_supported", List.of("none"),
                "subject_types_supported", List.of("public"), "id_token_signing_alg_values_supported", List.of(JWSAlgorithm.EdDSA.getName()),
                "claims_supported", List.of("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "fhirUser"),
                "request_uri_parameter_supported", false,
                "scopes_supported", List.of("openid", "fhirUser", "online_access", "launch", "launch/patient", "user/*.cruds", "user/*.rs", "patient/*.rs", "system/*.cruds", "system/*.rs"),
                "capabilities", List.of("launch-ehr", "launch-standalone", "client-public", "client-confidential-asymmetric", "context-banner", "context-ehr-patient",
                        "context-ehr-encounter", "context-standalone-patient", "permission-v1", "permission-v2", "permission-user", "permission-patient", "permission-online")));
        return JSONObjectUtils.toJSONString(all);
    }
}
