package org.sluice.persistence;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.sluice.engine.store.LockedTransformation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.persistence.Flavour.KeyedTable;
import org.sluice.persistence.Statements.RowReader;

/**
 * {@code SluiceTransformations}: the row that a transaction holds while it groups a transformation, and its quarantine.
 *
 * <p>Not the row in DIRAC's {@code Transformations}: a client of DIRAC's that inserts a task locks that row shared, by
 * the foreign key, after DIRAC's trigger has locked the place for the next number; an engine that holds the row
 * exclusively and then wants a number deadlocks with it.
 */
final class TransformationLocks {
    private static final KeyedTable TABLE = new KeyedTable(
            "SluiceTransformations",
            List.of("TransformationID"),
            1,
            "TransformationID, Quarantine, CountsTargets",
            false);

    private static final KeyedTable LINEAGE =
            new KeyedTable("SluiceTransformations", List.of("TransformationID", "Lineage"), 1, "Lineage", false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final LogTable log;
    private final Map<Integer, Integer> lastTasks = new HashMap<>();
    private final Set<Integer> counting = new HashSet<>();
    private final Set<Integer> laneless = new HashSet<>();

    TransformationLocks(Statements statements, Flavour flavour, Clock clock, LogTable log) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.log = log;
    }

    Map<Integer, LockedTransformation> lock(SortedSet<Integer> ids) {
        Map<Integer, Boolean> quarantined = lockRows(ids);
        Map<Integer, Set<PendingWork.Kind>> pending = new PendingWorkTable(statements, clock).kinds(ids);
        Map<Integer, LockedTransformation> locked = new TreeMap<>();
        statements.queryIn(
                "SELECT t.TransformationID, t.Type, t.Status, " + flavour.lastTask("t") + " AS LastTask, "
                        + Lanes.someLane(flavour, "t")
                        + " AS SomeLane FROM Transformations t WHERE t.TransformationID IN (%s)",
                ids,
                row -> {
                    int id = row.getInt("TransformationID");
                    lastTasks.put(id, row.getInt("LastTask"));
                    if (row.getLong("SomeLane") > 0) {
                        laneless.remove(id);
                    } else {
                        laneless.add(id);
                    }
                    return locked.put(
                            id,
                            new LockedTransformation(
                                    id,
                                    Optional.ofNullable(row.getString("Type")).orElse(""),
                                    Optional.ofNullable(row.getString("Status")).orElse(""),
                                    row.getInt("LastTask"),
                                    Boolean.TRUE.equals(quarantined.get(id)),
                                    pending.getOrDefault(id, Set.of())));
                });
        return locked;
    }

    /** Most often all have their row, which is then locked for a third of what an insert costs that finds it there. */
    private Map<Integer, Boolean> lockRows(SortedSet<Integer> ids) {
        Map<Integer, Boolean> quarantined = new HashMap<>();
        RowReader<Boolean> reader = row -> {
            int id = row.getInt("TransformationID");
            if (row.getBoolean("CountsTargets")) {
                counting.add(id);
            }
            return Optional.ofNullable(quarantined.put(
                            id, Optional.ofNullable(row.getString("Quarantine")).isPresent()))
                    .isPresent();
        };
        statements.queryIn(
                "SELECT " + TABLE.wanted() + " FROM SluiceTransformations" + flavour.byIndex("PRIMARY")
                        + " WHERE TransformationID IN (%s) ORDER BY TransformationID FOR UPDATE",
                ids,
                reader);
        List<Object[]> missing = ids.stream()
                .filter(id -> !quarantined.containsKey(id))
                .map(id -> Statements.row(id))
                .toList();
        flavour.insertOrLock(statements, TABLE, missing, reader);
        return quarantined;
    }

    Map<Integer, Integer> lineages(Collection<Integer> transformations) {
        return lineages(statements, transformations);
    }

    /** The same, for those who hold no locks. */
    static Map<Integer, Integer> lineages(Statements statements, Collection<Integer> transformations) {
        Map<Integer, Integer> lineages = new TreeMap<>();
        statements.queryIn(
                "SELECT TransformationID, Lineage FROM SluiceTransformations WHERE TransformationID IN (%s)",
                transformations,
                row -> Optional.ofNullable(lineages.put(row.getInt("TransformationID"), row.getInt("Lineage"))));
        return lineages;
    }

    void noteLineages(Map<Integer, Integer> lineages) {
        flavour.update(
                statements,
                LINEAGE,
                lineages.entrySet().stream()
                        .map(one -> Statements.row(one.getKey(), one.getValue()))
                        .toList());
    }

    /** Whether no lane of a locked transformation was written when it was locked; false where it is not locked. */
    boolean hadNoLane(int transformation) {
        return laneless.contains(transformation);
    }

    /** Whether the files that each target was given are counted for a locked transformation. */
    boolean countsTargets(int transformation) {
        return counting.contains(transformation);
    }

    /** From now on they are. */
    void countTargets(int transformation) {
        counting.add(transformation);
        statements.update(
                "UPDATE SluiceTransformations SET CountsTargets = TRUE WHERE TransformationID = ?", transformation);
    }

    /** The next number where no trigger gives one. */
    int nextTask(int transformation) {
        if (!lastTasks.containsKey(transformation)) {
            throw new IllegalStateException("transformation " + transformation + " was not locked");
        }
        return lastTasks.merge(transformation, 1, Integer::sum);
    }

    void quarantine(int transformation, String reason) {
        statements.update(
                "UPDATE SluiceTransformations SET Quarantine = ?, QuarantinedAt = ? WHERE TransformationID = ?",
                reason,
                Times.micros(clock.instant()),
                transformation);
        log.add(transformation, LogTable.ENGINE, List.of("Grouping stopped: " + reason));
    }

    /**
     * Forgets what was found out of a transformation before it was changed: its quarantine ends, what its targets were
     * given is counted again when a plugin asks, and it counts as fed by no other until a file says otherwise.
     */
    static void beginAnew(Statements statements, int transformation) {
        statements.update(
                "UPDATE SluiceTransformations SET Quarantine = NULL, QuarantinedAt = NULL, CountsTargets = FALSE,"
                        + " Lineage = 0 WHERE TransformationID = ?",
                transformation);
    }

    void endFlush(int transformation) {
        int changed = statements.update(
                "UPDATE Transformations SET Status = ?, LastUpdate = ? WHERE TransformationID = ? AND Status = ?",
                TransformationStatus.ACTIVE.text(),
                Times.seconds(clock.instant()),
                transformation,
                TransformationStatus.FLUSH.text());
        if (changed > 0) {
            log.add(
                    transformation,
                    LogTable.ENGINE,
                    List.of("Status updated to " + TransformationStatus.ACTIVE.text()));
        }
    }
}
