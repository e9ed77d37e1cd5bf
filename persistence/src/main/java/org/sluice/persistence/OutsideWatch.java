package org.sluice.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.store.PendingWork;
import org.sluice.persistence.WaitingFigures.Figures;

/** Looks at what DIRAC's clients wrote, and acts on it: see {@code docs/beside-dirac.md}. */
final class OutsideWatch {
    /** Less than the pause between two looks of one engine, so that only another engine's look can be so recent. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final RegistryVersion registry;
    private final PendingWorkTable pendingWork;
    private final ForeignLines lines;
    private final ForeignTasks tasks;

    OutsideWatch(Statements statements, Flavour flavour, Clock clock) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.registry = new RegistryVersion(statements);
        this.pendingWork = new PendingWorkTable(statements, clock);
        this.lines = new ForeignLines(statements, flavour);
        this.tasks = new ForeignTasks(statements, flavour);
    }

    OutsideWork look() {
        Instant now = clock.instant();
        Optional<Optional<Instant>> lastLook = statements
                .query(
                        "SELECT Looked FROM SluiceWatch WHERE Id = 1 FOR UPDATE SKIP LOCKED",
                        row -> Times.read(row, "Looked"))
                .stream()
                .findFirst();
        boolean anotherLooks = lastLook.isEmpty()
                || lastLook.get()
                        .filter(time -> Duration.between(time, now).abs().compareTo(RECENT) < 0)
                        .isPresent();
        if (anotherLooks) {
            return OutsideWork.NONE;
        }
        statements.update("UPDATE SluiceWatch SET Looked = ? WHERE Id = 1", Times.micros(now));
        Optional<Long> lastLine = lines.last();
        Set<Integer> edited = takeEdits(lastLine);
        Set<Integer> regrouped = takeWaitingFiles();
        return new OutsideWork(edited, regrouped, tasks.look(lastLine.isEmpty()));
    }

    private Set<Integer> takeEdits(Optional<Long> lastLine) {
        ForeignLines.Found found = lines.look(lastLine);
        Set<Integer> edited = new TreeSet<>(found.edited());
        Set<Integer> gone = new TreeSet<>(statements.query(
                "SELECT w.TransformationID FROM SluiceWatched w LEFT JOIN Transformations t"
                        + " ON t.TransformationID = w.TransformationID WHERE t.TransformationID IS NULL",
                row -> row.getInt("TransformationID")));
        if (edited.isEmpty() && gone.isEmpty()) {
            return Set.of();
        }
        registry.increment();
        forget(gone);
        new EditedTransformations(statements, flavour, clock, pendingWork).take(found);
        edited.addAll(gone);
        registry.changed(edited);
        return edited;
    }

    private void forget(Set<Integer> gone) {
        forget(SqlRegistry.NOTES_OF_FILES_AND_TASKS, gone);
        forget(SqlRegistry.NOTES_OF_DEFINITION, gone);
    }

    private void forget(List<String> tables, Set<Integer> gone) {
        for (String table : tables) {
            statements.updateIn("DELETE FROM " + table + " WHERE TransformationID IN (%s)", gone);
        }
    }

    /** Only transformations that make tasks: others are looked at when their status changes. */
    private Set<Integer> takeWaitingFiles() {
        if (toBePlaced().isEmpty()) {
            return Set.of();
        }
        registry.holdAlone();
        // Again, now that no batch runs: what differs is others' work.
        Map<Integer, Figures> differing = toBePlaced();
        List<Object[]> rows = Statements.rows();
        differing.forEach((id, difference) -> {
            rows.add(Statements.row(id, difference.files(), difference.sumOfIds()));
            pendingWork.leave(id, PendingWork.Kind.UNPLACED);
        });
        WaitingFigures.add(statements, flavour, rows);
        return new HashSet<>(differing.keySet());
    }

    /**
     * Differences but for transformations of which a pass is under way. That is not begun again, and the difference is left to be
     * found after it: else a client that resets a file every few seconds would keep the pass from ever reaching its end. And a
     * million files take a while to be counted, for which no batch is to wait every few seconds as long as they are placed.
     */
    private Map<Integer, Figures> toBePlaced() {
        Map<Integer, Figures> differing = differences();
        if (!differing.isEmpty()) {
            differing.keySet().removeAll(pendingWork.beingPlaced());
        }
        return differing;
    }

    /** What is there beyond what Sluice wrote, both read by one statement and so at one moment. */
    private Map<Integer, Figures> differences() {
        List<Integer> active = statements.query(
                "SELECT TransformationID FROM Transformations WHERE Status IN ('Active', 'Completing', 'Flush')",
                row -> row.getInt("TransformationID"));
        Map<Integer, Figures> differing = new TreeMap<>();
        if (active.isEmpty()) {
            return differing;
        }
        String ids = active.stream().map(String::valueOf).collect(Collectors.joining(", "));
        statements
                .query(
                        "SELECT t.TransformationID,"
                                + " COALESCE(f.Files, 0) - COALESCE(w.Files, 0) AS Files,"
                                + " COALESCE(f.SumOfIDs, 0) - COALESCE(w.SumOfIDs, 0) AS SumOfIDs"
                                + " FROM (SELECT TransformationID, COUNT(*) AS Files, SUM(FileID) AS SumOfIDs"
                                + " FROM TransformationFiles WHERE TransformationID IN (" + ids + ")"
                                + " AND Status IN ('Unused', 'ProbInFC') GROUP BY TransformationID) f"
                                + " RIGHT JOIN Transformations t ON f.TransformationID = t.TransformationID"
                                + " LEFT JOIN SluiceWaiting w ON w.TransformationID = t.TransformationID"
                                + " WHERE t.TransformationID IN (" + ids + ")",
                        row -> Map.entry(
                                row.getInt("TransformationID"),
                                new Figures(row.getLong("Files"), row.getLong("SumOfIDs"))))
                .forEach(entry -> differing.put(entry.getKey(), entry.getValue()));
        differing.values().removeIf(new Figures(0, 0)::equals);
        return differing;
    }

    /** The row of each transformation in a map from its id. */
    static <T> Map<Integer, List<T>> byTransformation(List<Map.Entry<Integer, T>> rows) {
        Map<Integer, List<T>> grouped = new HashMap<>();
        rows.forEach(row ->
                grouped.computeIfAbsent(row.getKey(), id -> new ArrayList<>()).add(row.getValue()));
        return grouped;
    }
}
