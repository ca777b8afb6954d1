package org.serment.r4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.serment.r4.define.Definitions;
import org.serment.r4.define.Shape;
import org.serment.r4.define.Table;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A resource with a part of its elements, marked SUBSETTED (FHIR R4 search.html 2.21.1.6.5, 2.21.1.6.6). Elements are kept or left
/// whole; type, id, meta and what R4 demands stay.
public final class Subset {
    private static final Map<String, Set<String>> SUMMARIES = summaries();

    private Subset() {}

    /// `_summary=true`
    public static ObjectNode summary(ObjectNode resource) {
        Set<String> kept = SUMMARIES.getOrDefault(type(resource), Set.of());
        return of(resource, kept::contains);
    }

    /// `_summary=text`
    public static ObjectNode text(ObjectNode resource) {
        return of(resource, "text"::equals);
    }

    /// `_summary=data`
    public static ObjectNode data(ObjectNode resource) {
        return of(resource, element -> !element.equals("text"));
    }

    /// `_elements`
    public static ObjectNode elements(ObjectNode resource, List<String> elements) {
        return of(resource, elements::contains);
    }

    /// Whether a type has an element of that name.
    public static boolean known(String type, String element) {
        return shape(type).fields().stream().anyMatch(f -> f.element().equals(element));
    }

    private static ObjectNode of(ObjectNode resource, Predicate<String> kept) {
        Shape shape = shape(type(resource));
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        resource.properties().forEach(property -> {
            String name = property.getKey();
            var field = shape.field(name);
            boolean demanded = (shape.required() >> field.bit() & 1) == 1 && !field.element().isEmpty();
            if (name.equals("resourceType") || field.element().equals("id") || field.element().equals("meta") || demanded || kept.test(field.element())) {
                part.set(name, property.getValue().deepCopy());
            }
        });
        ObjectNode meta = part.get("meta") instanceof ObjectNode there ? there : part.putObject("meta");
        meta.withArray("tag").addObject().put("system", "http://terminology.hl7.org/CodeSystem/v3-ObservationValue").put("code", "SUBSETTED");
        return part;
    }

    private static String type(ObjectNode resource) {
        return resource.path("resourceType").asString("");
    }

    private static Shape shape(String type) {
        return Definitions.r4().shape(type).orElseThrow(() -> new IllegalArgumentException("not a checked resource"));
    }

    private static Map<String, Set<String>> summaries() {
        Map<String, Set<String>> all = new HashMap<>();
        Table.rows("summary.tsv", 2).forEach(row -> all.put(row[0], Set.of(row[1].split(","))));
        return Map.copyOf(all);
    }
}
