package org.sluice.routes.consumer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.UnitOfWorkHelper;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.MqEndpoint;

/** {@value ConsumerModule#MESSAGES}, where a module's routes begin. */
final class MessagesComponent extends DefaultComponent {
    private static final String NAME = "messages";

    private volatile Optional<Beginning> beginning = Optional.empty();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        if (!remaining.equals(NAME)) {
            throw new IllegalArgumentException(
                    "there is only " + ConsumerModule.MESSAGES + ", and not consumer:" + remaining);
        }
        return new MessagesEndpoint(uri, this);
    }

    /** The route that takes the messages; empty where none begins there. */
    Optional<Beginning> beginning() {
        return beginning;
    }

    @UriEndpoint(
            firstVersion = "0.1.0",
            scheme = "consumer",
            title = "The messages of a consumer",
            syntax = "consumer:messages",
            consumerOnly = true,
            category = {Category.MESSAGING})
    private final class MessagesEndpoint extends DefaultEndpoint {
        @UriPath(description = "The only one there is")
        @SuppressWarnings("UnusedVariable") // for Camel's catalogue
        private String name = NAME;

        MessagesEndpoint(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            throw new UnsupportedOperationException(
                    "a route begins at " + ConsumerModule.MESSAGES + "; nothing can be sent there");
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            Beginning made = new Beginning(this, processor);
            configureConsumer(made);
            beginning = Optional.of(made);
            return made;
        }
    }

    /** The beginning of a route, whose messages come from the consumer's threads. */
    static final class Beginning extends DefaultConsumer {
        Beginning(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        /**
         * Sends a message through the route, and waits until its exchange is complete, wherever it was handed over to.
         *
         * @throws Exception what the exchange failed with
         */
        void handle(Message message) throws Exception {
            Outcome outcome = new Outcome();
            Exchange exchange = createExchange(false);
            exchange.getExchangeExtension().addOnCompletion(outcome);
            exchange.getIn().setBody(message.body());
            message.headers().forEach(exchange.getIn()::setHeader);
            message.user().ifPresent(user -> exchange.setProperty(MqEndpoint.USER, user));
            getAsyncProcessor().process(exchange, doneSync -> completed(exchange, outcome));
            outcome.await();
        }

        private void completed(Exchange exchange, Outcome outcome) {
            // Left over where no unit of work took them: a route that refused the exchange.
            List<Synchronization> left = exchange.getExchangeExtension().handoverCompletions();
            if (left != null) {
                UnitOfWorkHelper.doneSynchronizations(exchange, left);
            }
            if (exchange.getException() != null) {
                outcome.onFailure(exchange);
            }
            releaseExchange(exchange, false);
        }
    }

    /** How an exchange ended. */
    private static final class Outcome implements Synchronization {
        private final CompletableFuture<Optional<Exception>> failure = new CompletableFuture<>();

        @Override
        public void onComplete(Exchange exchange) {
            boolean rolledBack = exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
            failure.complete(
                    rolledBack
                            ? Optional.of(new IllegalStateException("the route rolled the exchange back"))
                            : Optional.empty());
        }

        @Override
        public void onFailure(Exchange exchange) {
            failure.complete(Optional.of(Optional.ofNullable(exchange.getException())
                    .orElseGet(() -> new IllegalStateException("the route failed"))));
        }

        void await() throws Exception {
            Optional<Exception> ended = failure.get();
            if (ended.isPresent()) {
                throw ended.get();
            }
        }
    }
}
