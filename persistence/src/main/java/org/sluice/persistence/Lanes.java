package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.persistence.Flavour.KeyedTable;

/**
 * {@code SluiceLanes}: how much waits in each lane. What this transaction changes is kept until {@link #write}; a lane in
 * which nothing waits has no row.
 */
final class Lanes {
    private static final KeyedTable TABLE = new KeyedTable(
            "SluiceLanes",
            List.of("LaneID", "TransformationID", "Name", "Files", "Bytes", "Since"),
            1,
            "LaneID",
            false);
    private static final List<String> KEY = List.of("TransformationID", "Name");
    private static final String SELECT = "SELECT " + TABLE.columnList() + " FROM SluiceLanes";
    /** Above all characters of lanes' names. */
    private static final String AFTER_ALL = "~";

    private final Statements statements;
    private final Flavour flavour;
    private final IntPredicate laneless;
    private final Map<LaneKey, Count> counts = new TreeMap<>();
    private final Map<Long, LaneKey> keys = new HashMap<>();

    /** @param laneless whether a transformation had no lane when this transaction locked it */
    Lanes(Statements statements, Flavour flavour, IntPredicate laneless) {
        this.statements = statements;
        this.flavour = flavour;
        this.laneless = laneless;
    }

    /**
     * The id of a lane of a transformation, as a value; NULL where it has none.
     *
     * @param table the table, or its alias, that has the transformation
     */
    static String someLane(Flavour flavour, String table) {
        return "(SELECT l.LaneID FROM SluiceLanes l" + flavour.byIndex("Name") + " WHERE l.TransformationID = " + table
                + ".TransformationID LIMIT 1)";
    }

    private static final class Count {
        private long id;
        private long files;
        private long bytes;
        private LocalDateTime since = LocalDateTime.MAX;
        private boolean changed;
    }

    /**
     * Reads those of these lanes that were not read yet. To look for many that are not there takes the database longer than to
     * be told so with the lock, and one-file tasks have no other.
     */
    void find(Collection<LaneKey> lanes) {
        List<Object[]> rows = Statements.rows();
        for (LaneKey lane : lanes) {
            if (!counts.containsKey(lane)) {
                counts.put(lane, new Count());
                if (!laneless.test(lane.transformationId())) {
                    rows.add(Statements.row(lane.transformationId(), lane.name()));
                }
            }
        }
        statements.queryKeys(SELECT + flavour.byIndex("Name") + " WHERE %s", KEY, rows, this::note);
    }

    /** The ids of those of these lanes that are written. Without a lock, so that nothing else of them is kept in mind. */
    Map<Long, LaneKey> ids(Collection<LaneKey> lanes) {
        Map<Long, LaneKey> ids = new TreeMap<>();
        statements.queryKeys(
                "SELECT LaneID, TransformationID, Name FROM SluiceLanes" + flavour.byIndex("Name") + " WHERE %s",
                KEY,
                lanes.stream()
                        .map(lane -> Statements.row(lane.transformationId(), lane.name()))
                        .toList(),
                row -> Optional.ofNullable(ids.put(row.getLong("LaneID"), key(row))));
        return ids;
    }

    /** Reads those of these lanes that were not read yet. */
    void read(Collection<Long> ids) {
        List<Long> unknown =
                ids.stream().distinct().filter(id -> !keys.containsKey(id)).toList();
        statements.queryIn(SELECT + " WHERE LaneID IN (%s)", unknown, this::note);
    }

    private Count note(ResultSet row) throws SQLException {
        LaneKey key = key(row);
        Count count = counts.computeIfAbsent(key, lane -> new Count());
        count.id = row.getLong("LaneID");
        count.files = row.getLong("Files");
        count.bytes = row.getLong("Bytes");
        count.since =
                Optional.ofNullable(row.getObject("Since", LocalDateTime.class)).orElseThrow();
        keys.put(count.id, key);
        return count;
    }

    private static LaneKey key(ResultSet row) throws SQLException {
        return new LaneKey(
                row.getInt("TransformationID"),
                Optional.ofNullable(row.getString("Name")).orElseThrow());
    }

    private Count count(LaneKey lane) {
        return Optional.ofNullable(counts.get(lane))
                .orElseThrow(() -> new IllegalStateException(lane + " was not read"));
    }

    /** The lane of an id that was read. */
    LaneKey key(long id) {
        return Optional.ofNullable(keys.get(id))
                .orElseThrow(() -> new IllegalStateException("lane " + id + " was not read"));
    }

