package org.sluice.routes.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sluice.config.Configuration;
import org.sluice.config.EngineSettings;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;
import org.sluice.engine.event.EventCodec;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.Trigger;
import org.sluice.routes.broker.LocalBroker;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Condition;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.mq.Producer;
import org.sluice.routes.notice.NoticePublisher;
import org.sluice.routes.origin.ProducerPolicy;
import org.sluice.routes.pipeline.Pipeline;
import org.sluice.routes.pipeline.PipelineSettings;

/**
 * The engine, running: it consumes from the sources that the configuration names until it is closed. While a broker or
 * the database is away it says so (in the log once, in the health report as long as it lasts) and tries again.
 * Thread-safe.
 */
public final class EngineRuntime implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(9);
    private static final Duration LONGEST_FINISH = Duration.ofSeconds(6);
    private static final Duration WATCH = Duration.ofMillis(200);
    private static final int LARGEST_PREFETCH = 65_535;

    private final Configuration configuration;
    private final EngineSettings settings;
    private final Closing closing;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Conditions conditions = new Conditions();
    private final Condition database = conditions.of("The database");
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final QuarantineMeter quarantines = new QuarantineMeter(meters);
    private final BoundaryListener boundaries = EngineParts.boundaryListeners();

    private final EngineConsumers consumers;
    private final Observation observation;
    private final Optional<LocalBroker> broker;
    private final Destinations destinations;
    private final Edge edge;
    private final Background background;
    private final Pipeline pipeline;

    private EngineRuntime(Configuration configuration, Stores.Opener opener, Closing closing) {
        this.configuration = configuration;
        this.settings = configuration.engine();
        this.closing = closing;
        // In this order, and closed in the opposite one: sources leave their brokers before those end.
        this.consumers = new EngineConsumers(configuration, conditions, meters, LONGEST_FINISH);
        this.observation = closing.add(
                "HTTP",
                Observation.start(
                        settings.httpPort(), "/Systems/Transformation/Sluice", conditions, meters, consumers::now));
        this.broker = settings.embeddedBroker() ? Optional.of(closing.add("broker", startBroker())) : Optional.empty();
        this.destinations = new Destinations(configuration, broker.map(LocalBroker::port));
        StoreConnection stores =
                closing.add("database", new StoreConnection(opener, database, this::opened, this::failed));
        this.edge = closing.add("Camel", new Edge(destinations::of, conditions, meters));
        closing.add("consumers", consumers);
        this.background = closing.add("background work", new Background(database));
        this.pipeline = closing.add("pipeline", pipeline());
        closing.add("batch in hand", () -> pipeline.finish(LONGEST_FINISH));
        // First of all, while the batch in hand ends too. What they were sent goes back after that: with STOMP this may
        // need another connection, and would take the batch's acknowledgements with the old one.
        closing.add("messages in hand of consumers", consumers::beginToFinish);
        stores.start();
        consume();
    }

    /**
     * Starts an engine and returns while it connects to brokers and the database, which may take long.
     *
     * @param stores opens the database
     * @throws org.sluice.config.cfg.ConfigException when the configuration is wrong
     * @throws StartException when the HTTP port is taken, or a route of the user's own is wrong
     * @throws org.sluice.routes.broker.LocalBrokerException when the embedded broker cannot start
     */
    public static EngineRuntime start(Configuration configuration, Stores.Opener stores) {
        Closing closing = new Closing(LONGEST_CLOSE);
        try {
            return new EngineRuntime(configuration, stores, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Completes when the engine is closed; fails when it cannot go on, with a message for a person. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** What the engine depends on, and whether it is there. */
    public Conditions conditions() {
        return conditions;
    }

    /** What the engine counts: {@code sluice.events}, {@code sluice.tasks} and others. */
    public MeterRegistry meters() {
        return meters;
    }

    /** The port of {@code /observe/health} and {@code /observe/metrics}. */
    public int httpPort() {
        return observation.port();
    }

    /** The broker inside this process, where there is one. */
    public Optional<LocalBroker> broker() {
        return broker;
    }

    /**
     * A sender to a configured destination, closed together with the engine.
     *
     * @throws org.sluice.config.cfg.ConfigException when there is none of that name
     */
    public Producer sender(MqUri uri) {
        return edge.sender(destinations.of(uri));
    }

    /**
     * Stops consuming, sees the batch in hand through, acknowledges it, and ends, within 10 seconds whatever is away.
     * What was not acknowledged goes back to the brokers.
     */
    @Override
    public void close() {
        closing.close();
        ended.complete(null);
    }

    private LocalBroker startBroker() {
        return LocalBroker.start(
                brokerDirectory(settings),
                settings.embeddedBrokerPort(),
                List.of(
                        EmbeddedBroker.REGISTRATIONS.name(),
                        EmbeddedBroker.DEAD_LETTERS.name(),
                        EmbeddedBroker.TASK_NOTICES.name()));
    }

    static Path brokerDirectory(EngineSettings settings) {
        return settings.dataDirectory().resolve("broker");
    }

    private Pipeline pipeline() {
        MqDestination deadLetters = destinations.deadLetters();
        int waiting = destinations.sources().stream().mapToInt(this::prefetch).sum();
        return new Pipeline(
                new PipelineSettings(
                        settings.batchSize(),
                        settings.batchTimeout(),
                        settings.consumers() * destinations.sources().size(),
                        waiting + settings.batchSize(),
                        Backoff.STANDARD),
                new Pipeline.Outlet(
                        edge.sender(deadLetters),
                        conditions.of("The dead-letter queue " + deadLetters.uri()),
                        database,
                        boundaries,
                        background::committed),
                meters,
                Clock.systemUTC());
    }

    /** At least a full batch for every consumer while another one waits. */
    private int prefetch(MqDestination source) {
        int wanted = source.prefetch().orElse(settings.batchSize() * (settings.consumers() + 1));
        return Math.min(LARGEST_PREFETCH, Math.max(settings.batchSize(), wanted));
    }

    private void consume() {
        edge.leadTo(pipeline);
        for (MqDestination source : destinations.sources()) {
            edge.consume(source, prefetch(source), conditions.of("The source " + source.uri()));
        }
        edge.load(settings.routesDirectory());
        consumers.start(edge.messaging());
        background.watch(WATCH, edge::watch);
    }

    private void opened(Stores stores) {
        Trigger trigger = new Trigger(
                stores.triggerStore(),
                EngineParts.schema(configuration),
                EngineParts.triggerSettings(configuration),
                Plugins.load(EngineRuntime.class.getClassLoader()),
                Clock.systemUTC(),
                boundaries);
        EventCodec codec = new EventCodec();
        ProducerPolicy policy = ProducerPolicy.of(configuration.queues().destinations());
        pipeline.start((body, origin, received) -> policy.judge(codec.decode(body, received), origin), trigger::handle);
        background.work(trigger, pipeline::isBusy);
        background.look(
                new BesideDirac(trigger, stores::lookOutside, meters), () -> quarantines.look(stores::quarantined));
        background.forget(stores, settings.journalRetention());
        destinations.taskNotices().ifPresent(notices -> {
            MqSender sender = edge.sender(notices);
            background.publish(
                    new NoticePublisher(stores.noticeOutbox(), sender),
                    sender,
                    conditions.of("The queue of task notices " + notices.uri()));
        });
    }

    private void failed(RuntimeException fault) {
        ended.completeExceptionally(fault);
    }
}
