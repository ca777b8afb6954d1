package org.serment.server.db;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The settings of the embedded server. They stand on its command line, where no later `ALTER SYSTEM` overrides them.
final class Settings {
    private Settings() {}

    static List<String> arguments(int port) {
        List<String> all = new ArrayList<>();
        settings(port, memory()).forEach((k, v) -> {
            all.add("-c");
            all.add(k + "=" + v);
        });
        return all;
    }

    private static Map<String, String> settings(int port, long memoryMb) {
        Map<String, String> s = new LinkedHashMap<>();
        s.put("listen_addresses", "127.0.0.1");
        s.put("port", Integer.toString(port));
        s.put("unix_socket_directories", "");
        s.put("password_encryption", "scram-sha-256");
        s.put("max_connections", "120");
        // Durable before released: an acknowledged commit survives a crash of the machine.
        s.put("fsync", "on");
        s.put("synchronous_commit", "on");
        s.put("full_page_writes", "on");
        s.put("wal_compression", "on");
        s.put("max_wal_size", "4GB");
        s.put("min_wal_size", "256MB");
        s.put("wal_buffers", "16MB");
        s.put("checkpoint_timeout", "15min");
        // Memory: a 32nd of the machine's, between 64 and 512 MB.
        s.put("shared_buffers", Math.clamp(memoryMb / 32, 64, 512) + "MB");
        s.put("effective_cache_size", Math.max(256, memoryMb / 2) + "MB");
        s.put("work_mem", "16MB");
        s.put("maintenance_work_mem", "128MB");
        s.put("random_page_cost", "1.1");
        s.put("jit", "off");
        s.put("max_parallel_workers_per_gather", "0");
        // A fresh table without statistics misleads the planner about which index to walk: look at it within seconds.
        s.put("autovacuum_naptime", "5s");
        // Who runs what is nobody's business, and telling it costs each statement a little.
        s.put("track_activities", "off");
        s.put("update_process_title", "off");
        s.put("timezone", "UTC");
        // No statement, bind value or row reaches the log.
        s.put("logging_collector", "on");
        s.put("log_directory", "log");
        s.put("log_filename", "postgresql-%a.log");
        s.put("log_truncate_on_rotation", "on");
        s.put("log_rotation_age", "1d");
        s.put("log_timezone", "UTC");
        s.put("log_min_messages", "warning");
        s.put("log_error_verbosity", "terse");
        s.put("log_statement", "none");
        s.put("log_min_duration_statement", "-1");
        s.put("log_min_error_statement", "panic");
        s.put("log_parameter_max_length", "0");
        s.put("log_parameter_max_length_on_error", "0");
        return s;
    }

    private static long memory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os)
            return os.getTotalMemorySize() >> 20;
        return 2048;
    }
}
