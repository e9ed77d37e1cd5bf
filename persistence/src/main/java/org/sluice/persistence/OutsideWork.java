package org.sluice.persistence;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a look at the tables found that others did, after it was acted on.
 *
 * @param edited transformations that were created, changed or deleted
 * @param regrouped transformations in which files wait, or wait no more, by others' doing
 * @param foreignTasks numbers of tasks that Sluice did not make, by transformation
 */
public record OutsideWork(Set<Integer> edited, Set<Integer> regrouped, Map<Integer, List<Integer>> foreignTasks) {
    /** What is found most of the time. */
    public static final OutsideWork NONE = new OutsideWork(Set.of(), Set.of(), Map.of());

    public OutsideWork {
        edited = Set.copyOf(edited);
        regrouped = Set.copyOf(regrouped);
        foreignTasks = Map.copyOf(foreignTasks);
    }
}
