package org.sluice.persistence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.persistence.Flavour.KeyedTable;

/** Tasks of transformations with an input query that Sluice did not make. */
final class ForeignTasks {
    private static final KeyedTable WATCHED =
            new KeyedTable("SluiceWatched", List.of("TransformationID", "LastTask"), 1, "TransformationID", false);

    private final Statements statements;
    private final Flavour flavour;

    ForeignTasks(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /**
     * @param seen the last number at the look before; empty where nobody has looked at this transformation
     * @param isOurs whether Sluice makes its tasks: it has an input query
     */
    private record Range(int transformation, Optional<Integer> seen, int last, boolean isOurs) {
        int given() {
            return last - seen.orElse(0);
        }

        boolean holds(int task) {
            return task > seen.orElse(0) && task <= last;
        }
    }

    /**
     * The numbers since the last look, by transformation.
     *
     * @param first whether this is the first look of all, so that the tasks that are there are of the past
     */
    Map<Integer, List<Integer>> look(boolean first) {
        List<Range> moved = statements
                .query(
                        "SELECT t.TransformationID, w.LastTask AS Seen, COALESCE(" + flavour.lastTask("t")
                                + ", 0) AS LastTask,"
                                + " EXISTS (SELECT 1 FROM TransformationMetaQueries q"
                                + " WHERE q.TransformationID = t.TransformationID AND q.QueryType = 'Input') AS IsOurs"
                                + " FROM Transformations t"
                                + " LEFT JOIN SluiceWatched w ON w.TransformationID = t.TransformationID",
                        row -> new Range(
                                row.getInt("TransformationID"),
                                Optional.ofNullable((Integer) row.getObject("Seen")),
                                row.getInt("LastTask"),
                                row.getBoolean("IsOurs")))
                .stream()
                .filter(range -> !range.seen().equals(Optional.of(range.last())))
                .toList();
        List<Range> ours =
                moved.stream().filter(range -> !first && range.isOurs()).toList();
        Map<Integer, List<Integer>> foreign = OutsideWatch.byTransformation(notNoted(doubtful(ours)));
        note(moved);
        return foreign;
    }

    /** Those of which fewer numbers were noted than were given: of all others no task needs to be looked at. */
    private List<Range> doubtful(List<Range> ranges) {
        if (ranges.isEmpty()) {
            return ranges;
        }
        Map<Integer, Range> byId = new HashMap<>();
        ranges.forEach(range -> byId.put(range.transformation(), range));
        Map<Integer, Integer> noted = new HashMap<>();
        statements.query("SELECT TransformationID, TaskID FROM SluiceNewTasks", row -> {
            int id = row.getInt("TransformationID");
            int task = row.getInt("TaskID");
            return Optional.ofNullable(byId.get(id))
                    .filter(range -> range.holds(task))
                    .map(range -> noted.merge(id, 1, Integer::sum));
        });
        return ranges.stream()
                .filter(range -> noted.getOrDefault(range.transformation(), 0) < range.given())
                .toList();
    }

    private List<Map.Entry<Integer, Integer>> notNoted(List<Range> ranges) {
        return statements.queryEach(
                "SELECT k.TransformationID, k.TaskID FROM TransformationTasks k LEFT JOIN SluiceNewTasks n"
                        + " ON n.TransformationID = k.TransformationID AND n.TaskID = k.TaskID"
                        + " WHERE k.TransformationID = ? AND k.TaskID > ? AND k.TaskID <= ? AND n.TaskID IS NULL"
                        + " ORDER BY k.TaskID",
                ranges.stream()
                        .map(range -> Statements.row(
                                range.transformation(), range.seen().orElse(0), range.last()))
                        .toList(),
                row -> Map.entry(row.getInt("TransformationID"), row.getInt("TaskID")));
    }

    private void note(List<Range> moved) {
        List<Object[]> rows = moved.stream()
                .map(range -> Statements.row(range.transformation(), range.last()))
                .toList();
        flavour.insertMissing(statements, WATCHED, rows);
        flavour.update(statements, WATCHED, rows);
        if (!moved.isEmpty()) {
            statements.update("DELETE FROM SluiceNewTasks WHERE EXISTS (SELECT 1 FROM SluiceWatched w"
                    + " WHERE w.TransformationID = SluiceNewTasks.TransformationID"
                    + " AND SluiceNewTasks.TaskID <= w.LastTask)");
        }
    }
}
