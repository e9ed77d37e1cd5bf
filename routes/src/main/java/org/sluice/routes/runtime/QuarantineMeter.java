package org.sluice.routes.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** {@code sluice.transformations.quarantined}: a look of its own now and then, so that a scrape asks no database. */
final class QuarantineMeter {
    private volatile int quarantined;

    QuarantineMeter(MeterRegistry meters) {
        Gauge.builder("sluice.transformations.quarantined", () -> quarantined)
                .description("transformations of which the grouping stands still until a person sets their status")
                .strongReference(true)
                .register(meters);
    }

    /** @param now how many there are now */
    void look(IntSupplier now) {
        quarantined = now.getAsInt();
    }
}
