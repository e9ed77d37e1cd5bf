package org.sluice.engine.trigger;

/**
 * The moments in the way of a batch between which something may break. What holds if the process ends at each of them
 * is written in {@code docs/delivery.md}.
 */
public enum Boundary {
    /** All is written, nothing is committed. */
    BEFORE_COMMIT,
    /** Committed, and nothing is acknowledged. */
    AFTER_COMMIT,
    /** Acknowledged, and the notices are not sent. */
    AFTER_ACKNOWLEDGEMENT,
    /** A dead letter is confirmed by the broker, and its original is not acknowledged. */
    AFTER_DEAD_LETTER
}
