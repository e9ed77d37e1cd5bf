package org.sluice.routes.rabbitmq;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.rabbitmq.ManagedBroker;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Conditions;

/**
 * Keeps the users of the RabbitMQ servers whose {@code SyncUsers} is set those of the registry: at once, and whenever
 * the configuration's files change. While a server is away, or the files are wrong, nobody is added or deleted, the log
 * says so once, and it is tried again. Thread-safe.
 */
public final class RegistryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryWatch.class);
    private static final Backoff PATIENCE = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Duration FOR_LONG = Duration.ofDays(365);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

    private final WatchedFiles files;
    private final Supplier<Configuration> loader;
    /** Not the engine's: events become tasks whoever the users are. */
    private final Conditions conditions = new Conditions();

    private final Thread thread;
    private volatile boolean closed;

    private RegistryWatch(List<Path> files, Supplier<Configuration> loader) {
        this.files = new WatchedFiles(files);
        this.loader = loader;
        this.thread = new Thread(this::run, "sluice-registry");
        thread.setDaemon(true);
    }

    /**
     * Starts to watch.
     *
     * @param files what the configuration was read from
     * @param loader reads it anew; may throw {@link ConfigException}
     */
    public static RegistryWatch start(List<Path> files, Supplier<Configuration> loader) {
        RegistryWatch watch = new RegistryWatch(files, loader);
        watch.thread.start();
        return watch;
    }

    /** Ends the watch after the change in hand, or without it where that takes long. */
    @Override
    public void close() {
        closed = true;
        files.close();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            int failures = 0;
            List<String> seen;
            do {
                seen = files.look();
                failures = syncAll() ? 0 : failures + 1;
            } while (files.awaitOtherThan(seen, failures == 0 ? FOR_LONG : PATIENCE.after(failures)) && !closed);
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.error("The users of RabbitMQ are no longer kept in step with the registry.", e);
            }
        }
    }

    /** Whether all is as it should be. */
    private boolean syncAll() {
        boolean good = true;
        try {
            Configuration configuration = loader.get();
            for (ManagedBroker broker : configuration.brokers()) {
                if (broker.syncUsers() && !closed) {
                    good &= sync(broker, configuration);
                }
            }
            conditions.of("The configuration of RabbitMQ's users").up();
        } catch (ConfigException e) {
            conditions.of("The configuration of RabbitMQ's users").down(String.valueOf(e.getMessage()));
            good = false;
        }
        return good;
    }

    private boolean sync(ManagedBroker broker, Configuration configuration) {
        String name = "The users of RabbitMQ '%s'".formatted(broker.name());
        try {
            Management management = Management.connect(broker);
            UserPlan plan = UserSync.plan(management, configuration);
            UserSync.apply(management, plan);
            conditions.of(name).up();
            return true;
        } catch (ManagementException e) {
            conditions.of(name).down(String.valueOf(e.getMessage()));
            return false;
        }
    }
}
