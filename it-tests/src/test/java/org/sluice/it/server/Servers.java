package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The servers that the tests of one run share, each started when it is first asked for. */
public final class Servers {
    private static final Path ROOT = emptied(Path.of("target", "it").toAbsolutePath());

    private Servers() {}

    /** A folder of its own for a server or a test, empty when the run starts. */
    public static Path folder(String name) {
        try {
            return Files.createDirectories(ROOT.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shared RabbitMQ. */
    public static RabbitMqServer rabbitMq() {
        return Broker.SERVER;
    }

    /** The shared MariaDB. */
    public static MariaDbServer mariaDb() {
        return Database.SERVER;
    }

    private static Path emptied(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Broker {
        static final RabbitMqServer SERVER = RabbitMqServer.start(folder("rabbitmq"));
    }

    private static final class Database {
        static final MariaDbServer SERVER = MariaDbServer.start(folder("mariadb"));
    }
}
