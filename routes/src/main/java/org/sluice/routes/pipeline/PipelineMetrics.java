package org.sluice.routes.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.trigger.BatchResult;

/** What the pipeline counts. */
final class PipelineMetrics {
    private final MeterRegistry registry;
    private final Counter events;
    private final Counter duplicates;
    private final Counter attachments;
    private final Counter tasks;
    private final Counter retries;
    private final Timer batches;

    PipelineMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.events = counter("sluice.events", "Events that took effect");
        this.duplicates = counter("sluice.events.duplicates", "Events that were known already");
        this.attachments = counter("sluice.attachments", "Files given to transformations");
        this.tasks = counter("sluice.tasks", "Tasks made");
        this.retries = counter("sluice.batches.retried", "Tries of a batch that failed and were repeated");
        this.batches = Timer.builder("sluice.batches")
                .description("Batches handled, with the time that the engine took")
                .register(registry);
    }

    void gauge(String name, String description, Supplier<Number> value) {
        io.micrometer.core.instrument.Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    void received(String source) {
        registry.counter("sluice.messages.received", "source", source).increment();
    }

    void rejected(RejectionReason reason) {
        registry.counter("sluice.events.rejected", "reason", reason.code()).increment();
    }

    void handled(BatchResult result, Timer.Sample since) {
        since.stop(batches);
        events.increment(result.events());
        duplicates.increment(result.duplicates());
        attachments.increment(result.attachments());
        tasks.increment(result.tasks());
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void retried() {
        retries.increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
