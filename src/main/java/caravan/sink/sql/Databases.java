package caravan.sink.sql;

import caravan.CaravanException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The databases that sinks write to, each with a pool of connections. A connection is made when it is needed, so a
 * database that is down stops nobody from starting; every wait for a database has an end. Thread-safe.
 */
public final class Databases implements Closeable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** Longest silence of a database while an answer is awaited. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration LOCK = Duration.ofSeconds(10);
    /** A connection that takes longer goes on being made, and whoever comes next has it. */
    private static final Duration POOL = Duration.ofSeconds(5);

    private static final Duration VALIDATION = Duration.ofSeconds(3);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();

    public Databases(List<DatabaseSettings> databases) {
        databases.forEach(each -> pools.put(each.name(), new HikariDataSource(config(each))));
    }

    /**
     * Adds each database's {@link javax.sql.DataSource} under its name, so that endpoints find it: {@code table:main},
     * {@code sql:…?dataSource=#main}.
     *
     * @throws CaravanException INVALID where the name is taken
     */
    public void addTo(Map<String, Object> beans) {
        pools.forEach((name, pool) -> {
            if (beans.putIfAbsent(name, pool) != null) {
                throw CaravanException.invalid("caravan.database." + name
                        + ".url: a part of Caravan has that name already; call the database something else");
            }
        });
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }

    /** The URL that the drivers we bring along understand. */
    public static String driverUrl(String url) {
        if (url.startsWith("jdbc:mysql:")) {
            return "jdbc:mariadb:" + url.substring("jdbc:mysql:".length());
        }
        if (url.startsWith("jdbc:h2:")) {
            // else it closes at the signal to stop, before the last batch
            return withOption(withOption(url, "DB_CLOSE_ON_EXIT", "FALSE"), "LOCK_TIMEOUT", "" + LOCK.toMillis());
        }
        return url;
    }

    private static String withOption(String h2, String name, String value) {
        return h2.toUpperCase(Locale.ROOT).contains(";" + name + "=") ? h2 : h2 + ";" + name + "=" + value;
    }

    private static HikariConfig config(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database " + settings.name());
        config.setJdbcUrl(driverUrl(settings.url()));
        if (!settings.user().isEmpty()) {
            config.setUsername(settings.user());
            config.setPassword(settings.password());
        }
        config.setMaximumPoolSize(settings.pool());
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(POOL.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        config.setIdleTimeout(IDLE.toMillis());
        config.setMaxLifetime(LIFETIME.toMillis());
        config.setDataSourceProperties(driverProperties(config.getJdbcUrl()));
        return config;
    }

    /** What stands in the URL wins over these. */
    private static Properties driverProperties(String url) {
        Properties properties = new Properties();
        if (url.startsWith("jdbc:postgresql:")) {
            properties.put("connectTimeout", String.valueOf(CONNECT.toSeconds()));
            properties.put("loginTimeout", String.valueOf(CONNECT.toSeconds()));
            properties.put("socketTimeout", String.valueOf(SILENCE.toSeconds()));
            properties.put("tcpKeepAlive", "true");
            properties.put("reWriteBatchedInserts", "true");
            properties.put("logServerErrorDetail", "false"); // it quotes whole rows
            properties.put("options", "-c lock_timeout=" + LOCK.toMillis());
            properties.put("ApplicationName", "caravan");
        } else if (url.startsWith("jdbc:mariadb:")) {
            properties.put("connectTimeout", String.valueOf(CONNECT.toMillis()));
            properties.put("socketTimeout", String.valueOf(SILENCE.toMillis()));
            properties.put("tcpKeepAlive", "true");
            properties.put("useServerPrepStmts", "true");
            properties.put("useBulkStmts", "true");
            properties.put(
                    "sessionVariables",
                    "lock_wait_timeout=" + LOCK.toSeconds() + ",innodb_lock_wait_timeout=" + LOCK.toSeconds());
        }
        return properties;
    }
}
