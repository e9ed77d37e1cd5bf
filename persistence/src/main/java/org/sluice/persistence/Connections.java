package org.sluice.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.Credentials;
import java.time.Duration;
import org.sluice.engine.store.StoreUnavailableException;

/** How connections are opened, and what is said when they cannot be. */
final class Connections {
    private static final Duration TO_WAIT = Duration.ofSeconds(5);
    private static final Duration WITHOUT_ANSWER = Duration.ofMinutes(2);

    private Connections() {}

    static HikariConfig pool(DatabaseSettings settings) {
        HikariConfig pool = new HikariConfig();
        pool.setCredentialsProvider(
                () -> Credentials.of(settings.user(), settings.password().get()));
        pool.setJdbcUrl(settings.url());
        pool.setMaximumPoolSize(settings.connections());
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(TO_WAIT.toMillis());
        pool.setAutoCommit(false);
        // Under REPEATABLE READ two engines on different transformations deadlock on the gaps between rows.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        if (settings.isMariaDb()) {
            // Values are refused, never cut; a batch waits for another's locks no longer than it may take to stop.
            pool.setConnectionInitSql("SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
                    + " time_zone = '+00:00', innodb_lock_wait_timeout = " + TO_WAIT.toSeconds());
            pool.addDataSourceProperty("connectTimeout", TO_WAIT.toMillis());
            pool.addDataSourceProperty("socketTimeout", WITHOUT_ANSWER.toMillis());
            pool.addDataSourceProperty("tcpKeepAlive", true);
        }
        return pool;
    }

    static StoreUnavailableException unreachable(DatabaseSettings settings, PoolInitializationException e) {
        Throwable reason = e.getCause() == null ? e : e.getCause();
        return new StoreUnavailableException(
                "cannot open " + settings.address() + " as user " + settings.user() + ": " + reason.getMessage()
                        + (settings.isMariaDb()
                                ? "; check that the server runs, and Host, Port, DBName, User and Password of TransformationDB"
                                : "; check that the file may be written, and that nothing else keeps it open"),
                e);
    }
}
