package org.sluice.routes.consumer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.sluice.config.ConsumerSettings;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.mq.Consumer;

/**
 * What is counted of a consumer: as meters {@code sluice.consumer.…}, tagged with system and name, and as a snapshot.
 * Thread-safe.
 */
public final class ConsumerFigures {
    private static final double MILLIS_PER_SECOND = 1000;

    private final ConsumerSettings settings;
    private final MeterRegistry meters;
    private final Tags tags;
    private final Clock clock;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicBoolean lagShown = new AtomicBoolean();
    private final AtomicBoolean lastMessageShown = new AtomicBoolean();
    private volatile Optional<Instant> lastMessage = Optional.empty();
    private volatile OptionalLong lag = OptionalLong.empty();
    private volatile LongSupplier reconnects = () -> 0;

    /** Registers the meters, those of the lag and the last message as soon as these are known. */
    public ConsumerFigures(ConsumerSettings settings, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.meters = meters;
        this.tags = Tags.of("system", settings.system(), "consumer", settings.name());
        this.clock = clock;
        counter("received", "Messages that were handed to the module", figures -> figures.received.get());
        counter("accepted", "Messages that were acknowledged", figures -> figures.accepted.get());
        counter("rejected", "Messages that were not, and are delivered again", figures -> figures.rejected.get());
        counter(
                "reconnects",
                "How often the consumer had to subscribe again",
                figures -> figures.reconnects.getAsLong());
        gauge("inflight", "Messages that the module has in hand", figures -> figures.now()
                .inFlight());
    }

    /**
     * What was counted, since the process started.
     *
     * @param received how many messages the module was given; those that came again count again
     * @param accepted how many of these were acknowledged
     * @param rejected how many were not: the module failed, gave them back, or their connection was gone by then
     * @param inFlight how many the module has in hand
     * @param lag how many wait in the queue; empty where nobody can tell
     * @param reconnects how often the consumer had to subscribe again
     */
    public record Snapshot(
            String consumer,
            MqUri mq,
            long received,
            long accepted,
            long rejected,
            long inFlight,
            OptionalLong lag,
            Optional<Instant> lastMessage,
            long reconnects) {}

    /** What was counted up to now. */
    public Snapshot now() {
        // In this order, so that nothing seems to be settled before it came.
        long bad = rejected.get();
        long good = accepted.get();
        long all = received.get();
        return new Snapshot(
                settings.id(),
                settings.mq(),
                all,
                good,
                bad,
                all - good - bad,
                lag,
                lastMessage,
                reconnects.getAsLong());
    }

    void received(int messages) {
        received.addAndGet(messages);
        lastMessage = Optional.of(clock.instant());
        if (!lastMessageShown.getAndSet(true)) {
            gauge("last.message.timestamp.seconds", "When the last message came", ConsumerFigures::lastMessageSeconds);
        }
    }

    void settled(boolean wasAccepted) {
        (wasAccepted ? accepted : rejected).incrementAndGet();
    }

    void reconnectsOf(Consumer consumer) {
        reconnects = consumer::reconnects;
    }

    void lag(OptionalLong messages) {
        lag = messages;
        if (messages.isPresent() && !lagShown.getAndSet(true)) {
            gauge(
                    "lag",
                    "Messages that wait in the queue",
                    figures -> figures.lag.isPresent() ? figures.lag.getAsLong() : Double.NaN);
        }
    }

    private double lastMessageSeconds() {
        return lastMessage.map(at -> at.toEpochMilli() / MILLIS_PER_SECOND).orElse(Double.NaN);
    }

    private void counter(String what, String meaning, ToDoubleFunction<ConsumerFigures> value) {
        FunctionCounter.builder("sluice.consumer." + what, this, value)
                .tags(tags)
                .description(meaning)
                .register(meters);
    }

    private void gauge(String what, String meaning, ToDoubleFunction<ConsumerFigures> value) {
        Gauge.builder("sluice.consumer." + what, this, value)
                .tags(tags)
                .description(meaning)
                .strongReference(true)
                .register(meters);
    }
}
