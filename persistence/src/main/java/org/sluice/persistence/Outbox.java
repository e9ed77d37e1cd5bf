package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.sluice.engine.store.TaskNotice;

/** {@code SluiceOutbox}: notices of what was committed, until the broker has them. */
final class Outbox {
    private final Statements statements;

    Outbox(Statements statements) {
        this.statements = statements;
    }

    void add(List<TaskNotice> notices) {
        List<Object[]> rows = Statements.rows();
        for (TaskNotice notice : notices) {
            rows.add(Statements.row(
                    notice.kind().wireName(),
                    notice.id(),
                    Times.micros(notice.time()),
                    notice.transformationId(),
                    notice.type(),
                    notice.taskId(),
                    notice.targetSe(),
                    Names.write(notice.lfns())));
        }
        statements.insert(
                "INSERT INTO SluiceOutbox"
                        + " (Kind, NoticeID, NoticeTime, TransformationID, Type, TaskID, TargetSE, Lfns) VALUES ",
                "",
                rows);
    }

    /** A notice and its row. */
    record Held(long key, TaskNotice notice) {}

    /** The oldest notices that no other transaction holds. */
    List<Held> lockOldest(int limit) {
        return statements.query(
                "SELECT NoticeKey, Kind, NoticeID, NoticeTime, TransformationID, Type, TaskID, TargetSE, Lfns"
                        + " FROM SluiceOutbox ORDER BY NoticeKey LIMIT ? FOR UPDATE SKIP LOCKED",
                Outbox::read,
                limit);
    }

    private static Held read(ResultSet row) throws SQLException {
        return new Held(
                row.getLong("NoticeKey"),
                new TaskNotice(
                        TaskNotice.Kind.named(row.getString("Kind")),
                        row.getString("NoticeID"),
                        Times.read(row, "NoticeTime").orElse(Instant.EPOCH),
                        row.getInt("TransformationID"),
                        row.getString("Type"),
                        row.getInt("TaskID"),
                        row.getString("TargetSE"),
                        Names.read(row.getString("Lfns"))));
    }

    void remove(List<Held> notices) {
        statements.updateIn(
                "DELETE FROM SluiceOutbox WHERE NoticeKey IN (%s)",
                notices.stream().map(Held::key).toList());
    }
}
