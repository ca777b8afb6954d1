package org.serment.server.subscriptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The catalogue, reviewed and shipped: `topics.json`.
final class Topics {
    private static final String BASE = "https://serment.org/fhir/SubscriptionTopic/";

    private final List<Topic> all;

    private Topics(List<Topic> all) {
        this.all = all;
    }

    static Topics shipped() {
        try (var in = Topics.class.getResourceAsStream("topics.json")) {
            var topics = new ArrayList<Topic>();
            for (JsonNode node : new JsonMapper().readTree(in)) topics.add(read(node));
            return new Topics(List.copyOf(topics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Topic> all() {
        return all;
    }

    Optional<Topic> find(String canonical) {
        return all.stream().filter(t -> t.url().equals(canonical)).findFirst();
    }

    private static Topic read(JsonNode node) {
        var type = node.get("resource").stringValue();
        var filters = new ArrayList<String>();
        for (JsonNode f : node.get("filters")) filters.add(f.stringValue());
        var search = node.get("current").stringValue();
        var current = search.isEmpty() ? Criteria.none() : Criteria.read(type, search, Optional.empty()).orElseThrow(() -> new IllegalStateException("a topic's trigger can't be read"));
        // a filter that can't be read would refuse every subscriber who uses it
        for (var f : filters) Criteria.read(type, f + "=x", Optional.of(filters)).orElseThrow(() -> new IllegalStateException("a topic's filter can't be read"));
        return new Topic(BASE + node.get("name").stringValue(), node.get("title").stringValue(), type, current, node.get("becomes").booleanValue(), filters);
    }
}
