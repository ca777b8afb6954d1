package org.serment.server.fhir.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.serment.r4.Json;
import org.serment.r4.Limits;
import org.serment.server.record.Change;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Patch (RFC 6902) with its pointers (RFC 6901). Numbers keep their digits; `test` compares them as numbers.
public final class JsonPatch {
    /// Operations of a patch, values that it may copy.
    private static final int OPERATIONS = 1_000, COPIED = 200_000;
    private static final Limits LIMITS = new Limits(8 << 20, 64, 1);

    private JsonPatch() {}

    private enum Op { ADD, REMOVE, REPLACE, MOVE, COPY, TEST }

    private record Operation(Op op, List<String> path, List<String> from, Optional<JsonNode> value, String place) {
        Patch.Wrong wrong(String message) {
            return new Patch.Wrong("", "processing", place + ": " + message);
        }
    }

    public static Patch read(byte[] body) {
        var tree = Json.tree(body, LIMITS);
        if (!(tree.orElse(null) instanceof ArrayNode array)) return bad("a JSON Patch is an array of operations, in strict JSON");
        if (array.size() > OPERATIONS) return bad("a patch has at most " + OPERATIONS + " operations");
        try {
            var operations = new ArrayList<Operation>();
            for (var node : array) operations.add(operation(node, operations.size()));
            return new Patch.Ready(current -> {
                try {
                    return apply(operations, current) instanceof ObjectNode object ? new Change.Edited.Ok(object) : new Change.Edited.Not(new Patch.Wrong("", "processing", "the patch leaves no resource").problem());
                } catch (Patch.Wrong e) {
                    return new Change.Edited.Not(e.problem());
                }
            });
        } catch (Patch.Wrong e) {
            return new Patch.Bad(e.problem());
        }
    }

    private static Patch bad(String message) {
        return new Patch.Bad(new Patch.Wrong("", "structure", message).problem());
    }

    private static Operation operation(JsonNode node, int index) {
        var place = "operation " + index;
        var name = node.path("op").asString("");
        for (var op : Op.values()) {
            if (!op.name().toLowerCase(Locale.ROOT).equals(name)) continue;
            boolean from = op == Op.MOVE || op == Op.COPY, value = op == Op.ADD || op == Op.REPLACE || op == Op.TEST;
            if (value && !node.has("value")) throw new Patch.Wrong("", "required", place + " has no value");
            return new Operation(op, pointer(node, "path", place), from ? pointer(node, "from", place) : List.of(), value ? Optional.of(node.get("value")) : Optional.empty(), place);
        }
        throw new Patch.Wrong("", "structure", place + " is none of add, remove, replace, move, copy, test");
    }

    private static List<String> pointer(JsonNode node, String member, String place) {
        var text = node.path(member).isString() ? node.path(member).stringValue() : "x";
        if (text.isEmpty()) return List.of();
        if (!text.startsWith("/") || text.matches("(?s).*~(?![01]).*")) throw new Patch.Wrong("", "structure", place + ": its " + member + " is no JSON Pointer");
        return List.of(text.substring(1).split("/", -1)).stream().map(t -> t.replace("~1", "/").replace("~0", "~")).toList();
    }

    private static JsonNode apply(List<Operation> operations, JsonNode document) {
        var root = document;
        int budget = COPIED;
        for (var o : operations) root = switch (o.op) {
            case ADD -> add(root, o, o.value.orElseThrow().deepCopy());
            case REMOVE -> remove(root, o, o.path);
            case REPLACE -> {
                at(root, o, o.path);
                yield o.path.isEmpty() ? o.value.orElseThrow().deepCopy() : set(root, o, o.value.orElseThrow().deepCopy());
            }
            case MOVE -> {
                if (o.path.size() > o.from.size() && o.path.subList(0, o.from.size()).equals(o.from)) throw o.wrong("nothing moves into itself");
                var moved = at(root, o, o.from);
                yield o.path.equals(o.from) ? root : add(remove(root, o, o.from), o, moved);
            }
            case COPY -> {
                // copies of copies double a resource each time
                var copied = at(root, o, o.from);
                budget -= size(copied, budget);
                if (budget < 0) throw new Patch.Wrong("", "too-costly", o.place + ": the patch copies too much");
                yield add(root, o, copied.deepCopy());
            }
            case TEST -> {
                if (!same(at(root, o, o.path), o.value.orElseThrow())) throw o.wrong("the value is another");
                yield root;
            }
        };
        return root;
    }

    /// How many values it holds, counted as far as it matters.
    private static int size(JsonNode node, int most) {
        int size = 1;
        for (var child : node) {
            if (size > most) break;
            size += size(child, most - size);
        }
        return size;
    }

    private static JsonNode at(JsonNode root, Operation o, List<String> pointer) {
        var node = root;
        for (var token : pointer) node = switch (node) {
            case ObjectNode object when object.has(token) -> object.get(token);
            case ArrayNode array -> array.get(index(token, array.size() - 1, o));
            default -> throw o.wrong("there is no such place");
        };
        return node;
    }

    private static int index(String token, int last, Operation o) {
        int index = token.matches("0|[1-9][0-9]{0,7}") ? Integer.parseInt(token) : Integer.MAX_VALUE;
        if (index > last) throw o.wrong("there is no such place");
        return index;
    }

    private static JsonNode add(JsonNode root, Operation o, JsonNode value) {
        if (o.path.isEmpty()) return value;
        var token = o.path.getLast();
        switch (at(root, o, o.path.subList(0, o.path.size() - 1))) {
            case ObjectNode object -> object.set(token, value);
            case ArrayNode array when token.equals("-") -> array.add(value);
            case ArrayNode array -> array.insert(index(token, array.size(), o), value);
            default -> throw o.wrong("there is no such place");
        }
        return root;
    }

    private static JsonNode set(JsonNode root, Operation o, JsonNode value) {
        var token = o.path.getLast();
        switch (at(root, o, o.path.subList(0, o.path.size() - 1))) {
            case ObjectNode object -> object.set(token, value);
            case ArrayNode array -> array.set(index(token, array.size() - 1, o), value);
            default -> throw o.wrong("there is no such place");
        }
        return root;
    }

    private static JsonNode remove(JsonNode root, Operation o, List<String> pointer) {
        at(root, o, pointer);
        if (pointer.isEmpty()) throw o.wrong("the whole resource can't be removed");
        var token = pointer.getLast();
        switch (at(root, o, pointer.subList(0, pointer.size() - 1))) {
            case ObjectNode object -> object.remove(token);
            case ArrayNode array -> array.remove(index(token, array.size() - 1, o));
            default -> throw o.wrong("there is no such place");
        }
        return root;
    }

    /// RFC 6902 4.6: numbers are equal when their values are, objects whatever their order.
    private static boolean same(JsonNode a, JsonNode b) {
        return a.equals((x, y) -> x.isNumber() && y.isNumber() ? x.decimalValue().compareTo(y.decimalValue()) : x.equals(y) ? 0 : 1, b);
    }
}
