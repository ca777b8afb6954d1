package org.serment.server.oauth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.serment.kernel.access.Role;
import org.serment.server.web.Texts;

/// One scope, in words.
///
/// @param text  key of the sentence; `{0}` is the kind of data
/// @param type  FHIR type; empty when the sentence needs none, `*` for all
/// @param notable whether it changes something: shown apart from what only reads
record Permission(String text, String type, boolean notable) {

    /// The sentences of some scopes, those that read first.
    static List<Permission> of(Collection<String> scopes) {
        List<Permission> all = new ArrayList<>();
        for (String scope : scopes.stream().sorted().toList()) {
            switch (scope) {
                case "openid" -> all.add(new Permission("oauth.can.know", "", false));
                case "online_access" -> all.add(new Permission("oauth.can.stay", "", false));
                default -> data(all, scope.substring(scope.indexOf('/') + 1, scope.lastIndexOf('.')), scope.substring(scope.lastIndexOf('.') + 1));
            }
        }
        return all.stream().distinct().sorted(Comparator.comparing(Permission::notable)).toList();
    }

    private static void data(List<Permission> all, String type, String letters) {
        if (letters.contains("r") || letters.contains("s")) all.add(new Permission("oauth.can.read", type, false));
        if (letters.contains("c") || letters.contains("u")) all.add(new Permission("oauth.can.write", type, true));
        if (letters.contains("d")) all.add(new Permission("oauth.can.delete", type, true));
    }

    /// The sentence, for a reader of this role.
    String say(Texts texts, Role role) {
        if (type.isEmpty()) return texts.of(text);
        if (type.equals("*")) return texts.of(text, texts.of(role == Role.PATIENT ? "oauth.type.own" : "oauth.type.all"));
        return texts.of(text, texts.has("oauth.type." + type) ? texts.of("oauth.type." + type) : type);
    }
}
