package org.serment.kernel.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The rights of an establishment, as data. Whatever no rule grants is refused.
public final class Policy {

    private final List<Rule> rules;
    private final String hash;

    public Policy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (Rule rule : rules) {
            if (!ids.add(rule.id())) throw new IllegalArgumentException("two rules " + rule.id());
        }
        this.hash = sha256(text());
    }

    public List<Rule> rules() {
        return rules;
    }

    /// SHA-256 of [#text()], in hexadecimal: which policy a decision was made under.
    public String hash() {
        return hash;
    }

    /// One line a rule, fields parted by `|`, sets sorted: the form to read, to sign and to hash.
    public String text() {
        return rules.stream().map(Policy::line).collect(Collectors.joining());
    }

    private static String line(Rule rule) {
        return String.join("|", rule.id(), rule.basis(), names(rule.roles()), names(rule.actions()),
                names(rule.purposes()), (rule.types().except() ? "except " : "only ") + names(rule.types().names()),
                rule.tie().name(), names(rule.guards()), names(rule.obligations())) + "\n";
    }

    private static String names(Collection<?> values) {
        return values.stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
