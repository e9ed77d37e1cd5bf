package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's RabbitMQ with the configuration that stands in a folder, and nothing else but a port mapper of its own. */
public final class InstalledRabbitMq implements AutoCloseable {
    private static final String PROGRAM = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final String LISTENING = "0A";

    private final Path folder;
    private final int distributionPort = FreePorts.next();
    private final int epmdPort = FreePorts.next();
    private final ServerProcess epmd;
    private final ServerProcess broker;

    private InstalledRabbitMq(Path configuration, Path folder) {
        this.folder = folder;
        Map<String, String> environment = environment(configuration);
        this.epmd = ServerProcess.start(
                List.of("epmd", "-port", Integer.toString(epmdPort), "-address", "127.0.0.1"),
                environment,
                folder,
                folder.resolve("epmd.log"));
        this.broker = ServerProcess.start(List.of(PROGRAM), environment, folder, folder.resolve("broker.log"));
    }

    /** Starts a broker and waits until it is up; its data are in {@code folder}. */
    public static InstalledRabbitMq start(Path configuration, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        InstalledRabbitMq server = new InstalledRabbitMq(configuration.toAbsolutePath(), folder.toAbsolutePath());
        Awaitility.await("RabbitMQ, log in " + folder)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(200))
                .until(server::isUp);
        return server;
    }

    /** The port by which the nodes of a cluster talk. */
    public int distributionPort() {
        return distributionPort;
    }

    /** Every TCP socket on which the server's processes listen: address and port in hexadecimal, as the kernel tells. */
    public Set<String> listening() {
        Set<String> inodes = ProcessHandle.of(broker.pid()).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .flatMap(process -> sockets(process.pid()).stream())
                .collect(Collectors.toSet());
        Set<String> addresses = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && fields[3].equals(LISTENING) && inodes.contains(fields[9])) {
                    addresses.add(fields[1]);
                }
            }
        }
        return addresses;
    }

    @Override
    public void close() {
        broker.close();
        epmd.close();
    }

    private boolean isUp() {
        if (!broker.isAlive()) {
            throw new AssertionError("RabbitMQ did not start:\n" + broker.output());
        }
        return broker.output().contains("completed with");
    }

    private Map<String, String> environment(Path configuration) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", folder.toString());
        environment.put("RABBITMQ_NODENAME", "installed" + distributionPort + "@localhost");
        environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
        environment.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        environment.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        environment.put(
                "RABBITMQ_CONFIG_FILE", configuration.resolve("rabbitmq.conf").toString());
        environment.put(
                "RABBITMQ_CONF_ENV_FILE",
                configuration.resolve("rabbitmq-env.conf").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                configuration.resolve("enabled_plugins").toString());
        return environment;
    }

    private static Set<String> sockets(long pid) {
        Path descriptors = Path.of("/proc", Long.toString(pid), "fd");
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.flatMap(descriptor -> inode(descriptor).stream()).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(); // the process has ended
        }
    }

    private static Set<String> inode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[") ? Set.of(target.substring(8, target.length() - 1)) : Set.of();
        } catch (IOException e) {
            return Set.of(); // closed in between
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
