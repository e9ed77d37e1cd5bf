package org.sluice.routes.consumer;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.sluice.config.ConsumerOptions;
import org.sluice.routes.mq.Message;

/**
 * What is done with the messages of a consumer; to be extended. Override one of three: {@link #handle(Message)},
 * {@link #handle(List)} for batches, or {@link #routes()} for a Camel route. {@code docs/consumers.md} has an example of
 * each.
 *
 * <p>A module is a public class with a public constructor without parameters. Every consumer has an instance of its
 * own, whose {@code handle} is called by as many threads at once as the consumer's {@code Concurrency} says.
 */
public abstract class ConsumerModule {

    /** Where the routes of {@link #routes()} and of YAML files begin. */
    public static final String MESSAGES = "consumer:messages";

    /**
     * The short name for {@code Module}, of a module that {@link java.util.ServiceLoader} finds; any other is named by
     * its class.
     */
    public String name() {
        return getClass().getSimpleName();
    }

    /**
     * Called once, before the first message.
     *
     * @param options the module's own options; what they throw at wrong values, and what
     *     {@link ConsumerOptions#wrong} makes, names file, line and column
     * @throws Exception when the module cannot work; {@link #stop()} is not called then
     */
    protected void start(ConsumerOptions options) throws Exception {}

    /**
     * Handles a message. It is acknowledged when this returns, unless it was given back by {@link Message#giveBack()}.
     *
     * @throws Exception when the message is to be delivered again, a second later; it is logged
     */
    protected void handle(Message message) throws Exception {
        throw new UnsupportedOperationException(
                getClass().getName() + " handles nothing: override handle(Message), handle(List) or routes()");
    }

    /**
     * Handles a batch of up to {@code BatchSize} messages, in the order in which they came. When this returns they are
     * acknowledged, except those that were given back by {@link Message#giveBack()}. Unless overridden, hands them one by
     * one to {@link #handle(Message)}, and acknowledges each.
     *
     * @param batch never empty
     * @throws Exception when all of them are to be delivered again, except those that were acknowledged by
     *     {@link Message#acknowledge()}; it is logged
     */
    protected void handle(List<Message> batch) throws Exception {
        for (Message message : batch) {
            handle(message);
            message.acknowledge();
        }
    }

    /**
     * Routes that take the messages instead of {@code handle}; exactly one of them begins at {@value #MESSAGES}. A message is
     * acknowledged when its exchange is complete, and delivered again when that fails. Body: the bytes as they came;
     * headers: those of the message. In the routes there are the component {@code mq:} and the module's options as
     * placeholders, <code>{{Directory}}</code>. Called after {@link #start}.
     */
    protected Optional<RouteBuilder> routes() {
        return Optional.empty();
    }

    /** How the routes come into a Camel context; empty where there are none. */
    Optional<Routes> routing() {
        return routes().map(builder -> context -> context.addRoutes(builder));
    }

    /** Routes, from wherever. */
    @FunctionalInterface
    interface Routes {
        void addTo(CamelContext context) throws Exception;
    }

    /** Called once, after the last message. */
    protected void stop() throws Exception {}
}
