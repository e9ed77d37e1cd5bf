package org.sluice.routes.cli;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sluice.routes.demo.DemoReport;
import org.sluice.routes.demo.DemoReport.Line;

/** What came of the demo, for a person to read. */
final class DemoSummary {
    private static final int LONGEST_CONDITION = 58;
    private static final int LONGEST_EXAMPLE = 110;

    private DemoSummary() {}

    static String of(DemoReport report, boolean kept) {
        return String.join(
                "\n\n", transformations(report), rejections(report), verdict(report), database(report, kept));
    }

    private static String transformations(DemoReport report) {
        Table table = Table.of(
                        "ID",
                        "Transformation",
                        "Condition",
                        "Status",
                        "Group",
                        "Files",
                        "Tasks",
                        "Waiting",
                        "Tasks by target")
                .numbers(0, 4, 5, 6, 7);
        for (Line line : report.transformations()) {
            table.row(
                    line.id(),
                    line.name(),
                    cut(line.condition(), LONGEST_CONDITION),
                    line.status(),
                    line.groupSize(),
                    line.files(),
                    line.tasks(),
                    line.waiting(),
                    targets(line.tasksByTarget()));
        }
        return table.toString();
    }

    private static String targets(Map<String, Long> tasksByTarget) {
        return tasksByTarget.entrySet().stream()
                .map(target -> target.getKey() + " " + target.getValue())
                .collect(Collectors.joining("; "));
    }

    private static String rejections(DemoReport report) {
        Table table = Table.of("Rejected", "Reason", "For example").numbers(0);
        report.rejected()
                .forEach((reason, rejections) ->
                        table.row(rejections.count(), reason, cut(rejections.example(), LONGEST_EXAMPLE)));
        return table.toString();
    }

    private static String verdict(DemoReport report) {
        String counted = String.format(
                Locale.ROOT,
                "%,d events (%,d registrations, the rest metadata and replicas that came early or late, repeated and"
                        + " broken messages) became %,d files given to %d transformations and %,d tasks in %.1f s:"
                        + " %,.0f files a second.",
                report.events(),
                report.registrations(),
                report.attachments(),
                report.transformations().size(),
                report.tasks(),
                report.taken().toMillis() / 1000.0,
                report.filesPerSecond());
        return report.deviations().isEmpty()
                ? counted
                        + "\nAll of it is as the campaign's own bookkeeping, which shares nothing with the engine, expects."
                : counted;
    }

    private static String database(DemoReport report, boolean kept) {
        return kept
                ? "The database was kept: " + report.database()
                : "Nothing is left behind; --keep would keep the database.";
    }

    private static String cut(String text, int longest) {
        String line = text.replace('\n', ' ');
        return line.length() <= longest ? line : line.substring(0, longest - 1) + "…";
    }
}
