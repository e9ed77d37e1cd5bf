package org.sluice.engine.dryrun;

import java.util.List;

/**
 * What a transformation would make of the files that are known.
 *
 * @param filesKnown how many files are registered
 * @param filesMatching how many of them its input query takes
 * @param samples the first few of those, in the order of first mention
 * @param filesPlanned how many of them the plugin was shown; fewer than match where there are very many
 * @param targets tasks by target, those with the most files first
 * @param waiting files that would be in no task, by reason, the most files first
 * @param overlaps other transformations with files in common, in the order of their ids
 * @param notes what the numbers do not say, in sentences
 */
public record PreviewReport(
        long filesKnown,
        long filesMatching,
        List<String> samples,
        long filesPlanned,
        List<Target> targets,
        List<Waiting> waiting,
        List<Overlap> overlaps,
        List<String> notes) {
    public PreviewReport {
        samples = List.copyOf(samples);
        targets = List.copyOf(targets);
        waiting = List.copyOf(waiting);
        overlaps = List.copyOf(overlaps);
        notes = List.copyOf(notes);
    }

    /** How many tasks there would be. */
    public long tasks() {
        return targets.stream().mapToLong(Target::tasks).sum();
    }

    /** Tasks with one target. */
    public record Target(String targetSe, long tasks, long files) {}

    /** Files that wait for one reason, and one of them. */
    public record Waiting(Reason reason, long files, String sample) {}

    /**
     * Another transformation.
     *
     * @param matching how many of the files its query takes, if its status takes files
     * @param attached how many of the files it has
     */
    public record Overlap(int transformationId, String name, String status, long matching, long attached) {}
}
