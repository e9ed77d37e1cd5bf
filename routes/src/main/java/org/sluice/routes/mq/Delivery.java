package org.sluice.routes.mq;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A message that a broker delivered on some connection, to be settled once. Thread-safe. */
interface Delivery {

    /** A message that fails at once and for ever must not keep the machine busy. */
    Duration REDELIVERY_DELAY = Duration.ofSeconds(1);

    byte[] body();

    Map<String, String> headers();

    /** Who sent it, where the broker has checked that it was him. */
    Optional<String> user();

    boolean isRedelivered();

    /** Whether the connection or subscription is gone that brought it, so that the broker delivers it again. */
    boolean isStale();

    /** False when it is stale; without effect, and true, when it was settled before. */
    boolean acknowledge();

    /** As {@link #acknowledge}, perhaps a moment later, where many are acknowledged at a time. */
    void acknowledgeSoon();

    /** Has it delivered again after a while; without effect when it was settled before. */
    void giveBack(Duration delay);
}
