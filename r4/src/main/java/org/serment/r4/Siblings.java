package org.serment.r4;

import java.util.Optional;
import org.serment.r4.define.Field;
import org.serment.r4.define.Shape;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Values of primitives and their `_` siblings must fit: one type of a choice, arrays of one length, nulls only
/// across from something.
final class Siblings {
    private Siblings() {}

    static void check(Shape shape, ObjectNode node, Place place, Findings findings) {
        for (var property : node.properties()) {
            Field field = shape.field(property.getKey());
            if (field == Field.UNKNOWN) {
                continue;
            }
            JsonNode partner = node.get(field.sibling() ? field.json().substring(1) : "_" + field.json());
            place.enter(field.element());
            if (property.getValue() instanceof ArrayNode array) {
                arrays(array, partner instanceof ArrayNode p ? Optional.of(p) : Optional.empty(), field, place, findings);
            }
            if (field.choice() && field.sibling() && partner == null && hasValueOf(field, shape, node)) {
                findings.add("structure", "more than one type of a choice");
            }
            place.leave();
        }
    }

    private static boolean hasValueOf(Field sibling, Shape shape, ObjectNode node) {
        return node.properties().stream().map(p -> shape.field(p.getKey()))
                .anyMatch(f -> f != Field.UNKNOWN && f.bit() == sibling.bit() && !f.sibling());
    }

    private static void arrays(ArrayNode array, Optional<ArrayNode> partner, Field field, Place place, Findings findings) {
        if (!field.sibling() && partner.isPresent() && partner.get().size() != array.size()) {
            findings.add("structure", "the arrays of values and of their extensions differ in length");
        }
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i).isNull() && (partner.isEmpty() || !partner.get().has(i) || partner.get().get(i).isNull())) {
                place.index(i);
                findings.add("structure", "null is not allowed here");
            }
        }
        place.index(-1);
    }
}
