package org.sluice.routes.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of a campaign.
 *
 * @param events how many events were sent, repeated and rejected ones too
 * @param registrations how many files were registered
 * @param rejected the dead letters: how many by reason code, with a sentence for one of them
 * @param transformations what each has, in order of their ids
 * @param taken from the first message sent to the last task made
 * @param database the JDBC URL of the database
 * @param deviations what is not as the campaign's own bookkeeping expects, in sentences; empty if all is
 */
public record DemoReport(
        int events,
        int registrations,
        Map<String, Rejections> rejected,
        List<Line> transformations,
        Duration taken,
        String database,
        List<String> deviations) {
    public DemoReport {
        transformations = List.copyOf(transformations);
        deviations = List.copyOf(deviations);
    }

    /** Dead letters of one reason. */
    public record Rejections(int count, String example) {}

    /**
     * One transformation.
     *
     * @param condition its meta query as JSON
     * @param waiting how many of its files are in no task
     */
    public record Line(
            int id,
            String name,
            String status,
            String condition,
            String groupSize,
            long files,
            long waiting,
            Map<String, Long> tasksByTarget) {

        /** How many tasks it has. */
        public long tasks() {
            return tasksByTarget.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How many files were given to transformations. */
    public long attachments() {
        return transformations.stream().mapToLong(Line::files).sum();
    }

    /** How many tasks were made. */
    public long tasks() {
        return transformations.stream().mapToLong(Line::tasks).sum();
    }

    /** How many events were rejected. */
    public int rejections() {
        return rejected.values().stream().mapToInt(Rejections::count).sum();
    }

    /** Registrations a second, from the first message to the last task. */
    public double filesPerSecond() {
        return registrations / Math.max(taken.toMillis() / 1000.0, 0.001);
    }
}
