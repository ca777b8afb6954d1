package org.serment.r4.extract;

import java.util.ArrayList;
import java.util.List;
import org.serment.r4.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every combination of the components' values under one element.
record Composites(int param, List<Part> parts) implements Take {

    /// A component: its paths from the composite's element and those from the resource.
    record Part(Branch relative, Branch absolute) {}

    @Override
    public void from(JsonNode value, ObjectNode resource, Sink sink) {
        List<List<Value>> found = new ArrayList<>();
        for (Part part : parts) {
            List<Value> values = new ArrayList<>();
            part.relative.walk(value, resource, values::add);
            part.absolute.walk(resource, resource, values::add);
            if (values.isEmpty()) {
                return;
            }
            found.add(values);
        }
        combine(found, new ArrayList<>(), sink);
    }

    private void combine(List<List<Value>> found, List<Value> chosen, Sink sink) {
        if (chosen.size() == found.size()) {
            sink.add(new Value.Composite(param, List.copyOf(chosen)));
            return;
        }
        for (Value value : found.get(chosen.size())) {
            chosen.addLast(value);
            combine(found, chosen, sink);
            chosen.removeLast();
        }
    }
}
