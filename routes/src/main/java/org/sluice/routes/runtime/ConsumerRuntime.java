package org.sluice.routes.runtime;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.Configuration;
import org.sluice.config.ConsumerSettings;
import org.sluice.routes.consumer.ConsumerFigures;
import org.sluice.routes.consumer.ManagementLag;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.mq.Messaging;

/**
 * One consumer as a process of its own. While its broker is away it says so, once, and tries again. Every minute in which
 * something happened, a line of the log says what was counted. Thread-safe.
 */
public final class ConsumerRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerRuntime.class);

    /** Of connections, and of what the module does at its end, beyond the messages in hand. */
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private static final Duration LONGEST_FINISH = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration REPORT = Duration.ofMinutes(1);

    private final Closing closing;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Optional<Observation> observation;

    private ConsumerRuntime(
            Configuration configuration, ConsumerSettings settings, Optional<Integer> httpPort, Closing closing) {
        this.closing = closing;
        Conditions conditions = new Conditions();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ConsumerFigures figures = new ConsumerFigures(settings, meters, Clock.systemUTC());
        SupervisedConsumer consumer = new SupervisedConsumer(
                settings,
                figures,
                new ManagementLag(configuration),
                conditions.of("The consumer " + settings.id()),
                LONGEST_FINISH);
        this.observation = httpPort.map(port -> closing.add(
                "HTTP",
                Observation.start(
                        port,
                        "the section of the consumer " + settings.id(),
                        conditions,
                        meters,
                        () -> List.of(figures.now()))));
        Messaging messaging = closing.add(
                "messaging", Messaging.of(uri -> QueuesBesideEngine.resolve(configuration, uri), conditions));
        MqMeters connections = new MqMeters(meters);
        Loop watch = closing.add(
                "watch",
                new Loop(
                        "sluice-watch",
                        WATCH,
                        () -> {
                            connections.update(messaging.connections());
                            return false;
                        },
                        fault -> LOG.error("Looking at connections failed unexpectedly.", fault)));
        StatusLine status = closing.add("status", new StatusLine(figures, REPORT));
        closing.add("consumer", () -> consumer.close().join());
        consumer.startNow(messaging);
        status.start();
        watch.start();
    }

    /**
     * Starts a consumer and returns while it connects to its broker, which may take long.
     *
     * @param httpPort where it can be observed: 0 for any free port; absent for nowhere
     * @throws org.sluice.routes.consumer.ModuleException when the module cannot be found or cannot start
     * @throws org.sluice.config.cfg.ConfigException when the configuration, or an option of the module, is wrong
     * @throws StartException when the HTTP port is taken
     * @throws org.sluice.routes.mq.MqUnavailableException when certificates cannot be read
     */
    public static ConsumerRuntime start(
            Configuration configuration, ConsumerSettings settings, Optional<Integer> httpPort) {
        Closing closing = new Closing(LONGEST_CLOSE);
        try {
            return new ConsumerRuntime(configuration, settings, httpPort, closing);
        } catch (RuntimeException | Error e) {
            closing.close();
            throw e;
        }
    }

    /** Completes when it is closed. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** The port of {@code /observe/health} and {@code /observe/metrics}; empty where it is not observed. */
    public OptionalInt httpPort() {
        return observation.map(http -> OptionalInt.of(http.port())).orElseGet(OptionalInt::empty);
    }

    /**
     * Takes no further message, waits up to 10 seconds for those in hand, and ends, within 20 seconds whatever is away.
     * What was not acknowledged goes back to the broker.
     */
    @Override
    public void close() {
        closing.close();
        ended.complete(null);
    }
}
