package org.sluice.routes.stomp;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Synchronization;

/**
 * Settles a delivery, once, when its exchange completes. It goes with the exchange's unit of work: where a route hands that
 * over to another one, through {@code seda:} for instance, the message is settled at the end of the other route.
 */
final class Settlement implements Synchronization {

    private final Delivery delivery;
    private final Intake intake;
    private final AtomicBoolean settled = new AtomicBoolean();

    Settlement(Delivery delivery, Intake intake) {
        this.delivery = delivery;
        this.intake = intake;
    }

    @Override
    public void onComplete(Exchange exchange) {
        settle(!exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast());
    }

    @Override
    public void onFailure(Exchange exchange) {
        settle(false);
    }

    /** Without effect if it was settled before. */
    void settle(boolean succeeded) {
        if (settled.compareAndSet(false, true)) {
            intake.settle(delivery, succeeded);
        }
    }
}
