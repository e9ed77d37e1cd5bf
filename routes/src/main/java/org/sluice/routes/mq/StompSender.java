package org.sluice.routes.mq;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.sluice.config.mq.MqDestination;
import org.sluice.routes.stomp.StompConnectionState;
import org.sluice.routes.stomp.StompEndpoint;

/** Sends through the {@code stomp:} component, which waits for receipts. */
final class StompSender implements MqSender {
    private static final Executor A_LITTLE_LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final MqDestination destination;
    private final StompAddress address;
    private final StompEndpoint endpoint;
    private final AsyncProducer producer;

    StompSender(MqDestination destination, CamelContext context) throws Exception {
        this.destination = destination;
        this.address = new StompAddress(destination);
        this.endpoint = address.endpoint(context);
        endpoint.start();
        this.producer = endpoint.createAsyncProducer();
        producer.start();
    }

    @Override
    public CompletableFuture<Void> ready() {
        List<StompConnectionState> connections = endpoint.getComponent().connectionStates().stream()
                .filter(state -> state.purpose().startsWith("producers"))
                .toList();
        Optional<String> problem = connections.stream()
                .flatMap(state -> address.problem(state).stream())
                .findFirst();
        if (problem.isPresent()) {
            return CompletableFuture.failedFuture(new MqUnavailableException(problem.get(), null));
        }
        if (connections.stream().allMatch(StompConnectionState::connected)) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.supplyAsync(this::ready, A_LITTLE_LATER).thenCompose(later -> later);
    }

    @Override
    public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeaders(new HashMap<>(headers));
        producer.process(exchange, doneSync -> answer(exchange, confirmed));
        return confirmed;
    }

    @Override
    public void close() {
        producer.stop();
    }

    private void answer(Exchange exchange, CompletableFuture<Void> confirmed) {
        Exception failure = exchange.getException();
        if (failure == null) {
            confirmed.complete(null);
        } else {
            confirmed.completeExceptionally(
                    new MqUnavailableException(BrokerFailure.sentence(destination.service(), failure), failure));
        }
    }
}
