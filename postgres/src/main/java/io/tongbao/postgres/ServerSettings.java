package io.tongbao.postgres;

import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of the embedded server, kept in a file of its data directory so that every restart has them. */
final class ServerSettings {

    /** Included by {@code postgresql.conf}. */
    static final String FILE = "tongbao.conf";

    static final String INCLUDE = "include_if_exists = '" + FILE + "'";

    private ServerSettings() {}

    static String render(EmbeddedPostgresOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "'127.0.0.1'");
        settings.put("unix_socket_directories", "''");
        settings.put("max_connections", Integer.toString(options.maxConnections()));
        settings.put("password_encryption", "'scram-sha-256'");
        // A commit that was answered is on the disk.
        settings.put("fsync", options.safety().fsync() ? "on" : "off");
        settings.put("synchronous_commit", options.safety().synchronousCommit() ? "on" : "off");
        settings.put("full_page_writes", options.safety().fsync() ? "on" : "off");
        settings.put("wal_level", "'replica'");
        // These binaries have no lz4; pglz would cost more processor time than it saves writing here.
        settings.put("wal_compression", "off");
        settings.put("wal_buffers", "'16MB'");
        settings.put("min_wal_size", options.safety().fsync() ? "'512MB'" : "'80MB'");
        settings.put("max_wal_size", "'4GB'");
        settings.put("checkpoint_timeout", "'15min'");
        settings.put("checkpoint_completion_target", "0.9");
        settings.put("shared_buffers", "'" + options.sharedBuffersMb() + "MB'");
        settings.put("jit", "off");
        settings.put("random_page_cost", "1.1");
        settings.put("autovacuum", "on");
        // A client killed hard must not keep its locks until the kernel notices.
        settings.put("client_connection_check_interval", "'2s'");
        settings.put("timezone", "'UTC'");
        settings.put("log_timezone", "'UTC'");
        settings.put("datestyle", "'ISO, YMD'");
        settings.put("logging_collector", "on");
        settings.put("log_directory", "'log'");
        settings.put("log_filename", "'postgresql-%a.log'");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_rotation_age", "'1d'");
        settings.put("log_rotation_size", "0");
        settings.put("log_line_prefix", "'%m [%p] '");
        // Neither statements nor key values: they can hold personal data.
        settings.put("log_min_error_statement", "panic");
        settings.put("log_error_verbosity", "terse");
        StringBuilder text = new StringBuilder("# Written by Tongbao at every start; changes here are lost.\n");
        settings.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
