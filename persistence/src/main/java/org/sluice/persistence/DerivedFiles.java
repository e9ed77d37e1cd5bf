package org.sluice.persistence;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.store.Derivation;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * Gives a derived transformation its parent's files, in the transaction of the change that asks for it and under the
 * locks of both transformations, so that no engine groups either of them meanwhile.
 */
final class DerivedFiles {
    private final Statements statements;
    private final Clock clock;
    private final LogTable log;
    private final int parent;
    private final int derived;
    private final String author;

    DerivedFiles(Statements statements, Flavour flavour, Clock clock, int parent, int derived, String author) {
        this.statements = statements;
        this.clock = clock;
        this.log = new LogTable(statements, flavour, clock);
        this.parent = parent;
        this.derived = derived;
        this.author = author;
        new TransformationLocks(statements, flavour, clock, log).lock(new TreeSet<>(Set.of(parent, derived)));
    }

    void derive(boolean isNew, boolean moves) {
        if (isNew) {
            tell();
        }
        copy();
        if (moves) {
            move();
        }
    }

    private void tell() {
        List<String> messages = new ArrayList<>();
        statements
                .query(
                        "SELECT Status FROM Transformations WHERE TransformationID = ?",
                        row -> TransformationRows.text(row.getString("Status")),
                        parent)
                .stream()
                .filter(Derivation::completes)
                .forEach(status -> {
                    String completing = TransformationStatus.COMPLETING.text();
                    statements.update(
                            "UPDATE Transformations SET Status = ?, LastUpdate = ? WHERE TransformationID = ?",
                            completing,
                            now(),
                            parent);
                    messages.add("Status updated to " + completing);
                    if (Derivation.releases(status)) {
                        new PendingWorkTable(statements, clock).release(parent);
                    }
                });
        new RegistryVersion(statements).changed(List.of(parent));
        messages.add(Derivation.parentMessage(derived));
        log.add(parent, author, messages);
    }

    /** One statement for each table: the number of files may be large. Statuses as {@link Derivation#inherited} gives them. */
    private void copy() {
        statements.update(
                "INSERT INTO TransformationFiles"
                        + " (TransformationID, FileID, Status, TaskID, TargetSE, UsedSE, LastUpdate, InsertedTime)"
                        + " SELECT " + derived + ", p.FileID,"
                        + " CASE WHEN p.Status LIKE '%-%' THEN p.Status"
                        + " ELSE CONCAT(SUBSTRING(p.Status, 1, 22), '-inherited') END,"
                        + " CASE WHEN p.TaskID > 0 AND p.TaskID <= ? THEN p.TaskID + ? END,"
                        + " p.TargetSE, p.UsedSE, ?, ?"
                        + " FROM TransformationFiles p WHERE p.TransformationID = ? AND p.Status <> '"
                        + Derivation.NOT_COPIED + "' AND NOT EXISTS (SELECT 1 FROM TransformationFiles d"
                        + " WHERE d.TransformationID = ? AND d.FileID = p.FileID)",
                // DIRAC's number of a parent's task, where the column has room for it.
                Integer.MAX_VALUE - Math.min(Integer.MAX_VALUE, (long) parent * Derivation.TASK_FACTOR),
                Math.min(Integer.MAX_VALUE, (long) parent * Derivation.TASK_FACTOR),
                now(),
                now(),
                parent,
                derived);
        statements.update(
                "INSERT INTO SluiceAttachments (TransformationID, FileID, Generation, Ended, NextGeneration)"
                        + " SELECT " + derived + ", a.FileID, a.Generation, FALSE, 0 FROM SluiceAttachments a"
                        + " JOIN TransformationFiles d ON d.TransformationID = ? AND d.FileID = a.FileID"
                        + " WHERE a.TransformationID = ? AND NOT EXISTS (SELECT 1 FROM SluiceAttachments b"
                        + " WHERE b.TransformationID = ? AND b.FileID = a.FileID)",
                derived,
                parent,
                derived);
    }

    private void move() {
        int unused = take(FileStatus.UNUSED);
        int maxReset = take(FileStatus.MAX_RESET);
        set(derived, Derivation.inherited(FileStatus.PROCESSED), "", copiesOf(FileStatus.PROCESSED));
        log.add(derived, author, Derivation.movedMessages(parent, unused, maxReset));
    }

    private int take(String status) {
        List<Integer> files = copiesOf(status);
        set(parent, Derivation.leftBehind(status), "", files);
        set(derived, FileStatus.UNUSED, ", TaskID = NULL, UsedSE = 'Unknown'", files);
        return files.size();
    }

    /** Files that have this status in the parent, and only a copied row here. Locked: DIRAC's clients change rows too. */
    private List<Integer> copiesOf(String parentStatus) {
        return statements.query(
                "SELECT p.FileID FROM TransformationFiles p WHERE p.TransformationID = ? AND p.Status = ?"
                        + " AND EXISTS (SELECT 1 FROM TransformationFiles d WHERE d.TransformationID = ?"
                        + " AND d.FileID = p.FileID AND d.Status LIKE '%-inherited' AND d.Status <> ?)"
                        + " ORDER BY p.FileID FOR UPDATE",
                row -> row.getInt("FileID"), parent, parentStatus, derived, Derivation.inherited(FileStatus.PROCESSED));
    }

    private void set(int transformation, String status, String more, Collection<Integer> files) {
        for (List<Object> chunk : Statements.chunks(files)) {
            List<Object> parameters = new ArrayList<>(List.of(status, now(), transformation));
            parameters.addAll(chunk);
            statements.update(
                    "UPDATE TransformationFiles SET Status = ?, LastUpdate = ?" + more
                            + " WHERE TransformationID = ? AND FileID IN (" + Statements.marks(chunk.size()) + ")",
                    parameters.toArray());
        }
    }

    private LocalDateTime now() {
        return Times.seconds(clock.instant());
    }
}
