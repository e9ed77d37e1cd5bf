package org.sluice.engine.event;

/** Says why something is not an event; ends in a {@link Decoded.Rejected}, never leaves the package. */
final class Refusal extends Exception {

    private final RejectionReason reason;

    Refusal(RejectionReason reason, String sentence) {
        // Hostile messages arrive by the thousand, and nobody reads the stack of a refusal.
        super(sentence, null, false, false);
        this.reason = reason;
    }

    RejectionReason reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
