package org.sluice.engine.event;

import java.util.Optional;

/** One event of a message: understood, or refused with a reason. */
public sealed interface Decoded {

    /** The event's own JSON text as UTF-8 (out of an array: that event alone). */
    byte[] body();

    /** An event that was understood. */
    record Accepted(FileEvent event, byte[] body) implements Decoded {}

    /**
     * What is not an event.
     *
     * @param message a sentence for a person: what is wrong, where, and what to do
     * @param eventId the id, where one could still be read
     */
    record Rejected(RejectionReason reason, String message, Optional<String> eventId, byte[] body) implements Decoded {

        /**
         * The LFN that the body names, as it stands there, good or bad; empty where it names none or several, or breaks
         * off before. Looked for in the body each time, since few ask.
         */
        public Optional<String> lfn() {
            return NamedLfn.in(body);
        }
    }
}
