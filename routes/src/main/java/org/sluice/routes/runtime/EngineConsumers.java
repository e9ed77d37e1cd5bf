package org.sluice.routes.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sluice.config.Configuration;
import org.sluice.config.ConsumerSettings;
import org.sluice.routes.consumer.ConsumerFigures;
import org.sluice.routes.consumer.ManagementLag;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.mq.Messaging;

/** All consumers that are enabled, beside the engine. One that cannot start is tried again; the others go on. */
final class EngineConsumers implements AutoCloseable {
    private final List<SupervisedConsumer> consumers;

    /** @param patience how long those are waited for that have messages in hand when this is closed */
    EngineConsumers(Configuration configuration, Conditions conditions, MeterRegistry meters, Duration patience) {
        ManagementLag lags = new ManagementLag(configuration);
        this.consumers = configuration.consumers().stream()
                .filter(ConsumerSettings::enabled)
                .map(settings -> new SupervisedConsumer(
                        settings,
                        new ConsumerFigures(settings, meters, Clock.systemUTC()),
                        lags,
                        conditions.of("The consumer " + settings.id()),
                        patience))
                .toList();
    }

    /** Starts them, in the background. */
    void start(Messaging messaging) {
        consumers.forEach(consumer -> consumer.start(messaging));
    }

    /** What was counted of each, in the order of the configuration. */
    List<ConsumerFigures.Snapshot> now() {
        return consumers.stream().map(SupervisedConsumer::now).toList();
    }

    /** Has all of them take no further message and finish what they have, and returns at once. */
    void beginToFinish() {
        var unused = forEach(SupervisedConsumer::finish);
    }

    /** Waits until each has finished what it has in hand, or its patience is at an end, and ends it. */
    @Override
    public void close() {
        forEach(SupervisedConsumer::close).join();
    }

    private CompletableFuture<Void> forEach(Function<SupervisedConsumer, CompletableFuture<Void>> work) {
        return CompletableFuture.allOf(consumers.stream().map(work).toArray(CompletableFuture<?>[]::new));
    }
}
