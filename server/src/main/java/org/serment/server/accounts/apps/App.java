package org.serment.server.accounts.apps;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.serment.kernel.access.Scope;

/// An application that people may let act in their name. It holds no secret (a public client, RFC 6749, 2.1).
///
/// @param app       its client id
/// @param redirects where answers may go; compared character by character
/// @param scopes    what it may ask for
/// @param launch    where it opens from a patient's record; empty when it doesn't
/// @param ended     no longer served
public record App(String app, int tenant, String name, List<String> redirects, Set<String> scopes, String launch, boolean ended) {

    /// Who the person is, to stay connected as long as the person is signed in, to be opened from a record, to have a patient chosen
    /// (SMART App Launch). All others say what may be read or written.
    public static final Set<String> OTHERS = Set.of("openid", "fhirUser", "online_access", "launch", "launch/patient");

    private static final int LONGEST = 300;

    public App {
        redirects = List.copyOf(redirects);
        scopes = Set.copyOf(scopes);
    }

    /// Whether an application may be registered for this scope.
    public static boolean scope(String text) {
        return OTHERS.contains(text) || Scope.of(text).filter(s -> !s.context().equals("system")).isPresent();
    }

    /// Whether it may ask for that: it is registered for it, or for more.
    public boolean mayAsk(String scope) {
        return scopes.contains(scope) || Scope.of(scope).filter(asked -> scopes.stream().map(Scope::of).flatMap(Optional::stream).anyMatch(asked::within)).isPresent();
    }

    /// Whether answers may be sent there: `https`, or this machine itself by its address (RFC 8252, 7.3), without a fragment.
    public static boolean redirect(String text) {
        return uri(text).filter(u -> u.getHost() != null && u.getRawFragment() == null && u.getRawUserInfo() == null)
                .filter(u -> "https".equals(u.getScheme()) || "http".equals(u.getScheme()) && Set.of("127.0.0.1", "[::1]").contains(u.getHost()))
                .isPresent();
    }

    /// `scheme://host:port` of an address, as browsers write it.
    public static String origin(String address) {
        URI u = URI.create(address);
        boolean usual = u.getPort() < 0 || u.getPort() == ("https".equals(u.getScheme()) ? 443 : 80);
        return u.getScheme() + "://" + u.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + u.getPort());
    }

    private static Optional<URI> uri(String text) {
        try {
            return text.length() > LONGEST || !text.matches("[!-~]+") ? Optional.empty() : Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
