package org.serment.server.subscriptions;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.serment.server.subscriptions.Subscriptions.Socket;

/// The web sockets that this process holds, by binding: one binding a socket and a subscription. The row of the subscriber says
/// which binding is the last one; the others are told nothing more.
final class Sockets {
    private final Map<UUID, Socket> bound = new ConcurrentHashMap<>();

    UUID bind(Socket socket) {
        var binding = UUID.randomUUID();
        bound.put(binding, socket);
        return binding;
    }

    Collection<UUID> bindings() {
        return List.copyOf(bound.keySet());
    }

    /// What can be sent now; nothing for a binding of another process, or of a socket that was closed.
    Optional<Channel> channel(UUID binding) {
        return Optional.ofNullable(bound.get(binding)).map(socket -> bundle -> {
            if (socket.send(bundle)) return true;
            bound.remove(binding);
            return false;
        });
    }

    void closed(Socket socket) {
        bound.values().removeIf(s -> s == socket);
    }
}
