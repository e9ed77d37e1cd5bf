package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sluice.routes.tls.TlsSource;

/**
 * STOMP without Camel: connections that come back by themselves, for many subscriptions or many sends each. Thread-safe.
 *
 * <p>Publishing and subscribing never share a connection: RabbitMQ stops reading from one that publishes while it is short
 * of memory or disk, and acknowledgements would wait behind.
 */
public final class StompClient implements AutoCloseable {

    private static final int IO_THREADS = 2;
    private static final int CALLBACK_THREADS = 8;
    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(2);

    private final ThreadPoolExecutor callbacks = callbackThreads();
    private final Transport transport = new Transport(IO_THREADS, callbacks);

    /**
     * A connection to send on; it begins to connect at once, and does not cease until it is closed.
     *
     * @param options those for connections count
     * @param tls for {@code ssl://} brokers; the JVM's where absent
     * @throws IllegalArgumentException naming an option that cannot be understood
     */
    public StompPublisher publisher(
            StompConfiguration options, Optional<TlsSource> tls, String purpose, StompConnectionListener listener) {
        return new StompPublisher(purpose, ConnectionSettings.of(options, tls), transport, listener);
    }

    /**
     * A connection to subscribe on; otherwise as {@link #publisher}.
     *
     * @param listeners by the purpose of a connection: the one to be shared, and those that a subscription may need for
     *     itself
     */
    public StompSubscriber subscriber(
            StompConfiguration options,
            Optional<TlsSource> tls,
            String purpose,
            Function<String, StompConnectionListener> listeners) {
        return new StompSubscriber(purpose, ConnectionSettings.of(options, tls), transport, listeners);
    }

    /** Ends the threads; to be called when all connections are closed. */
    @Override
    public void close() {
        transport.shutDown(SHUTDOWN_PATIENCE);
        callbacks.shutdown();
    }

    private static ThreadPoolExecutor callbackThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                CALLBACK_THREADS, CALLBACK_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "stomp-callback");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
