package org.sluice.engine.store;

import java.util.Optional;
import java.util.Set;
import org.sluice.engine.event.RejectionReason;

/** The store refuses a value; trying again would not help. The message says which and why, for a person. */
public final class DataFaultException extends RuntimeException {
    private final RejectionReason reason;
    private final String sentence;
    private final Set<String> lfns;

    /** A fault that is known to be of these files. */
    public DataFaultException(RejectionReason reason, Set<String> lfns, String message) {
        super(message);
        this.reason = reason;
        this.sentence = message;
        this.lfns = Set.copyOf(lfns);
    }

    /** A fault of which only the store's own message is known. */
    public DataFaultException(String message, Throwable cause) {
        super(message, cause);
        this.reason = RejectionReason.UNPROCESSABLE;
        this.sentence = message;
        this.lfns = Set.of();
    }

    /** An LFN with a character that DIRAC's tables cannot hold. */
    public static DataFaultException unstorable(String lfn) {
        return new DataFaultException(
                RejectionReason.LFN_UNSTORABLE,
                Set.of(lfn),
                "the LFN " + lfn + " has a character that the table DataFiles cannot hold;"
                        + " register the file under a name without it");
    }

    /** An LFN that DIRAC's table takes for another file's, since it is blind to letter case and accents. */
    public static DataFaultException collision(String lfn, String holder) {
        return new DataFaultException(
                RejectionReason.LFN_COLLISION,
                Set.of(lfn),
                "the table DataFiles cannot tell the LFN " + lfn + " from " + holder
                        + ", which it already has; register the file under another name");
    }

    /** What to tell the sender. */
    public RejectionReason reason() {
        return reason;
    }

    /** The message, which is never absent here. */
    public String sentence() {
        return sentence;
    }

    /**
     * The files at fault, where they are known; else empty, and the culprit has to be searched for. A directory among them
     * stands for all files below it.
     */
    public Optional<Set<String>> lfns() {
        return lfns.isEmpty() ? Optional.empty() : Optional.of(lfns);
    }
}
