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
     * @return tasks in creation order; every file at most once a task (only a plugin that copies to several places may
     *     put a file into more than one); files that are in none go on waiting
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
