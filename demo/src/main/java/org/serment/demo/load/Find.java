package org.serment.demo.load;

import java.net.URI;
import tools.jackson.databind.JsonNode;

/// Finds single resources through the FHIR door.
public final class Find implements AutoCloseable {

    /// A resource that was found.
    public record Found(JsonNode resource) {
        public String id() {
            return text("/id");
        }

        /// @param pointer a JSON Pointer (RFC 6901)
        public String text(String pointer) {
            return resource.at(pointer).asString("");
        }
    }

    private final Door door;

    /// @param base the FHIR base without a slash at its end
    public Find(URI base, Bearer bearer) {
        this.door = new Door(base, bearer);
    }

    /// The one resource that a search by identifier finds.
    ///
    /// @throws LoadFailed when there is none, or the server doesn't answer the search
    public Found one(String search) {
        return switch (door.search(search)) {
            case Door.Answer.Accepted found -> Door.first(found.body()).map(Found::new)
                    .orElseThrow(() -> new LoadFailed("nothing is found by " + search));
            case Door.Answer.Refused refused -> throw new LoadFailed("the search " + search + " was refused: " + refused.status() + " " + refused.why());
            case Door.Answer.Later later -> throw new LoadFailed("the server is away");
            case Door.Answer.Unknown unknown -> throw new LoadFailed("the server doesn't know the token");
        };
    }

    @Override
    public void close() {
        door.close();
    }
}
