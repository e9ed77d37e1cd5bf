package org.sluice.engine.store;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * What a transformation that is derived from another takes over from it; the one place where every adapter of the
 * registry takes it from. The words are those of DIRAC's {@code addTransformation} and
 * {@code moveFilesToDerivedTransformation}.
 */
public final class Derivation {
    private static final String SUFFIX = "-inherited";
    /** The columns of statuses hold so many characters. */
    private static final int STATUS_CHARACTERS = 32;
    /** Files that were removed from the transformation itself are not copied. */
    public static final String NOT_COPIED = "Removed";
    /** What an unused file of the parent becomes when the derived transformation takes it. */
    public static final String NOT_PROCESSED = "NotProcessed";
    /** What a file of the parent that failed too often becomes when the derived transformation takes it. */
    public static final String MOVED = "Moved";
    /** Of 1,000,000 × the parent's number + the task's number, which is how DIRAC writes a parent's task. */
    public static final int TASK_FACTOR = 1_000_000;

    private Derivation() {}

    /** Whether files are to be copied from a parent, and the parent is to be told: a new derivation. */
    public static boolean isNew(TransformationDefinition old, TransformationDefinition changed) {
        return changed.inheritedFrom() > 0 && old.inheritedFrom() != changed.inheritedFrom();
    }

    /** Whether files move over from a parent now. */
    public static boolean moves(TransformationDefinition definition) {
        return definition.inheritedFrom() > 0 && definition.makesTasks();
    }

    /** Whether a parent of that status goes to {@code Completing}: one that is still at work, or was to be. */
    public static boolean completes(String parentStatus) {
        return TransformationStatus.of(parentStatus)
                .filter(status -> status.takesFiles() && status != TransformationStatus.COMPLETING)
                .isPresent();
    }

    /** Whether a parent of that status makes tasks now and did not before, so that what waits in it is to be grouped. */
    public static boolean releases(String parentStatus) {
        return completes(parentStatus) && !TransformationStatus.makesTasks(parentStatus);
    }

    /** The status in the derived transformation of a file with that status in the parent. */
    public static String inherited(String status) {
        if (status.contains("-")) {
            return status;
        }
        int room = STATUS_CHARACTERS - SUFFIX.length();
        return (status.length() > room ? status.substring(0, room) : status) + SUFFIX;
    }

    /** Whether a row of a derived transformation is one that was copied and has not moved. */
    public static boolean isInherited(String status) {
        return status.endsWith(SUFFIX);
    }

    /** The number of the parent's task in the derived transformation's row; 0 where there is none, or no room. */
    public static int inheritedTask(int parent, int task) {
        long number = (long) parent * TASK_FACTOR + task;
        return task > 0 && number <= Integer.MAX_VALUE ? (int) number : 0;
    }

    /** Whether a file of that status in the parent is taken over. */
    public static boolean isTakenOver(String parentStatus) {
        return FileStatus.UNUSED.equals(parentStatus) || FileStatus.MAX_RESET.equals(parentStatus);
    }

    /** What a file that is taken over becomes in the parent. */
    public static String leftBehind(String parentStatus) {
        return FileStatus.UNUSED.equals(parentStatus) ? NOT_PROCESSED : MOVED;
    }

    /** The refusal of a parent that is not there, or is the transformation itself. */
    public static RegistryException noParent(TransformationDefinition definition) {
        return new RegistryException(
                "transformation %s: InheritedFrom is %d, and there is no other transformation of that number"
                        .formatted(definition.name(), definition.inheritedFrom()));
    }

    /** The line for the parent's log. */
    public static String parentMessage(int derived) {
        return "Creation of the derived transformation (" + derived + ")";
    }

    /** The lines for the derived transformation's log; none where nothing moved. */
    public static List<String> movedMessages(int parent, int unused, int maxReset) {
        List<String> lines = new ArrayList<>();
        if (unused > 0) {
            lines.add("%d Unused files moved from transformation %d".formatted(unused, parent));
        }
        if (maxReset > 0) {
            lines.add("%d MaxReset files moved from transformation %d, Unused again".formatted(maxReset, parent));
        }
        return lines;
    }
}
