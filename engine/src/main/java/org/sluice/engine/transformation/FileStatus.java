package org.sluice.engine.transformation;

/** Statuses of a file within a transformation that the engine itself reads or writes; others are kept as they come. */
public final class FileStatus {
    /** In no task yet. */
    public static final String UNUSED = "Unused";
    /** In a task that has not ended. */
    public static final String ASSIGNED = "Assigned";
    /** The catalogue was found to disagree; grouped like an unused one. */
    public static final String PROB_IN_FC = "ProbInFC";
    /** Its task ended well. */
    public static final String PROCESSED = "Processed";
    /** Failed so often that only a person may have it tried again. */
    public static final String MAX_RESET = "MaxReset";

    /** The file was removed from the catalogue before a task processed it. */
    public static final String DELETED = "Deleted";

    private FileStatus() {}

    /** Whether a plugin may put a file of this status into a task. */
    public static boolean isGroupable(String status) {
        return UNUSED.equals(status) || PROB_IN_FC.equals(status);
    }
}
