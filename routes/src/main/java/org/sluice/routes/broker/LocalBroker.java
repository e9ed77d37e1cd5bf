package org.sluice.routes.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ActiveMQ Artemis broker inside this process that speaks STOMP on loopback, without users and passwords. Queues are
 * addressed {@code /queue/NAME}, topics {@code /topic/NAME}; what is sent to a queue that does not exist makes it.
 *
 * <p>Every message is kept on disk before its sender gets a receipt, whether the sender asks for that or not; what does
 * not fit in memory is paged; a message is delivered again as often as it takes, and never set aside by the broker.
 * Thread-safe.
 */
public final class LocalBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);

    private final EmbeddedActiveMQ broker;
    private final FileChannel lock;
    private final PortFile portFile;
    private final int port;

    private LocalBroker(EmbeddedActiveMQ broker, FileChannel lock, PortFile portFile, int port) {
        this.broker = broker;
        this.lock = lock;
        this.portFile = portFile;
        this.port = port;
    }

    /**
     * Starts a broker.
     *
     * @param directory where messages are kept; made if it is not there
     * @param port the port on loopback; 0 for any that is free
     * @param queues the queues that are there from the beginning
     * @throws LocalBrokerException when the port or the directory is in use, or the directory cannot be written
     */
    public static LocalBroker start(Path directory, int port, List<String> queues) {
        requireFree(port);
        FileChannel lock = lock(directory);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        PortFile portFile = new PortFile(directory);
        try {
            // One that was killed may have left it.
            portFile.delete();
            broker.setConfiguration(LocalBrokerConfiguration.of(directory, port));
            int taken = activate(broker, queues);
            portFile.write(taken);
            return new LocalBroker(broker, lock, portFile, taken);
        } catch (Exception e) {
            stop(broker, lock);
            throw new LocalBrokerException(
                    "The embedded broker cannot start on " + directory.toAbsolutePath() + ": " + e
                            + ". If its files are damaged, move that directory away: the messages in it are lost then.",
                    e);
        }
    }

    /**
     * Where the broker that runs on a directory, in any process, listens; empty where none runs. One that was killed may
     * be told of still.
     */
    public static Optional<Integer> portOf(Path directory) {
        return new PortFile(directory).read();
    }

    /** The port on loopback where it listens for STOMP. */
    public int port() {
        return port;
    }

    /** How many messages a queue holds, those included that a consumer has and has not acknowledged. */
    public OptionalLong depth(String queue) {
        return Optional.ofNullable(broker.getActiveMQServer().locateQueue(SimpleString.of(queue)))
                .map(Queue::getMessageCount)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** How many clients are connected. */
    public int connections() {
        return broker.getActiveMQServer().getConnectionCount();
    }

    @Override
    public void close() {
        try {
            portFile.delete();
        } catch (IOException e) {
            LOG.warn("The file that tells the broker's port could not be removed: {}.", String.valueOf(e));
        }
        stop(broker, lock);
    }

    private static int activate(EmbeddedActiveMQ broker, List<String> queues) throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        broker.createActiveMQServer();
        ActiveMQServer server = broker.getActiveMQServer();
        server.registerActivationFailureListener(failures::add);
        server.start();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        for (String queue : queues) {
            server.createQueue(
                    QueueConfiguration.of(queue)
                            .setRoutingType(RoutingType.ANYCAST)
                            .setDurable(true),
                    true);
        }
        return ((NettyAcceptor) server.getRemotingService().getAcceptor(LocalBrokerConfiguration.ACCEPTOR))
                .getActualPort();
    }

    /** Artemis would tell of it in the log, with a stack trace. */
    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new LocalBrokerException(
                    "The embedded broker cannot listen on 127.0.0.1:" + port + " (" + e.getMessage()
                            + "). Stop the program that does, or set EmbeddedBrokerPort in "
                            + "/Systems/Transformation/Sluice; 0 takes any free port.",
                    e);
        }
    }

    /** Artemis would wait for ever for another process to let go of its files. */
    private static FileChannel lock(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("in-use.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new LocalBrokerException(
                    "The embedded broker cannot write to " + directory.toAbsolutePath() + ": " + e
                            + ". Make it writable, or set DataDirectory in /Systems/Transformation/Sluice.",
                    e);
        }
        throw new LocalBrokerException(
                "Another Sluice uses the embedded broker's directory " + directory.toAbsolutePath()
                        + ". Stop that one, or set another DataDirectory in /Systems/Transformation/Sluice.",
                null);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException bySameProcess) {
            return false;
        }
    }

    private static void stop(EmbeddedActiveMQ broker, FileChannel lock) {
        try (lock) {
            broker.stop();
        } catch (Exception e) {
            LOG.warn("The embedded broker did not stop cleanly: {}. Nothing is lost by that.", String.valueOf(e));
        }
    }
}
