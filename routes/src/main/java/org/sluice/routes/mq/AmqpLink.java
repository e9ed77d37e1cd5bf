package org.sluice.routes.mq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.mq.MqService;
import org.sluice.routes.health.Backoff;

/**
 * An AMQP connection that comes back by itself, and the thread that everything slow happens in. Thread-safe, except where
 * methods say otherwise.
 */
final class AmqpLink {
    private static final Logger LOG = LoggerFactory.getLogger(AmqpLink.class);
    private static final int CLOSE_PATIENCE_MS = 2_000;
    private static final Backoff BACKOFF = Backoff.STANDARD;

    private final Outages.Line line;
    private final String name;
    private final AmqpConnections connections;
    private final Owner owner;
    private final ScheduledThreadPoolExecutor thread;

    // Written by the link's thread only.
    private volatile Optional<Connection> current = Optional.empty();
    private volatile Optional<Socket> socket = Optional.empty();
    private volatile boolean closing;
    private boolean stands;
    private int failures;
    private long standsSince;

    /** What is done with each connection, in the link's thread. */
    interface Owner {
        /** @throws IOException when the connection is of no use, and is to be opened again after a while */
        void connected(Connection connection) throws IOException, TimeoutException;
    }

    /**
     * @param line is told how it fares
     * @param name shown by RabbitMQ's management
     */
    AmqpLink(MqService service, Outages.Line line, String name, Owner owner) {
        this.line = line;
        this.name = name;
        this.connections = new AmqpConnections(service);
        this.owner = owner;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Begins to connect, and does not cease until {@link #close()}. */
    void open() {
        execute(this::connect);
    }

    /** Runs something in the link's thread; false when the link is closed. */
    boolean execute(Runnable task) {
        return later(task, Duration.ZERO);
    }

    /** As {@link #execute}, after a while. */
    @SuppressWarnings("FutureReturnValueIgnored") // a task that fails is logged
    boolean later(Runnable task, Duration delay) {
        try {
            thread.schedule(() -> run(task), delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A connection's work failed unexpectedly.", e);
        }
    }

    /** The connection, while it stands. */
    Optional<Connection> connection() {
        return current.filter(Connection::isOpen);
    }

    /** What keeps it from standing, as a sentence. */
    Optional<String> problem() {
        return line.problem();
    }

    MqUnavailableException unavailable(Throwable cause) {
        return connections.unavailable(cause);
    }

    private void connect() {
        if (closing || connection().isPresent()) {
            return;
        }
        try {
            Connection opened = connections.open(name, made -> socket = Optional.of(made));
            if (closing) {
                opened.abort(CLOSE_PATIENCE_MS);
                return;
            }
            current = Optional.of(opened);
            standsSince = System.nanoTime();
            opened.addShutdownListener(signal -> execute(() -> lost(opened, signal)));
            owner.connected(opened);
            stands();
        } catch (IOException | TimeoutException | RuntimeException e) {
            drop();
            failed(e);
        }
    }

    private void stands() {
        stands = true;
        line.connected();
    }

    private void lost(Connection lost, ShutdownSignalException signal) {
        if (current.filter(now -> now == lost).isPresent()) {
            current = Optional.empty();
            failed(signal);
        }
    }

    private void failed(Throwable cause) {
        if (closing) {
            return;
        }
        // One that is accepted and dropped again and again must not be asked at the pace of a healthy one.
        boolean stoodLong = System.nanoTime() - standsSince > BACKOFF.longest().toNanos();
        failures = stoodLong && stands ? 1 : failures + 1;
        stands = false;
        line.broken(cause);
        LOG.debug("The connection ended ({}).", name, cause);
        later(this::connect, BACKOFF.after(failures));
    }

    private void drop() {
        current.ifPresent(connection -> connection.abort(CLOSE_PATIENCE_MS));
        current = Optional.empty();
    }

    /** Ends connection and thread, within a few seconds whatever the broker does. */
    void close() {
        closing = true;
        try {
            Future<?> dropped = thread.submit(this::drop);
            dropped.get(2 * CLOSE_PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            LOG.debug("The connection did not end in order ({}).", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        socket.ifPresent(AmqpLink::closeSocket);
        line.closed();
    }

    /** A broker that does not read would hold up everything that writes. */
    private static void closeSocket(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("The socket was closed already.", e);
        }
    }
}
