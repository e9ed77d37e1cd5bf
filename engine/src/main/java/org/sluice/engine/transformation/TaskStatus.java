package org.sluice.engine.transformation;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Statuses of a task ({@code ExternalStatus}) that mean something to the engine; others are kept as they come. */
public final class TaskStatus {
    /** What every task begins with: nobody has taken it yet. */
    public static final String CREATED = "Created";

    private static final Set<String> SUCCEEDED = Set.of("Done", "Completed");
    private static final Set<String> FAILED = Set.of("Failed", "Killed");
    private static final String DELETED = "Deleted";

    private TaskStatus() {}

    /** The statuses of tasks that will do nothing more with their files. */
    public static Set<String> over() {
        return Stream.of(SUCCEEDED, FAILED, Set.of(DELETED))
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a task of this status has processed its files. */
    public static boolean isSuccess(String status) {
        return SUCCEEDED.contains(status);
    }

    /** Whether a task of this status gives its files back. */
    public static boolean isFailure(String status) {
        return FAILED.contains(status);
    }

    /** Whether a task of this status may still do something with its files. */
    public static boolean isLive(String status) {
        return !isSuccess(status) && !isFailure(status) && !DELETED.equals(status);
    }
}
