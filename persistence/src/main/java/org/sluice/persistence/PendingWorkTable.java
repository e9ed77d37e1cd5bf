package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.engine.store.PendingWork;

/** {@code SluicePendingWork}: what changes of transformations left for the engines to do. */
final class PendingWorkTable {
    private final Statements statements;
    private final Clock clock;

    PendingWorkTable(Statements statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /** The piece that waits longest and that no other engine works on. */
    Optional<PendingWork> lockNext() {
        return statements
                .query(
                        "SELECT TransformationID, Kind, Position, Started FROM SluicePendingWork"
                                + " ORDER BY Since, Kind, TransformationID LIMIT 1 FOR UPDATE SKIP LOCKED",
                        PendingWorkTable::work)
                .stream()
                .findFirst();
    }

    /** Backfills that no other engine works on, those that have come least far first. */
    List<PendingWork> lockBackfills() {
        return statements.query(
                "SELECT TransformationID, Kind, Position, Started FROM SluicePendingWork WHERE Kind = 'BACKFILL'"
                        + " ORDER BY Position, TransformationID FOR UPDATE SKIP LOCKED",
                PendingWorkTable::work);
    }

    private static PendingWork work(ResultSet row) throws SQLException {
        return new PendingWork(
                row.getInt("TransformationID"),
                PendingWork.Kind.valueOf(row.getString("Kind")),
                row.getLong("Position"),
                Times.read(row, "Started").orElseThrow());
    }

    /** Leaves what waits in a changed transformation to be grouped, and ends its quarantine. */
    void release(int transformation) {
        TransformationLocks.beginAnew(statements, transformation);
        leave(transformation, PendingWork.Kind.GROUP);
    }

    /** Leaves a piece of work to be begun; one that is there already begins anew. */
    void leave(int transformation, PendingWork.Kind kind) {
        remove(transformation, kind);
        LocalDateTime now = Times.micros(clock.instant());
        statements.update(
                "INSERT INTO SluicePendingWork (TransformationID, Kind, Position, Since, Started) VALUES (?, ?, 0, ?, ?)",
                transformation,
                kind.name(),
                now,
                now);
    }

    /** What is pending of these transformations; those without are left out. */
    Map<Integer, Set<PendingWork.Kind>> kinds(Collection<Integer> transformations) {
        Map<Integer, Set<PendingWork.Kind>> kinds = new TreeMap<>();
        statements.queryIn(
                "SELECT TransformationID, Kind FROM SluicePendingWork WHERE TransformationID IN (%s)",
                transformations, row -> kinds.computeIfAbsent(
                                row.getInt("TransformationID"), id -> EnumSet.noneOf(PendingWork.Kind.class))
                        .add(PendingWork.Kind.valueOf(row.getString("Kind"))));
        return kinds;
    }

    /** The transformations whose files are being placed. */
    Set<Integer> beingPlaced() {
        return new HashSet<>(statements.query(
                "SELECT TransformationID FROM SluicePendingWork WHERE Kind IN ('GROUP', 'UNPLACED') AND Position > 0",
                row -> row.getInt("TransformationID")));
    }

    /** Notes how far a piece has come, and lets others go before it. */
    void advance(PendingWork work, long position) {
        statements.update(
                "UPDATE SluicePendingWork SET Position = ?, Since = ? WHERE TransformationID = ? AND Kind = ?",
                position,
                Times.micros(clock.instant()),
                work.transformationId(),
                work.kind().name());
    }

    /** Notes that these backfills have come so far, or further, and lets other work go before them. */
    void advanceBackfills(Collection<Integer> transformations, long position) {
        LocalDateTime now = Times.micros(clock.instant());
        for (List<Object> chunk : Statements.chunks(transformations)) {
            List<Object> parameters = new ArrayList<>(List.of(position, now));
            parameters.addAll(chunk);
            statements.update(
                    "UPDATE SluicePendingWork SET Position = GREATEST(Position, ?), Since = ?"
                            + " WHERE Kind = 'BACKFILL' AND TransformationID IN (" + Statements.marks(chunk.size())
                            + ")",
                    parameters.toArray());
        }
    }

    void remove(int transformation, PendingWork.Kind kind) {
        statements.update(
                "DELETE FROM SluicePendingWork WHERE TransformationID = ? AND Kind = ?", transformation, kind.name());
    }
}
