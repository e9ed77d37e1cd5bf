package org.sluice.it.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Debian's MariaDB with durable commits, on a port and data of its own. */
public final class MariaDbServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String USER = "sluice";
    private static final String PASSWORD = "secret";

    private final Path folder;
    private final List<String> options;
    private final int port = FreePorts.next();
    private ServerProcess server;

    private MariaDbServer(Path folder, List<String> options) {
        this.folder = folder;
        this.options = List.copyOf(options);
        ServerProcess.run(
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--datadir=" + folder.resolve("data"),
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db"),
                Map.of(),
                folder,
                START_LIMIT);
        this.server = startServer();
    }

    /** Starts a server with its data in that folder, and waits until it takes connections. */
    public static MariaDbServer start(Path folder) {
        return start(folder, List.of());
    }

    /**
     * Starts a server with its data in that folder, and waits until it takes connections.
     *
     * @param options of {@code mariadbd}, after those that every server here gets
     */
    public static MariaDbServer start(Path folder, List<String> options) {
        MariaDbServer server = new MariaDbServer(folder.toAbsolutePath(), options);
        server.awaitUp();
        server.executeAsRoot("CREATE USER '" + USER + "'@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "'");
        server.executeAsRoot("GRANT ALL ON *.* TO '" + USER + "'@'127.0.0.1'");
        // An administrator's read-only switch must hold for the engine as for anybody.
        server.executeAsRoot("REVOKE READ_ONLY ADMIN, SUPER ON *.* FROM '" + USER + "'@'127.0.0.1'");
        return server;
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** A URL with user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=" + USER + "&password=" + PASSWORD;
    }

    public void createDatabase(String name) {
        executeAsRoot("CREATE DATABASE " + name);
    }

    /** Refuses all writes, or takes them again. */
    public void setReadOnly(boolean readOnly) {
        executeAsRoot("SET GLOBAL read_only = " + (readOnly ? 1 : 0));
    }

    /** SIGKILL; the data stay. */
    public void kill() {
        server.kill();
    }

    /** Starts the server again on the same port and data. */
    public void startAgain() {
        server = startServer();
        awaitUp();
    }

    @Override
    public void close() {
        server.close();
    }

    private void executeAsRoot(String sql) {
        try (Connection connection = DriverManager.getConnection(rootUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private String rootUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/mysql?user=root";
    }

    private void awaitUp() {
        Awaitility.await("MariaDB, log in " + folder)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!server.isAlive()) {
                        throw new AssertionError("MariaDB did not start:\n" + server.output());
                    }
                    try {
                        DriverManager.getConnection(rootUrl()).close();
                        return true;
                    } catch (SQLException e) {
                        return false;
                    }
                });
    }

    private ServerProcess startServer() {
        List<String> command = new ArrayList<>(List.of(
                "mariadbd",
                "--no-defaults",
                "--user=root",
                "--datadir=" + folder.resolve("data"),
                "--port=" + port,
                "--bind-address=127.0.0.1",
                // Names of sockets have a short limit, so the name is relative to the server's folder.
                "--socket=mariadb.sock",
                "--pid-file=" + folder.resolve("mariadb.pid"),
                // A server empties its temporary folder when it starts: not one that others use as well.
                "--tmpdir=" + folder,
                "--max-connections=200",
                "--innodb-flush-log-at-trx-commit=1"));
        command.addAll(options);
        return ServerProcess.start(command, Map.of(), folder, folder.resolve("server.log"));
    }
}
