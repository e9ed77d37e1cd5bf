package org.sluice.routes.mq;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sluice.config.mq.MqDestination;

/** A producer on the connection that it shares. */
final class LinkedProducer implements Producer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Executor A_LITTLE_LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final MqDestination destination;
    private final Shared<Publishing> shared;
    private final Publishing publishing;
    private final Consumer<AutoCloseable> closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    LinkedProducer(MqDestination destination, Shared<Publishing> shared, Consumer<AutoCloseable> closing) {
        this.destination = destination;
        this.shared = shared;
        this.publishing = shared.borrow();
        this.closing = closing;
    }

    @Override
    public void put(JsonNode message) {
        put(message, Map.of(), PATIENCE);
    }

    @Override
    public void put(JsonNode message, Map<String, String> headers, Duration patience) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("content-type", "application/json");
        byte[] body = message.toString().getBytes(StandardCharsets.UTF_8);
        await(send(body, all, destination.persistent(), patience));
    }

    @Override
    public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
        return send(body, headers, true, PATIENCE);
    }

    private CompletableFuture<Void> send(
            byte[] body, Map<String, String> headers, boolean confirmed, Duration patience) {
        requireOpen();
        return publishing.send(destination, body, headers, confirmed, patience);
    }

    private void await(CompletableFuture<Void> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // A new one: its stack says who sent, the cause's who found out.
            throw new MqUnavailableException(String.valueOf(cause.getMessage()), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqUnavailableException(
                    "Interrupted while waiting for the confirmation of a message to " + destination.uri()
                            + "; it may have arrived or not.",
                    e);
        }
    }

    @Override
    public CompletableFuture<Void> ready() {
        requireOpen();
        Optional<String> problem = publishing.problem();
        if (problem.isPresent()) {
            return CompletableFuture.failedFuture(new MqUnavailableException(problem.get(), null));
        }
        if (publishing.isUp()) {
            return publishing.prepare(destination);
        }
        return CompletableFuture.supplyAsync(this::ready, A_LITTLE_LATER).thenCompose(later -> later);
    }

    @Override
    public Optional<String> problem() {
        return publishing.problem();
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("The producer to " + destination.uri() + " is closed.");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shared.giveBack();
            closing.accept(this);
        }
    }
}
