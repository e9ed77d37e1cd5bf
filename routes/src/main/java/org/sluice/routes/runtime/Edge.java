package org.sluice.routes.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.health.Condition;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqComponent;
import org.sluice.routes.mq.MqEndpoint;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.Producer;
import org.sluice.routes.pipeline.Pipeline;
import org.sluice.routes.pipeline.SluiceComponent;

/** Camel: routes from the sources to the pipeline, routes of the user's own, and senders. */
final class Edge implements AutoCloseable {
    private static final int CAMEL_PATIENCE_SECONDS = 2;

    private final Main main = new Main();
    private final CamelContext context;
    private final Messaging messaging;
    private final MqComponent queues;
    private final MqMeters connections;
    private final Map<MqEndpoint, Condition> sources = new ConcurrentHashMap<>();

    /**
     * Starts Camel without a route.
     *
     * @param destinations finds the queues and topics that routes name in {@code mq:}
     */
    Edge(Function<MqUri, MqDestination> destinations, Conditions conditions, MeterRegistry meters) {
        main.configure()
                .withName("sluice")
                .withShutdownTimeout(CAMEL_PATIENCE_SECONDS)
                .withShutdownSuppressLoggingOnTimeout(true)
                .withShutdownLogInflightExchangesOnTimeout(false);
        main.start();
        this.context = main.getCamelContext();
        this.messaging = Messaging.of(destinations, conditions);
        this.queues = new MqComponent(messaging);
        context.addComponent("mq", queues);
        // Where components look for it.
        context.getRegistry().bind("meters", MeterRegistry.class, meters);
        this.connections = new MqMeters(meters);
    }

    /** Queues and topics, closed with this. */
    Messaging messaging() {
        return messaging;
    }

    /** A sender, closed with this. */
    Producer sender(MqDestination destination) {
        return messaging.producer(destination);
    }

    /** Makes {@code sluice:} lead to a pipeline. */
    void leadTo(Pipeline pipeline) {
        context.addComponent("sluice", new SluiceComponent(pipeline));
    }

    /** Consumes from a destination. */
    void consume(MqDestination source, int prefetch, Condition condition) {
        MqEndpoint from = queues.endpoint(source.uri());
        from.setPrefetch(prefetch);
        from.setExceptionHandler(new StoppingIsNoFailure());
        sources.put(from, condition);
        try {
            context.addRoutes(new RouteBuilder(context) {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from(from).routeId("source-" + source.uri()).to("sluice:events?source=RAW(" + source.uri() + ")");
                }
            });
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof MqUnavailableException known) {
                    throw known;
                }
            }
            throw new StartException("The source " + source.uri() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Starts the routes in the YAML files of a directory, if it is there. */
    void load(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(Edge::isYaml).sorted().forEach(this::loadFile);
        } catch (IOException e) {
            throw new StartException("The directory of routes " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Looks how the connections of sources are; to be called now and then. */
    void watch() {
        connections.update(messaging.connections());
        sources.forEach((source, condition) -> {
            source.problem().ifPresent(condition::down);
            if (source.isSubscribed()) {
                condition.up();
            }
        });
    }

    /** Stops the sources. Connections end, and brokers take back what is not acknowledged. */
    @Override
    public void close() {
        main.stop();
        messaging.close();
    }

    private void loadFile(Path file) {
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.resolveResource(context, "file:" + file));
        } catch (Exception e) {
            throw new StartException("The routes in " + file + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
