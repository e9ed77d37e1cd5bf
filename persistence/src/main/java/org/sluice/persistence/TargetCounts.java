package org.sluice.persistence;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.persistence.Attachments.Assignment;
import org.sluice.persistence.Flavour.KeyedTable;

/**
 * {@code SluiceTargetCounts}: how many files of a transformation were given to each target, for the transformations whose
 * plugin asked for it once. Counted in {@code TransformationFiles} at the first question after each change of the
 * transformation, and kept up from then on, so that the answer does not cost more the more files there were.
 */
final class TargetCounts {
    private static final KeyedTable TABLE =
            new KeyedTable("SluiceTargetCounts", List.of("TransformationID", "UsedSE", "Files"), 2, "Files", false);

    private final Statements statements;
    private final Flavour flavour;
    private final TransformationLocks locks;
    private final Map<Integer, Map<String, Long>> counts = new TreeMap<>();
    private final Set<Integer> changed = new TreeSet<>();

    TargetCounts(Statements statements, Flavour flavour, TransformationLocks locks) {
        this.statements = statements;
        this.flavour = flavour;
        this.locks = locks;
    }

    Map<String, Long> of(int transformation) {
        if (!locks.countsTargets(transformation)) {
            count(transformation);
        }
        read(Set.of(transformation));
        return counts.getOrDefault(transformation, Map.of()).entrySet().stream()
                .filter(target -> target.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void count(int transformation) {
        Map<String, Long> found = inFileRows(statements, transformation);
        statements.update("DELETE FROM SluiceTargetCounts WHERE TransformationID = ?", transformation);
        counts.put(transformation, found);
        changed.add(transformation);
        locks.countTargets(transformation);
    }

    /** Counted anew, which takes the longer the more files there are. */
    static Map<String, Long> inFileRows(Statements statements, int transformation) {
        Map<String, Long> found = new HashMap<>();
        statements.query(
                "SELECT COALESCE(UsedSE, 'Unknown') AS UsedSE, COUNT(*) AS N FROM TransformationFiles"
                        + " WHERE TransformationID = ? AND TaskID > 0 GROUP BY COALESCE(UsedSE, 'Unknown')",
                row -> found.put(row.getString("UsedSE"), row.getLong("N")),
                transformation);
        return found;
    }

    /** Reads what is kept of those that were not read yet. */
    private void read(Collection<Integer> transformations) {
        Set<Integer> unread = new TreeSet<>(transformations);
        unread.removeAll(counts.keySet());
        unread.forEach(id -> counts.put(id, new HashMap<>()));
        statements.queryIn(
                "SELECT TransformationID, UsedSE, Files FROM SluiceTargetCounts WHERE TransformationID IN (%s)",
                unread, row -> counts.computeIfAbsent(row.getInt("TransformationID"), id -> new HashMap<>())
                        .put(row.getString("UsedSE"), row.getLong("Files")));
    }

    /** @param before the rows of files that may have had a task before, the key first; not written yet */
    void given(List<Assignment> assignments, List<Object[]> before) {
        taken(before);
        List<Assignment> counted = assignments.stream()
                .filter(one -> locks.countsTargets(one.key().transformation()))
                .toList();
        read(counted.stream().map(one -> one.key().transformation()).toList());
        counted.forEach(one -> add(one.key().transformation(), one.target(), 1));
    }

    /** @param rows of files that have no task any more, the key first; not written yet */
    void taken(List<Object[]> rows) {
        List<Object[]> counted = rows.stream()
                .filter(row -> locks.countsTargets((int) row[0]))
                .map(row -> Statements.row(row[0], row[1]))
                .toList();
        read(counted.stream().map(row -> (Integer) row[0]).toList());
        statements.queryKeys(
                "SELECT TransformationID, COALESCE(UsedSE, 'Unknown') AS UsedSE FROM TransformationFiles"
                        + " WHERE %s AND TaskID > 0",
                List.of("TransformationID", "FileID"),
                counted,
                row -> add(row.getInt("TransformationID"), row.getString("UsedSE"), -1));
    }

    private long add(int transformation, String target, long files) {
        changed.add(transformation);
        return counts.computeIfAbsent(transformation, id -> new HashMap<>()).merge(target, files, Long::sum);
    }

    void write() {
        List<Object[]> rows = Statements.rows();
        changed.forEach(id -> new TreeMap<>(counts.getOrDefault(id, Map.of()))
                .forEach((target, files) -> rows.add(Statements.row(id, target, files))));
        changed.clear();
        flavour.overwrite(statements, TABLE, rows);
    }
}
