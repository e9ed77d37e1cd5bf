package org.sluice.persistence;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the database is.
 *
 * @param url a JDBC URL, {@code jdbc:mariadb:…} or {@code jdbc:h2:…}; without a password in it
 * @param password asked for whenever a connection is opened; never kept, never printed
 * @param address how messages name the database, for example {@code the database TransformationDB at db.example:3306}
 * @param connections the most connections that are open at the same time
 */
public record DatabaseSettings(String url, String user, Supplier<String> password, String address, int connections) {
    private static final int CONNECTIONS = 16;
    private static final String MARIADB = "jdbc:mariadb:";
    private static final String H2 = "jdbc:h2:";
    private static final String H2_FILE = H2 + "file:";

    public DatabaseSettings {
        if (!url.startsWith(MARIADB) && !url.startsWith(H2)) {
            throw new IllegalArgumentException("Sluice works with MariaDB (" + MARIADB
                    + "//host:port/database) and H2 (" + H2 + "), not with " + url);
        }
    }

    /** A MariaDB server; port 3306 where none is known. */
    public static DatabaseSettings mariaDb(
            String host, int port, String database, String user, Supplier<String> password) {
        return new DatabaseSettings(
                MARIADB + "//" + host + ":" + port + "/" + database,
                user,
                password,
                "the database " + database + " at " + host + ":" + port,
                CONNECTIONS);
    }

    /**
     * A database in a file of this machine, made where it is missing. Other processes of this machine may open it at
     * the same time. A commit is on its way to the disk when it returns, so that it outlives the process.
     *
     * @param file without H2's suffix {@code .mv.db}
     */
    public static DatabaseSettings embedded(Path file) {
        return new DatabaseSettings(
                H2_FILE + file.toAbsolutePath() + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;LOCK_TIMEOUT=10000",
                "sluice",
                () -> "",
                "the embedded database " + file.toAbsolutePath(),
                CONNECTIONS);
    }

    /** Of an embedded database, its file without H2's suffix. */
    Optional<Path> file() {
        return url.startsWith(H2_FILE)
                ? Optional.of(Path.of(url.substring(H2_FILE.length()).split(";")[0]))
                : Optional.empty();
    }

    boolean isMariaDb() {
        return url.startsWith(MARIADB);
    }
}
