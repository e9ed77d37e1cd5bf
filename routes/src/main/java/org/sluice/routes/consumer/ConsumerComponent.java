package org.sluice.routes.consumer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.ConsumerSettings;
import org.sluice.config.cfg.ConfigException;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.PolledConsumer;

/**
 * A configured consumer at work: its module is given messages until this is closed. Connections come back by themselves,
 * as those of every consumer of {@link Messaging}. Thread-safe.
 */
public final class ConsumerComponent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerComponent.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final ConsumerSettings settings;
    private final Handling handling;
    private final PolledConsumer consumer;
    private final ConsumerFigures figures;
    private final LagSource lags;
    private final Hands hands;
    private final Duration patience;
    private boolean finished;
    private boolean idle;

    private ConsumerComponent(
            ConsumerSettings settings,
            Handling handling,
            PolledConsumer consumer,
            ConsumerFigures figures,
            LagSource lags,
            Duration patience) {
        this.settings = settings;
        this.handling = handling;
        this.consumer = consumer;
        this.figures = figures;
        this.lags = lags;
        this.hands = new Hands(settings, consumer, handling, figures);
        this.patience = patience;
        figures.reconnectsOf(consumer);
    }

    /**
     * Starts the module, then subscribes, in the background.
     *
     * @param lags tells how many messages wait, where the protocol does not
     * @param patience how long {@link #finish} waits for the messages in hand
     * @throws ModuleException when the module cannot be found or cannot start
     * @throws ConfigException when an option of the module is wrong
     * @throws MqUnavailableException when certificates cannot be read
     */
    public static ConsumerComponent start(
            ConsumerSettings settings,
            Messaging messaging,
            ConsumerFigures figures,
            LagSource lags,
            Duration patience) {
        Handling handling = handling(settings, messaging);
        try {
            int atOnce = Math.multiplyExact(settings.concurrency(), settings.batchSize());
            PolledConsumer consumer = messaging.consumer(settings.mq(), atOnce);
            ConsumerComponent component = new ConsumerComponent(settings, handling, consumer, figures, lags, patience);
            component.hands.start();
            return component;
        } catch (RuntimeException e) {
            stop(handling, settings);
            throw e;
        }
    }

    private static Handling handling(ConsumerSettings settings, Messaging messaging) {
        ConsumerModule module = new Modules(ConsumerComponent.class.getClassLoader()).find(settings.module());
        try {
            module.start(settings.options());
        } catch (ConfigException | ModuleException speaking) {
            throw speaking;
        } catch (Throwable e) {
            // Errors as well: a module is not trusted, and the others must go on.
            throw cannotStart(settings, e);
        }
        try {
            Optional<ConsumerModule.Routes> routes = module.routing();
            return routes.isPresent()
                    ? RouteHandling.start(module, routes.get(), settings, messaging)
                    : new CallbackHandling(module);
        } catch (Throwable e) {
            stop(new CallbackHandling(module), settings);
            throw cannotStart(settings, e);
        }
    }

    private static ModuleException cannotStart(ConsumerSettings settings, Throwable cause) {
        return new ModuleException(
                "%s: the module %s of the consumer %s cannot start: %s"
                        .formatted(
                                settings.module().origin(), settings.module().text(), settings.id(), Reason.of(cause)),
                cause);
    }

    /** What was counted. */
    public ConsumerFigures.Snapshot now() {
        return figures.now();
    }

    /** What keeps messages from coming, as a sentence; empty while nothing is known to. */
    public Optional<String> problem() {
        return consumer.problem();
    }

    /** Whether the broker delivers to it, at this moment. */
    public boolean isSubscribed() {
        return consumer.isSubscribed();
    }

    /** Asks how many messages wait, which may take some seconds; to be called now and then. */
    public void measure() {
        OptionalLong told = consumer.lag();
        figures.lag(told.isPresent() ? told : lags.of(settings.mq()));
    }

    /** Takes no further message, and waits until the module has returned; what was sent ahead stays here until the end. */
    public synchronized void finish() {
        if (!finished) {
            finished = true;
            consumer.shut();
            idle = hands.await(patience);
        }
    }

    /** Finishes, and ends the module. What was not acknowledged goes back to the broker. */
    @Override
    public synchronized void close() {
        finish();
        consumer.close();
        if (!idle) {
            LOG.warn("{}: the module does not return; what it has in hand is delivered again.", settings.id());
            hands.interrupt();
            // Most return now; a module that still does not is stopped while it works.
            hands.await(AFTER_INTERRUPT);
        }
        stop(handling, settings);
    }

    private static void stop(Handling handling, ConsumerSettings settings) {
        try {
            handling.stop();
        } catch (Throwable e) {
            LOG.warn("{}: the module failed when it was stopped: {}", settings.id(), Reason.of(e), e);
        }
    }
}
