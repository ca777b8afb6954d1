package org.serment.server.db;

import java.util.List;

/// What the parts of one round trip read.
public final class Answers {
    private final List<? extends Part<?>> parts;
    private final List<Object> values;

    Answers(List<? extends Part<?>> parts, List<Object> values) {
        this.parts = parts;
        this.values = values;
    }

    /// What `part` read. It must be the very object that was sent.
    @SuppressWarnings("unchecked") // the value at the place of a Part<T> was made by its Reader<T>
    public <T> T of(Part<T> part) {
        for (int i = 0; i < parts.size(); i++) if (parts.get(i) == part) return (T) values.get(i);
        throw new IllegalArgumentException("this part was not sent");
    }
}
