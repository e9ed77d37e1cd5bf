package org.sluice.routes.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sluice.routes.mq.MqSender;

/** Sends lines, many of them unconfirmed at a time, up to the first one that the broker does not confirm. */
final class Shipping {
    private static final int MOST_UNCONFIRMED = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int POLL_MS = 20;
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final MqSender sender;
    private final Progress progress;
    private final Semaphore free = new Semaphore(MOST_UNCONFIRMED);
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<@Nullable CommandFailedException> failure = new AtomicReference<>();

    Shipping(MqSender sender, Progress progress) {
        this.sender = sender;
        this.progress = progress;
    }

    /** How many messages the broker has confirmed. */
    long confirmed() {
        return confirmed.get();
    }

    /**
     * Sends all lines and waits for their confirmations.
     *
     * @throws CommandFailedException naming the first line that was not confirmed
     */
    void send(Lines lines) throws InterruptedException {
        for (Optional<byte[]> line = lines.next(); line.isPresent() && failure.get() == null; line = lines.next()) {
            free.acquire();
            String place = lines.place();
            sender.send(line.get(), HEADERS).whenComplete((done, fault) -> settle(place, Optional.ofNullable(fault)));
        }
        free.acquire(MOST_UNCONFIRMED);
        CommandFailedException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /**
     * Waits for the connection, which may take a moment.
     *
     * @throws CommandFailedException when the broker cannot be used, naming its address
     */
    void connect() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                sender.ready().join();
                return;
            } catch (CompletionException e) {
                if (System.nanoTime() > end) {
                    throw new CommandFailedException(sentence(e), e);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
    }

    private void settle(String place, Optional<Throwable> fault) {
        if (fault.isPresent()) {
            failure.compareAndSet(
                    null,
                    new CommandFailedException(
                            "%s was not confirmed, after %,d others that were. %s"
                                    .formatted(place, confirmed.get(), sentence(fault.get())),
                            fault.get()));
        } else {
            confirmed.incrementAndGet();
            progress.step(1);
        }
        free.release();
    }

    private static String sentence(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return String.valueOf(cause.getMessage());
    }
}
