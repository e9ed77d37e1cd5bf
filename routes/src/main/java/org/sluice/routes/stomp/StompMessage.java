package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message of a {@link StompSubscription}, to be settled once. Thread-safe; no method waits for the network. */
public final class StompMessage {

    private final Incarnation incarnation;
    private final Delivery delivery;
    private final boolean again;
    private final AtomicBoolean settled = new AtomicBoolean();

    StompMessage(Incarnation incarnation, Delivery delivery, boolean again) {
        this.incarnation = incarnation;
        this.delivery = delivery;
        this.again = again;
    }

    /** The headers that its sender or the broker gave it, without those that speak of the frame. */
    public Map<String, String> headers() {
        return HeaderMapping.withoutTheFrames(delivery.headers());
    }

    public byte[] body() {
        return delivery.body();
    }

    /** Whether it was delivered before, as far as is known. */
    public boolean isRedelivered() {
        return again || Boolean.parseBoolean(delivery.headers().get("redelivered"));
    }

    /** Whether its subscription or connection has ended, so that the broker delivers it again. */
    public boolean isStale() {
        return incarnation.isOver();
    }

    /** Tells the broker that it is done with; false if it is stale. Without effect, and true, if it was settled before. */
    public boolean acknowledge() {
        return !settled.compareAndSet(false, true) || incarnation.acknowledge(delivery);
    }

    /** As {@link #acknowledge}, perhaps some milliseconds later, with others and in their order. */
    public boolean acknowledgeSoon() {
        return !settled.compareAndSet(false, true) || incarnation.acknowledgeSoon(delivery);
    }

    /** Has it delivered again after a while. Without effect if it was settled before, or is stale. */
    public void giveBack(Duration delay) {
        if (settled.compareAndSet(false, true)) {
            incarnation.redeliver(delivery, delay);
        }
    }
}
