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
    /** {@code Canceled} is what DIRAC's requests end with that were given up. */
    private static final Set<String> GIVEN_UP = Set.of("Deleted", "Canceled");

    private static final Set<String> OVER =
            Stream.of(SUCCEEDED, FAILED, GIVEN_UP).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());

    private TaskStatus() {}

    /** The statuses of tasks that will do nothing more with their files. */
    public static Set<String> over() {
        return OVER;
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
        return !OVER.contains(status);
    }
}
