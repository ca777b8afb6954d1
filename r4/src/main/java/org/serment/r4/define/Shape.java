package org.serment.r4.define;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The properties that a structure may and must have: of a resource, a data type or a backbone element.
///
/// Filled by [Definitions] before anyone else sees it, constant from then on.
public final class Shape implements Content {
    private final String path;
    private final boolean resource;
    private final Map<String, Field> fields = new HashMap<>();
    private final List<String> elements = new ArrayList<>();
    private long required;

    Shape(String path, boolean resource) {
        this.path = path;
        this.resource = resource;
    }

    /// A type's name, or the path of a backbone element such as `Patient.contact`.
    public String path() {
        return path;
    }

    public boolean isResource() {
        return resource;
    }

    /// The property of that JSON name.
    public Optional<Field> find(String json) {
        return Optional.ofNullable(fields.get(json));
    }

    /// The same for the reader's inner loop: [Field#UNKNOWN] when there is none.
    public Field field(String json) {
        return fields.getOrDefault(json, Field.UNKNOWN);
    }

    public Collection<Field> fields() {
        return fields.values();
    }

    /// Bits of the elements that must be there.
    public long required() {
        return required;
    }

    /// The FHIRPath name of the element with that bit.
    public String element(int bit) {
        return elements.get(bit);
    }

    int element(String name, boolean mandatory) {
        int bit = elements.size();
        if (bit >= Long.SIZE) {
            throw new IllegalStateException("more than 64 elements: " + path);
        }
        elements.add(name);
        if (mandatory) {
            required |= 1L << bit;
        }
        return bit;
    }

    void add(Field field) {
        fields.put(field.json(), field);
    }

    @Override
    public String toString() {
        return path;
    }
}
