package org.sluice.routes.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.ConsumerSettings;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.PolledConsumer;

/** The threads of a consumer: each takes a batch, has it handled, and settles it. */
final class Hands {
    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
    private static final Duration LONG = Duration.ofHours(1);

    private final ConsumerSettings settings;
    private final PolledConsumer consumer;
    private final Handling handling;
    private final ConsumerFigures figures;
    private final List<Thread> threads;
    private volatile boolean ending;

    Hands(ConsumerSettings settings, PolledConsumer consumer, Handling handling, ConsumerFigures figures) {
        this.settings = settings;
        this.consumer = consumer;
        this.handling = handling;
        this.figures = figures;
        this.threads = IntStream.rangeClosed(1, settings.concurrency())
                .mapToObj(number -> {
                    Thread thread = new Thread(this::run, "consumer-" + settings.id() + "-" + number);
                    thread.setDaemon(true);
                    return thread;
                })
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /**
     * Waits until all have put down what they have; to be called when the consumer is shut.
     *
     * @return whether they have
     */
    boolean await(Duration patience) {
        ending = true;
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                // At least a moment: 0 would be for ever.
                thread.join(Math.max(
                        1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Has those hurry that do not return. */
    void interrupt() {
        threads.forEach(Thread::interrupt);
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                List<Message> batch = take();
                more = !batch.isEmpty();
                if (more) {
                    handle(batch);
                }
            } catch (InterruptedException hurried) {
                // A module may leave its thread interrupted, which means nothing before the end.
                LOG.debug("A thread of {} was interrupted.", settings.id());
                more = !ending;
            }
        }
    }

    /** Empty at the end. What was taken is handled even then: some destinations have it acknowledged already. */
    private List<Message> take() throws InterruptedException {
        List<Message> batch = new ArrayList<>();
        Optional<Message> next = Optional.empty();
        while (next.isEmpty() && !ending) {
            next = consumer.get(LONG);
        }
        long deadline = System.nanoTime() + settings.batchTimeout().toNanos();
        while (next.isPresent()) {
            batch.add(next.get());
            next = batch.size() < settings.batchSize() ? oneMore(deadline) : Optional.empty();
        }
        return batch;
    }

    /** An interrupt here ends the filling only: what the batch has must not be dropped. */
    private Optional<Message> oneMore(long deadline) {
        try {
            return consumer.get(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (InterruptedException hurried) {
            LOG.debug("A thread of {} was interrupted while it filled a batch.", settings.id());
            return Optional.empty();
        }
    }

    private void handle(List<Message> batch) throws InterruptedException {
        figures.received(batch.size());
        try {
            handling.handle(List.copyOf(batch));
            batch.forEach(message -> figures.settled(!message.isGivenBack() && message.acknowledge()));
        } catch (InterruptedException e) {
            if (ending) {
                throw e;
            }
            failed(batch, e);
        } catch (Throwable e) {
            // Errors as well: one message must not end the consumption of the others.
            failed(batch, e);
        }
    }

    private void failed(List<Message> batch, Throwable failure) {
        batch.forEach(Message::giveBack);
        long back = batch.stream().filter(Message::isGivenBack).count();
        LOG.warn(
                consumer.redelivers()
                        ? "{}: the module failed, and what it did not acknowledge comes again ({} of {} messages): {}"
                        : "{}: the module failed, and nothing comes again, for Acknowledgement is False ({} of {} messages): {}",
                settings.id(),
                back,
                batch.size(),
                Reason.of(failure),
                failure);
        batch.forEach(message -> figures.settled(!message.isGivenBack() && message.acknowledge()));
    }
}
