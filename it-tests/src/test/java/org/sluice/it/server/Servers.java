package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The servers that the tests of one JVM share, each started when it is first asked for. */
public final class Servers {
    /** A channel that nobody refers to is closed by the garbage collector, and its lock is another JVM's. */
    private static final List<FileChannel> LOCKS = new ArrayList<>();

    private static final Path ROOT = emptied(ownFolder(Path.of("target", "it").toAbsolutePath()));

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

    /** One that no other JVM has at the moment. */
    private static Path ownFolder(Path parent) {
        try {
            Files.createDirectories(parent);
            for (int number = 1; true; number++) {
                FileChannel file = FileChannel.open(
                        parent.resolve(number + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                // Held, and the channel left open, until the JVM ends.
                if (file.tryLock() != null) {
                    LOCKS.add(file);
                    return parent.resolve(Integer.toString(number));
                }
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
