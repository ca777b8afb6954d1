package org.serment.server.fhir.socket;

import jakarta.servlet.ServletContext;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.serment.server.subscriptions.Subscriptions;

/// The web socket of the guide "Subscriptions R5 Backport" (channel `websocket`): a client says `bind-with-token TOKEN`, with a
/// token of `$get-ws-binding-token`, and is sent notifications from then on. It may bind several.
public final class SocketDoor {
    private static final String PATH = "/fhir/ws";
    private static final String BIND = "bind-with-token ";
    /// The longest thing that a client says.
    private static final int LONGEST = 256;
    /// A client that binds nothing is let go.
    private static final long UNBOUND_MS = 30_000;
    /// A client that doesn't take a notification in this time is gone.
    private static final long SEND_MS = 10_000;

    private final Subscriptions subscriptions;

    public SocketDoor(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /// Opens it in a web application whose container knows web sockets.
    public void open(ServletContext context) {
        var container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        container.setDefaultMaxTextMessageBufferSize(LONGEST);
        container.setDefaultMaxBinaryMessageBufferSize(LONGEST);
        var config = ServerEndpointConfig.Builder.create(Line.class, PATH).configurator(new ServerEndpointConfig.Configurator() {
            @Override
            public <T> T getEndpointInstance(Class<T> type) {
                return type.cast(new Line(subscriptions));
            }
        }).build();
        try {
            container.addEndpoint(config);
        } catch (DeploymentException e) {
            throw new IllegalStateException("the web socket can't be opened", e);
        }
    }

    /// One connection.
    public static final class Line extends Endpoint {
        private final Subscriptions subscriptions;

        Line(Subscriptions subscriptions) {
            this.subscriptions = subscriptions;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.setMaxIdleTimeout(UNBOUND_MS);
            session.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", SEND_MS);
            var wire = new Wire(session);
            session.getUserProperties().put(Wire.class.getName(), wire);
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) said -> {
                if (said.startsWith(BIND) && subscriptions.bind(said.substring(BIND.length()).strip(), wire)) session.setMaxIdleTimeout(0);
                else wire.end(CloseReason.CloseCodes.VIOLATED_POLICY);
            });
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            if (session.getUserProperties().get(Wire.class.getName()) instanceof Wire wire) subscriptions.closed(wire);
        }

        /// A client that vanished: nothing to say, and its address is nobody's business.
        @Override
        public void onError(Session session, Throwable thrown) {}
    }

    /// Sends one text after the other.
    private static final class Wire implements Subscriptions.Socket {
        private final Session session;
        private final ReentrantLock one = new ReentrantLock();

        Wire(Session session) {
            this.session = session;
        }

        @Override
        public boolean send(byte[] bundle) {
            one.lock();
            try {
                if (!session.isOpen()) return false;
                session.getBasicRemote().sendText(new String(bundle, StandardCharsets.UTF_8));
                return true;
            } catch (IOException | IllegalStateException e) {
                end(CloseReason.CloseCodes.GOING_AWAY);
                return false;
            } finally {
                one.unlock();
            }
        }

        void end(CloseReason.CloseCode code) {
            try {
                session.close(new CloseReason(code, ""));
            } catch (IOException e) {
                // closed already
            }
        }
    }
}
