package org.sluice.routes.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.broker.LocalBroker;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.runtime.EngineRuntime;

/** Sends waves of messages, each when the engine is done with the one before. */
final class Loading implements AutoCloseable {
    private static final int MOST_UNCONFIRMED = 1_000;
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final LocalBroker broker;
    private final MqSender sender;
    private final Patience patience;
    private final LongConsumer handled;
    private final Semaphore free = new Semaphore(MOST_UNCONFIRMED);
    private final AtomicInteger confirmed = new AtomicInteger();
    private final AtomicLong told = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Loading(EngineRuntime engine, Patience patience, LongConsumer handled) {
        this.broker = engine.broker().orElseThrow();
        this.sender = engine.sender(EmbeddedBroker.REGISTRATIONS);
        this.patience = patience;
        this.handled = handled;
        patience.until(() -> isReady(sender), () -> "its sender had reached the embedded broker");
    }

    private static boolean isReady(MqSender sender) {
        return sender.ready().handle((ready, fault) -> fault == null).join();
    }

    /** Sends a wave, and returns when everything in it has been acknowledged by the engine. */
    void send(List<Message> wave) {
        int before = confirmed.get();
        for (Message message : wave) {
            patience.until(free::tryAcquire, () -> "the broker confirmed messages; %d are confirmed"
                    .formatted(confirmed.get()));
            sender.send(message.body(), HEADERS).whenComplete((done, fault) -> settle(Optional.ofNullable(fault)));
            tell();
        }
        patience.until(
                () -> isFailed() || confirmed.get() - before == wave.size(),
                () -> "the broker had confirmed %d messages".formatted(wave.size()));
        Throwable fault = failure.get();
        if (fault != null) {
            throw new DemoFailedException("A message could not be sent: " + fault.getMessage(), fault);
        }
        patience.until(this::isDone, () -> "the engine had acknowledged %d more messages".formatted(waiting()));
    }

    /** How many messages lie in a queue of the embedded broker. */
    long depth(MqUri queue) {
        return broker.depth(queue.name()).orElse(0);
    }

    @Override
    public void close() {
        sender.close();
    }

    private void settle(Optional<Throwable> fault) {
        if (fault.isPresent()) {
            failure.set(fault.get());
        } else {
            confirmed.incrementAndGet();
        }
        free.release();
    }

    private boolean isFailed() {
        return failure.get() != null;
    }

    private boolean isDone() {
        tell();
        return waiting() == 0;
    }

    private long waiting() {
        return depth(EmbeddedBroker.REGISTRATIONS);
    }

    /** The broker has messages before it confirms them, so the difference falls now and then; what was told stands. */
    private void tell() {
        handled.accept(told.accumulateAndGet(confirmed.get() - waiting(), Math::max));
    }
}
