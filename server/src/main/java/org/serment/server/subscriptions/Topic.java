package org.serment.server.subscriptions;

import java.util.List;
import java.util.Optional;
import org.serment.server.record.Found;

/// What can be subscribed to (R5 SubscriptionTopic, with one resource trigger).
///
/// @param url     its canonical
/// @param type    the resource type it watches: whatever creates or changes one
/// @param current what the version must satisfy
/// @param becomes whether the version before must not have satisfied it: only the change counts
/// @param filters search parameters that subscribers may narrow it by
public record Topic(String url, String title, String type, Criteria current, boolean becomes, List<String> filters) {
    public Topic {
        filters = List.copyOf(filters);
    }

    /// @param before the version that was replaced
    boolean triggered(Found now, Optional<Found> before) {
        return current.accept(now) && !(becomes && before.filter(current::accept).isPresent());
    }
}
