package org.sluice.routes.consumer;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.sluice.config.ConsumerSettings;
import org.sluice.routes.consumer.MessagesComponent.Beginning;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqComponent;

/** The routes of a module, in a Camel context of their own, so that names in one module cannot harm another. */
final class RouteHandling implements Handling {
    private static final int STOP_PATIENCE_SECONDS = 2;

    private final ConsumerModule module;
    private final CamelContext context;
    private final Beginning beginning;

    private RouteHandling(ConsumerModule module, CamelContext context, Beginning beginning) {
        this.module = module;
        this.context = context;
        this.beginning = beginning;
    }

    /** @throws Exception when the routes cannot be started */
    static RouteHandling start(
            ConsumerModule module, ConsumerModule.Routes routes, ConsumerSettings settings, Messaging messaging)
            throws Exception {
        if (settings.batchSize() > 1) {
            throw new IllegalArgumentException("a route takes messages one by one, and BatchSize is "
                    + settings.batchSize() + "; leave that out, or override handle(List) of a module in Java");
        }
        MessagesComponent messages = new MessagesComponent();
        CamelContext context = context(settings, messaging, messages);
        try {
            routes.addTo(context);
            context.start();
            Beginning beginning = messages.beginning()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "none of its routes begins at " + ConsumerModule.MESSAGES + ", where the messages are"));
            return new RouteHandling(module, context, beginning);
        } catch (Throwable e) {
            context.close();
            throw e;
        }
    }

    private static CamelContext context(ConsumerSettings settings, Messaging messaging, MessagesComponent messages) {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getCamelContextExtension().setName(settings.id());
        context.getShutdownStrategy().setTimeout(STOP_PATIENCE_SECONDS);
        context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.setPropertiesComponent(options(settings));
        context.addComponent("mq", new MqComponent(messaging));
        context.addComponent("consumer", messages);
        return context;
    }

    /** The module's options before all else: an environment has a USER and a PATH of its own. */
    private static PropertiesComponent options(ConsumerSettings settings) {
        PropertiesComponent options = new PropertiesComponent();
        options.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        options.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
        settings.options().asMap().forEach(options::addInitialProperty);
        return options;
    }

    @Override
    public void handle(List<Message> batch) throws Exception {
        for (Message message : batch) {
            beginning.handle(message);
        }
    }

    @Override
    public void stop() throws Exception {
        try {
            context.close();
        } finally {
            module.stop();
        }
    }
}
