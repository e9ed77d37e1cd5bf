package org.sluice.routes.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.ConsumerSettings;
import org.sluice.config.cfg.ConfigException;
import org.sluice.routes.consumer.ConsumerComponent;
import org.sluice.routes.consumer.ConsumerFigures;
import org.sluice.routes.consumer.LagSource;
import org.sluice.routes.consumer.ModuleException;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Condition;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqUnavailableException;

/**
 * A consumer that is watched, and whose start is tried again until it works: what a module needs may be away for a
 * while, and a YAML file may be mended.
 */
final class SupervisedConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedConsumer.class);
    private static final Duration WATCH = Duration.ofMillis(500);
    private static final Duration MEASURE = Duration.ofSeconds(2);
    private static final Backoff START_AGAIN = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    private final ConsumerSettings settings;
    private final ConsumerFigures figures;
    private final LagSource lags;
    private final Condition condition;
    private final Duration patience;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    private Optional<ConsumerComponent> component = Optional.empty();
    private boolean closed;
    private int failures;
    private long tryAgainAt = System.nanoTime();

    SupervisedConsumer(
            ConsumerSettings settings,
            ConsumerFigures figures,
            LagSource lags,
            Condition condition,
            Duration patience) {
        this.settings = settings;
        this.figures = figures;
        this.lags = lags;
        this.condition = condition;
        this.patience = patience;
    }

    /** Starts it in the background, as often as it takes. */
    void start(Messaging messaging) {
        loop("sluice-watch-", WATCH, () -> watch(messaging));
        loop("sluice-measure-", MEASURE, () -> running().ifPresent(ConsumerComponent::measure));
    }

    /**
     * Starts it now.
     *
     * @throws ModuleException when the module cannot be found or cannot start
     * @throws ConfigException when an option of the module is wrong
     * @throws MqUnavailableException when certificates cannot be read
     */
    void startNow(Messaging messaging) {
        begin(messaging);
        start(messaging);
    }

    private void loop(String name, Duration pause, Runnable work) {
        loops.add(new Loop(
                        name + settings.id(),
                        pause,
                        () -> {
                            work.run();
                            return false;
                        },
                        fault -> LOG.error("Looking at the consumer {} failed unexpectedly.", settings.id(), fault))
                .start());
    }

    ConsumerFigures.Snapshot now() {
        return figures.now();
    }

    private void watch(Messaging messaging) {
        if (isToBegin() && System.nanoTime() - tryAgainAt >= 0) {
            tryToBegin(messaging);
        }
        running().ifPresent(consumer -> {
            consumer.problem().ifPresent(condition::down);
            if (consumer.isSubscribed()) {
                condition.up();
            }
        });
    }

    private void tryToBegin(Messaging messaging) {
        try {
            begin(messaging);
        } catch (ModuleException | ConfigException | MqUnavailableException e) {
            failures++;
            tryAgainAt = System.nanoTime() + START_AGAIN.after(failures).toNanos();
            condition.down(String.valueOf(e.getMessage()));
            LOG.debug("{} could not start.", settings.id(), e);
        }
    }

    private void begin(Messaging messaging) {
        ConsumerComponent started = ConsumerComponent.start(settings, messaging, figures, lags, patience);
        if (!kept(started)) {
            started.close();
        }
    }

    private synchronized boolean isToBegin() {
        return !closed && component.isEmpty();
    }

    private synchronized boolean kept(ConsumerComponent started) {
        if (!closed) {
            component = Optional.of(started);
        }
        return !closed;
    }

    private synchronized Optional<ConsumerComponent> running() {
        return closed ? Optional.empty() : component;
    }

    /** Takes no further message; completes when those in hand are done, within its patience. */
    CompletableFuture<Void> finish() {
        return inTheBackground(() -> last().ifPresent(ConsumerComponent::finish));
    }

    /** Completes when it has ended, within its patience and a few seconds. */
    CompletableFuture<Void> close() {
        return inTheBackground(() -> {
            last().ifPresent(ConsumerComponent::close);
            loops.forEach(Loop::close);
        });
    }

    private synchronized Optional<ConsumerComponent> last() {
        closed = true;
        return component;
    }

    private CompletableFuture<Void> inTheBackground(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        done.complete(null);
                    }
                },
                "sluice-close-" + settings.id());
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
