package org.sluice.engine.transformation;

import java.util.Comparator;

/** Which task: {@code TransformationID} and {@code TaskID}. */
public record TaskKey(int transformationId, int taskId) implements Comparable<TaskKey> {
    private static final Comparator<TaskKey> ORDER =
            Comparator.comparingInt(TaskKey::transformationId).thenComparingInt(TaskKey::taskId);

    @Override
    public int compareTo(TaskKey other) {
        return ORDER.compare(this, other);
    }
}
