package org.serment.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// One line an event on standard error. Libraries speak up only when something is wrong.
public final class Logs {
    /// Held, because the log manager holds loggers weakly.
    private static final Logger OURS = Logger.getLogger("org.serment");

    private Logs() {}

    public static void toStandardError() {
        LogManager.getLogManager().reset();
        var handler = new ToStandardError();
        var root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    /// Not a [java.util.logging.ConsoleHandler]: Tomcat gives each of those a formatter of its own, which prints the texts of exceptions.
    private static final class ToStandardError extends StreamHandler {
        ToStandardError() {
            super(System.err, new Line());
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord r) {
            super.publish(r);
            flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord r) {
            var text = new StringBuilder().append(Instant.now().truncatedTo(ChronoUnit.MILLIS)).append(' ').append(r.getLevel()).append(' ')
                    .append(r.getLoggerName().replaceFirst("^org\\.serment\\.(server\\.)?", "")).append(": ").append(formatMessage(r)).append('\n');
            for (var t = r.getThrown(); t != null; t = t.getCause()) {
                text.append("    ").append(r.getLoggerName().startsWith("org.serment") ? t : t.getClass().getName()).append('\n');
                for (int i = 0; i < Math.min(20, t.getStackTrace().length); i++) text.append("      at ").append(t.getStackTrace()[i]).append('\n');
            }
            return text.toString();
        }
    }
}
