package org.serment.server.oauth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.serment.kernel.access.Role;
import org.serment.kernel.access.Scope;
import org.serment.server.web.Texts;

/// One scope, in words.
///
/// @param text  key of the sentence; `{0}` is the kind of data
/// @param type  FHIR type; empty when the sentence needs none, `*` for all
/// @param only   the search that what is read or written must satisfy; empty when there is none
/// @param notable whether it changes something: shown apart from what only reads
record Permission(String text, String type, String only, boolean notable) {

    /// The sentences of some scopes, those that read first.
    static List<Permission> of(Collection<String> scopes) {
        List<Permission> all = new ArrayList<>();
        for (String scope : scopes.stream().sorted().toList()) {
            switch (scope) {
                case "openid" -> all.add(new Permission("oauth.can.know", "", "", false));
                case "fhirUser" -> all.add(new Permission("oauth.can.user", "", "", false));
                case "online_access" -> all.add(new Permission("oauth.can.stay", "", "", false));
                case "launch", "launch/patient" -> all.add(new Permission("oauth.can.patient", "", "", false));
                default -> Scope.of(scope).ifPresent(s -> data(all, s));
            }
        }
        return all.stream().distinct().sorted(Comparator.comparing(Permission::notable)).toList();
    }

    private static void data(List<Permission> all, Scope scope) {
        String only = URLDecoder.decode(scope.query().replace("&", ", ").replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
        if (scope.letters().matches(".*[rs].*")) all.add(new Permission("oauth.can.read", scope.type(), only, false));
        if (scope.letters().matches(".*[cu].*")) all.add(new Permission("oauth.can.write", scope.type(), only, true));
        if (scope.letters().contains("d")) all.add(new Permission("oauth.can.delete", scope.type(), only, true));
    }

    /// The sentence, for a reader of this role.
    String say(Texts texts, Role role) {
        if (type.isEmpty()) return texts.of(text);
        if (type.equals("*")) return texts.of(text, texts.of(role == Role.PATIENT ? "oauth.type.own" : "oauth.type.all"));
        String all = texts.of(text, texts.has("oauth.type." + type) ? texts.of("oauth.type." + type) : type);
        return only.isEmpty() ? all : texts.of("oauth.can.only", all, only);
    }
}
