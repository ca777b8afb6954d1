package org.serment.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line an event on standard error. Libraries speak up only when something is wrong.
public final class Logs {
    /// Held, because the log manager holds loggers weakly.
    private static final Logger OURS = Logger.getLogger("org.serment");

    private Logs() {}

    public static void toStandardError() {
        LogManager.getLogManager().reset();
        var handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(new Line());
        var root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
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
