package org.sluice.persistence;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real MariaDB server of this JVM's own, on a free port with its own data below {@code target/}; it ends with the JVM. */
final class MariaDbServer {
    static final String USER = "sluice";
    static final String PASSWORD = "not-a-secret";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final int port;

    private MariaDbServer(int port) {
        this.port = port;
    }

    /** The server of this JVM, started at the first call. */
    static MariaDbServer get() {
        return Holder.SERVER;
    }

    private static final class Holder {
        private static final MariaDbServer SERVER = start();
    }

    int port() {
        return port;
    }

    /** A new database with nothing in it. */
    DatabaseSettings newDatabase() {
        String name = "sluice_" + DATABASES.incrementAndGet();
        run("", "CREATE DATABASE " + name);
        return settings(name);
    }

    DatabaseSettings settings(String database) {
        return DatabaseSettings.mariaDb("127.0.0.1", port, database, USER, () -> PASSWORD);
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?allowMultiQueries=true", USER, PASSWORD);
    }

    void run(String database, String... statements) {
        try (Connection connection = connect(database);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MariaDbServer start() {
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "mariadb");
            Path data = folder.resolve("data");
            List<String> asRoot = "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
            List<String> install = new ArrayList<>(List.of(
                    program("mariadb-install-db"),
                    "--no-defaults",
                    "--datadir=" + data,
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db"));
            install.addAll(asRoot);
            Process installing = launch(folder, install);
            if (installing.waitFor() != 0) {
                throw new IllegalStateException("mariadb-install-db failed; see " + folder.resolve("log"));
            }
            int port = freePort();
            Path init = Files.writeString(
                    folder.resolve("init.sql"),
                    "CREATE USER '" + USER + "'@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "';\n"
                            + "GRANT ALL ON *.* TO '" + USER + "'@'127.0.0.1' WITH GRANT OPTION;\n");
            List<String> serve = new ArrayList<>(List.of(
                    program("mariadbd"),
                    "--no-defaults",
                    "--datadir=" + data,
                    "--socket=" + folder.resolve("s"),
                    "--pid-file=" + folder.resolve("pid"),
                    // A server empties its temporary folder when it starts: not one that others use as well.
                    "--tmpdir=" + folder,
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--skip-networking=0",
                    "--skip-name-resolve",
                    "--innodb-flush-log-at-trx-commit=2",
                    "--init-file=" + init));
            serve.addAll(asRoot);
            Process process = launch(folder, serve);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
            MariaDbServer server = new MariaDbServer(port);
            await("mariadbd, see " + folder.resolve("log"))
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> {
                        try (Connection connection = server.connect("")) {
                            return connection.isValid(1);
                        }
                    });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process launch(Path folder, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    private static void stop(Process process, Path folder) {
        process.destroy();
        try {
            process.waitFor();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("left behind: " + folder, e);
        }
    }

    private static String program(String name) {
        return Stream.of("/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/usr/libexec/")
                .map(folder -> folder + name)
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        name + " is missing; install it with: apt-get install mariadb-server (./verify does so)"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
