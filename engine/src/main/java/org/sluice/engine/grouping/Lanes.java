package org.sluice.engine.grouping;

import java.util.Collection;
import java.util.List;

/**
 * How the files that wait fall apart, so that the engine need not show a plugin all of them each time one comes. What a
 * plugin promises with its lanes: a task is only ever made of files that share a lane, and never of a lane that may not be
 * filled. Immutable. See {@code docs/grouping.md}.
 */
public interface Lanes {

    /**
     * The lanes in which a file waits, by names of any length; none where no other file could make a task possible for it.
     * Like a {@link GroupingRequest} it is given files with at least one place only.
     */
    Collection<String> of(WaitingFile file);

    /**
     * Whether a task may be made of a lane; false only where it certainly cannot.
     *
     * @param files how many wait in the lane, 1 or more
     * @param bytes their sizes added up, those that are not known left out
     */
    boolean mayFill(long files, long bytes);

    /** How many files of one lane are shown to the plugin at a time, those that wait longest; enough for a task. */
    int most();

    /** One lane for all files, which is always shown whole. */
    static Lanes whole() {
        return new Lanes() {
            @Override
            public Collection<String> of(WaitingFile file) {
                return List.of("");
            }

            @Override
            public boolean mayFill(long files, long bytes) {
                return true;
            }

            @Override
            public int most() {
                return Integer.MAX_VALUE;
            }
        };
    }
}
