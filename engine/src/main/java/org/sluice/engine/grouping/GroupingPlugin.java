package org.sluice.engine.grouping;

/**
 * Groups waiting files into tasks. Found by {@link java.util.ServiceLoader}; a transformation names it in
 * {@code Plugin}. See {@code docs/plugins.md}.
 *
 * <p>Implementations hold no state: the engine calls them from several threads, each call with all that they need. A
 * call must be a function of its request, so that a run can be repeated.
 */
public interface GroupingPlugin {

    /** The name that transformations use, for example {@code Standard}. */
    String name();

    /**
     * Makes tasks of the files that can be grouped now.
     *
     * @return tasks in creation order, none without files; every file of the request in one task at most, and there once:
     *     what goes to several places is one task with all of them in its target. Files that are in none go on waiting. A
     *     running engine refuses all tasks of a call that does otherwise, and quarantines the transformation
     * @throws GroupingException when the transformation's parameters or the configuration do not allow grouping, with
     *     a sentence that says what to mend
     */
    Grouping group(GroupingRequest request);

    /**
     * How files that wait fall apart, for a running engine: see {@link Lanes}. A plugin that does not say is shown all that
     * waits each time a file comes, which is dear where many wait.
     *
     * @throws GroupingException as {@link #group} does
     */
    default Lanes lanes(PluginSettings settings, Resources resources) {
        return Lanes.whole();
    }
}
