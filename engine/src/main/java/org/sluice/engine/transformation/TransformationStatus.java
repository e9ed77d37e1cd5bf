package org.sluice.engine.transformation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    private static final Map<String, TransformationStatus> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TransformationStatus::text, status -> status));

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

    /** Whether matching files are attached to a transformation of that status; not where Sluice does not know it. */
    public static boolean takesFiles(String text) {
        return of(text).filter(status -> status.takesFiles).isPresent();
    }

    /** Whether files are grouped into tasks of a transformation of that status; not where Sluice does not know it. */
    public static boolean makesTasks(String text) {
        return of(text).filter(status -> status.makesTasks).isPresent();
    }

    /** Whether a person may change this status to another; to stay is no change, and allowed. */
    public boolean mayBecome(TransformationStatus other) {
        return other == this || permitted().contains(other);
    }

    /**
     * What a person may change this status to, in the order of a life. DIRAC allows every change; refused is only what
     * could not be true, since the rows it would speak of are gone: DIRAC's cleaning agent deletes files and tasks when
     * it archives and when it cleans.
     */
    public Set<TransformationStatus> permitted() {
        Set<TransformationStatus> permitted =
                switch (this) {
                    case NEW, STOPPED, ACTIVE, COMPLETING, FLUSH, IDLE, COMPLETED ->
                        EnumSet.allOf(TransformationStatus.class);
                    case ARCHIVED -> EnumSet.range(CLEANING, DELETED);
                    case CLEANING, CLEANED, TRANSFORMATION_CLEANED -> EnumSet.range(CLEANED, DELETED);
                    case DELETED -> EnumSet.noneOf(TransformationStatus.class);
                };
        permitted.remove(this);
        return permitted;
    }

    /**
     * Why a transformation's status cannot be changed so, with what is allowed; empty where it can. A status that Sluice
     * does not know was written by somebody else, who may know what follows it: it can be left for any.
     */
    public static Optional<String> refusal(String from, String to) {
        Optional<TransformationStatus> old = of(from);
        if (from.equals(to) || old.isEmpty()) {
            return Optional.empty();
        }
        Set<TransformationStatus> permitted = old.get().permitted();
        if (of(to).filter(permitted::contains).isPresent()) {
            return Optional.empty();
        }
        String allowed = permitted.isEmpty()
                ? "no other status"
                : permitted.stream().map(TransformationStatus::text).collect(Collectors.joining(", "));
        return Optional.of("is %s and cannot become %s: its files and tasks are gone or going. It may become %s"
                .formatted(from, to, allowed));
    }

    /** The status of that text; empty for one that Sluice does not know, which takes nothing and makes nothing. */
    public static Optional<TransformationStatus> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }
}