    /** What is written of a lane that was read, with the changes. */
    LaneLoad load(LaneKey lane) {
        Count count = count(lane);
        return new LaneLoad(lane, count.id, count.files, count.bytes);
    }

    void enter(LaneKey lane, long bytes, LocalDateTime attached) {
        Count count = count(lane);
        count.files++;
        count.bytes += bytes;
        count.since = count.since.isBefore(attached) ? count.since : attached;
        count.changed = true;
    }

    /** A row that lost its lane, by whatever means, takes nothing with it. */
    void leave(long id, long bytes) {
        Optional.ofNullable(keys.get(id)).map(this::count).ifPresent(count -> {
            count.files = Math.max(0, count.files - 1);
            count.bytes = Math.max(0, count.bytes - bytes);
            count.changed = true;
        });
    }

    void waitSince(LaneKey lane, LocalDateTime since) {
        Count count = count(lane);
        count.since = since;
        count.changed = true;
    }

    List<LaneLoad> after(int transformation, long position, LocalDateTime attachedBy, int limit) {
        return statements.query(
                SELECT + " WHERE TransformationID = ? AND LaneID > ? AND Since <= ? ORDER BY LaneID LIMIT ?",
                row -> new LaneLoad(key(row), row.getLong("LaneID"), row.getLong("Files"), row.getLong("Bytes")),
                transformation,
                position,
                attachedBy,
                limit);
    }

    List<LaneKey> olderThan(Map<Integer, Instant> since, int limit) {
        List<Object[]> ranges = Statements.rows();
        Map<Integer, Instant> settled = new TreeMap<>(since);
        settled.keySet()
                .removeAll(statements.query(
                        "SELECT TransformationID FROM SluicePendingWork WHERE Kind IN ('GROUP', 'UNPLACED')",
                        row -> row.getInt("TransformationID")));
        settled.forEach((id, time) -> ranges.add(Statements.row(id, Times.seconds(time))));
        return any("(TransformationID = ? AND Since <= ?)", ranges, " ORDER BY Since LIMIT " + limit).stream()
                .limit(limit)
                .toList();
    }

    List<LaneKey> beginning(Collection<LaneKey> beginnings) {
        List<Object[]> ranges = Statements.rows();
        beginnings.forEach(
                one -> ranges.add(Statements.row(one.transformationId(), one.name(), one.name() + AFTER_ALL)));
        return any("(TransformationID = ? AND Name BETWEEN ? AND ?)", ranges, "");
    }

    private List<LaneKey> any(String range, List<Object[]> ranges, String tail) {
        List<LaneKey> found = new ArrayList<>();
        for (List<Object[]> chunk : Statements.chunksOfRows(ranges)) {
            found.addAll(statements.query(
                    "SELECT TransformationID, Name FROM SluiceLanes WHERE " + (range + " OR ").repeat(chunk.size() - 1)
                            + range + tail,
                    Lanes::key,
                    chunk.stream().flatMap(Arrays::stream).toArray()));
        }
        return found;
    }

    void write() {
        List<Object[]> fresh = Statements.rows();
        List<Count> numbered = new ArrayList<>();
        List<LaneKey> freshKeys = new ArrayList<>();
        List<Object[]> changed = Statements.rows();
        List<Long> empty = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (count.changed && count.files > 0 && count.id == 0) {
                fresh.add(Statements.row(key.transformationId(), key.name(), count.files, count.bytes, count.since));
                numbered.add(count);
                freshKeys.add(key);
            } else if (count.changed && count.files > 0) {
                changed.add(Statements.row(
                        count.id, key.transformationId(), key.name(), count.files, count.bytes, count.since));
            } else if (count.changed && count.id > 0) {
                empty.add(count.id);
            }
            count.changed = false;
        });
        List<Long> ids = flavour.insertReturning(
                statements,
                "SluiceLanes",
                "TransformationID, Name, Files, Bytes, Since",
                fresh,
                "LaneID",
                row -> row.getLong("LaneID"));
        for (int i = 0; i < ids.size(); i++) {
            numbered.get(i).id = ids.get(i);
            keys.put(ids.get(i), freshKeys.get(i));
        }
        flavour.update(statements, TABLE, changed);
        statements.updateIn("DELETE FROM SluiceLanes WHERE LaneID IN (%s)", empty);
        empty.forEach(id -> counts.put(forget(id), new Count()));
    }

    private LaneKey forget(long id) {
        return Optional.ofNullable(keys.remove(id)).orElseThrow();
    }
}
