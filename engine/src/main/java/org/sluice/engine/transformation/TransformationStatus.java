package org.sluice.engine.transformation;

import java.util.Arrays;
import java.util.Optional;

/** Where a transformation is in its life, and what that lets the engine do. */
public enum TransformationStatus {
    NEW("New", true, false),
    STOPPED("Stopped", true, false),
    ACTIVE("Active", true, true),
    COMPLETING("Completing", true, true),
    FLUSH("Flush", true, true),
    IDLE("Idle", false, false),
    COMPLETED("Completed", false, false),
    ARCHIVED("Archived", false, false),
    CLEANING("Cleaning", false, false),
    CLEANED("Cleaned", false, false),
    TRANSFORMATION_CLEANED("TransformationCleaned", false, false),
    DELETED("Deleted", false, false);

    private final String text;
    private final boolean takesFiles;
    private final boolean makesTasks;

    TransformationStatus(String text, boolean takesFiles, boolean makesTasks) {
        this.text = text;
        this.takesFiles = takesFiles;
        this.makesTasks = makesTasks;
    }

    /** As the database has it, for example {@code TransformationCleaned}. */
    public String text() {
        return text;
    }

    /** Whether matching files are attached. */
    public boolean takesFiles() {
        return takesFiles;
    }

    /** Whether attached files are grouped into tasks. */
    public boolean makesTasks() {
        return makesTasks;
    }

    /**
     * Whether a person may change this status to another. While a transformation's data are being removed, and when
     * they are gone, it cannot take files again; a finished one can be opened again.
     */
    public boolean mayBecome(TransformationStatus other) {
        boolean dataAreGone = compareTo(CLEANING) >= 0;
        return other == this || !dataAreGone || (other.compareTo(CLEANING) > 0 && this != DELETED);
    }

    /** The status of that text; empty for one that Sluice does not know, which takes nothing and makes nothing. */
    public static Optional<TransformationStatus> of(String text) {
        return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst();
    }
}
