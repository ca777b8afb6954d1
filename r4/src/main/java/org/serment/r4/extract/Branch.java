package org.serment.r4.extract;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A place in the tree of property names that a type's expressions make together: what to take here, and where to
/// go on. Filled by [Compiler], constant from then on.
final class Branch {
    private final List<Edge> edges = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Take> takes = new ArrayList<>();

    private record Edge(String property, boolean firstOnly, Branch next) {}

    private record Condition(String property, String text, Branch next) {}

    /// The branch at a property, made when it is not there yet.
    Branch child(String property, boolean firstOnly) {
        for (Edge edge : edges) {
            if (edge.property.equals(property) && edge.firstOnly == firstOnly) {
                return edge.next;
            }
        }
        Edge edge = new Edge(property, firstOnly, new Branch());
        edges.add(edge);
        return edge.next;
    }

    /// The branch for the objects here whose property is that text.
    Branch where(String property, String text) {
        for (Condition condition : conditions) {
            if (condition.property.equals(property) && condition.text.equals(text)) {
                return condition.next;
            }
        }
        Condition condition = new Condition(property, text, new Branch());
        conditions.add(condition);
        return condition.next;
    }

    void take(Take take) {
        takes.add(take);
    }

    /// Takes what is to be taken of one value (not an array) and of all below.
    void walk(JsonNode value, ObjectNode resource, Sink sink) {
        for (int i = 0; i < takes.size(); i++) {
            takes.get(i).from(value, resource, sink);
        }
        if (value instanceof ObjectNode object) {
            for (int i = 0; i < edges.size(); i++) {
                Edge edge = edges.get(i);
                JsonNode child = object.get(edge.property);
                if (child != null) {
                    follow(edge, child, resource, sink);
                }
            }
            for (int i = 0; i < conditions.size(); i++) {
                Condition condition = conditions.get(i);
                if (Read.text(object, condition.property).equals(condition.text)) {
                    condition.next.walk(object, resource, sink);
                }
            }
        }
    }

    private static void follow(Edge edge, JsonNode child, ObjectNode resource, Sink sink) {
        if (child instanceof ArrayNode array) {
            int end = edge.firstOnly ? Math.min(1, array.size()) : array.size();
            for (int i = 0; i < end; i++) {
                edge.next.walk(array.get(i), resource, sink);
            }
        } else {
            edge.next.walk(child, resource, sink);
        }
    }
}
