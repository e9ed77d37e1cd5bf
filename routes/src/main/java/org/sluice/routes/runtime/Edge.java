package org.sluice.routes.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.health.Condition;
import org.sluice.routes.mq.EngineQueues;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqComponent;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.pipeline.Pipeline;
import org.sluice.routes.pipeline.SluiceComponent;

/** Camel: routes from the sources to the pipeline, routes of the user's own, and senders. */
final class Edge implements AutoCloseable {
    private static final int CAMEL_PATIENCE_SECONDS = 2;

    private final Main main = new Main();
    private final CamelContext context;
    private final EngineQueues messaging;
    private final Messaging queues;
    private final List<MqSender> senders = new CopyOnWriteArrayList<>();

    /**
     * Starts Camel without a route.
     *
     * @param destinations finds the queues and topics that routes name in {@code mq:}
     */
    Edge(Function<MqUri, MqDestination> destinations) {
        main.configure()
                .withName("sluice")
                .withShutdownTimeout(CAMEL_PATIENCE_SECONDS)
                .withShutdownSuppressLoggingOnTimeout(true)
                .withShutdownLogInflightExchangesOnTimeout(false);
        main.start();
        this.context = main.getCamelContext();
        this.messaging = new EngineQueues(context);
        this.queues = Messaging.of(destinations);
        context.addComponent("mq", new MqComponent(queues));
    }

    /** A sender, closed with this. */
    MqSender sender(MqDestination destination) {
        MqSender sender = messaging.sender(destination);
        senders.add(sender);
        return sender;
    }

    /** Makes {@code sluice:} lead to a pipeline. */
    void leadTo(Pipeline pipeline) {
        context.addComponent("sluice", new SluiceComponent(pipeline));
    }

    /** Consumes from a destination. */
    void consume(MqDestination source, int prefetch, Condition condition) {
        String pipeline = "sluice:events?source=RAW(" + source.uri() + ")";
        try {
            context.addRoutes(messaging.source(source, prefetch, pipeline, condition));
        } catch (RuntimeException known) {
            throw known;
        } catch (Exception e) {
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
        messaging.watch();
    }

    /** Stops the sources. Connections end, and brokers take back what is not acknowledged. */
    @Override
    public void close() {
        main.stop();
        senders.forEach(MqSender::close);
        queues.close();
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
