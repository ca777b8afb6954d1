package org.serment.r4.extract;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns one value of a resource into search values.
interface Take {
    void from(JsonNode value, ObjectNode resource, Sink sink);
}
