package org.serment.r4.extract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.serment.r4.TooManyValues;
import org.serment.r4.Types;
import org.serment.r4.Value;
import tools.jackson.databind.node.ObjectNode;

/// All search values of a resource, by the trees compiled for its type.
public final class Extractor {
    /// Parameters that the store answers from a resource's own row: they give no value here.
    static final Set<String> ANSWERED_ELSEWHERE = Set.of("_id", "_lastUpdated");

    private static final int MOST = 500_000;

    private static final Map<String, Branch> BRANCHES = compile();

    private Extractor() {}

    /// The values, each once, in the order of the tree. Throws [TooManyValues] beyond 500,000. The resource must have passed the strict reader.
    public static List<Value> values(ObjectNode resource) {
        Branch branch = BRANCHES.get(Read.text(resource, "resourceType"));
        if (branch == null) {
            throw new IllegalArgumentException("not a checked resource");
        }
        Set<Value> found = new LinkedHashSet<>();
        branch.walk(resource, resource, value -> {
            if (found.size() >= MOST) {
                throw new TooManyValues(value.param());
            }
            found.add(value);
        });
        return new ArrayList<>(found);
    }

    private static Map<String, Branch> compile() {
        Map<String, Branch> branches = new HashMap<>();
        Types.names().forEach(type -> branches.put(type, Compiler.compile(type)));
        return branches;
    }
}
