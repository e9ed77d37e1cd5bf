package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Waiting;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.persistence.Attachments.FileOf;

/**
 * {@code SluiceLaneFiles}: which file waits in which lane. New rows are kept until {@link #write}: most files are put into a
 * task by the transaction that attached them, and never written here. Guarded by the locks on the transformations.
 */
final class LaneTables {
    private static final List<String> FILE = List.of("TransformationID", "FileID");

    private final Statements statements;
    private final Clock clock;
    private final KnownFiles files;
    private final DataFiles dataFiles;
    private final Attachments attachments;
    private final WaitingFigures figures;
    private final Flavour flavour;
    private final Lanes lanes;
    private final String filesOfLane;
    private final Map<FileOf, Spot> unwritten = new TreeMap<>();
    private final Map<LaneKey, Set<FileOf>> unwrittenByLane = new HashMap<>();

    LaneTables(
            Statements statements,
            Flavour flavour,
            Clock clock,
            KnownFiles files,
            DataFiles dataFiles,
            Attachments attachments,
            WaitingFigures figures,
            TransformationLocks locks) {
        this.figures = figures;
        this.flavour = flavour;
        this.statements = statements;
        this.clock = clock;
        this.files = files;
        this.dataFiles = dataFiles;
        this.attachments = attachments;
        this.lanes = new Lanes(statements, flavour, locks::hadNoLane);
        this.filesOfLane =
                "SELECT w.LaneID, w.TransformationID, w.FileID, w.Attached, tf.Status, k.TaskID, d.LFN, s.SizeBytes, s.Replicas"
                        + " FROM SluiceLaneFiles w LEFT JOIN TransformationFiles tf"
                        + " ON tf.TransformationID = w.TransformationID AND tf.FileID = w.FileID"
                        + TaskFeedback.joinLive(flavour, "tf")
                        + " LEFT JOIN DataFiles d ON d.FileID = w.FileID"
                        + " LEFT JOIN SluiceFiles s ON s.LFN = " + flavour.exactly("d.LFN") + " WHERE w.LaneID ";
    }

    /** Where a file waits that is not written yet. */
    private record Spot(Placement placement, LocalDateTime attached, int liveTask) {
        List<LaneKey> lanes() {
            return placement.lanes().stream()
                    .map(lane -> new LaneKey(placement.transformationId(), lane))
                    .toList();
        }
    }

    void place(Collection<Placement> placements) {
        Map<String, Integer> ids = dataFiles.find(
                placements.stream().map(Placement::lfn).distinct().toList());
        Map<FileOf, Placement> wanted = new TreeMap<>();
        for (Placement placement : placements) {
            Optional.ofNullable(ids.get(placement.lfn()))
                    .ifPresent(id -> wanted.put(new FileOf(placement.transformationId(), id), placement));
        }
        leave(wanted.keySet());
        LocalDateTime now = Times.seconds(clock.instant());
        List<FileOf> older = new ArrayList<>();
        wanted.forEach((key, placement) -> {
            if (attachments.isUnwritten(key)) {
                put(key, new Spot(placement, now, 0));
            } else if (!placement.lanes().isEmpty()) {
                older.add(key);
            }
        });
        rowsOf(older)
                .forEach((key, row) -> put(
                        key,
                        new Spot(Optional.ofNullable(wanted.get(key)).orElseThrow(), row.attached(), row.liveTask())));
    }

    /** Those of these files that are in a lane, by what is written. */
    Set<Attachment> inLanes(Collection<Attachment> pairs) {
        Map<FileOf, Attachment> byKey = byKey(pairs);
        return new HashSet<>(statements.queryKeys(
                "SELECT TransformationID, FileID FROM SluiceLaneFiles WHERE %s",
                FILE, rows(byKey.keySet()), row -> Optional.ofNullable(byKey.get(file(row)))
                        .orElseThrow()));
    }

    /** Files that others gave another status; should they take that back, it is to be seen as a difference. */
    void takeOut(Collection<Attachment> pairs) {
        Set<FileOf> keys = byKey(pairs).keySet();
        leave(keys);
        keys.forEach(figures::ends);
    }

    private Map<FileOf, Attachment> byKey(Collection<Attachment> pairs) {
        Map<String, Integer> ids =
                dataFiles.find(pairs.stream().map(Attachment::lfn).distinct().toList());
        Map<FileOf, Attachment> byKey = new TreeMap<>();
        pairs.forEach(pair -> Optional.ofNullable(ids.get(pair.lfn()))
                .ifPresent(id -> byKey.put(new FileOf(pair.transformationId(), id), pair)));
        return byKey;
    }

    private void put(FileOf key, Spot spot) {
        unwritten.put(key, spot);
        spot.lanes().forEach(lane -> unwrittenByLane
                .computeIfAbsent(lane, same -> new TreeSet<>())
                .add(key));
    }

    /** A row of {@code TransformationFiles}. */
    private record AttachedRow(LocalDateTime attached, int liveTask) {
        static AttachedRow read(ResultSet row) throws SQLException {
            return new AttachedRow(time(row, "InsertedTime"), row.getInt("TaskID"));
        }
    }

    /** Those of the files that can be grouped. */
    private Map<FileOf, AttachedRow> rowsOf(List<FileOf> keys) {
        Map<FileOf, AttachedRow> attached = new TreeMap<>();
        statements.queryKeys(
                "SELECT f.TransformationID, f.FileID, f.InsertedTime, k.TaskID FROM TransformationFiles f"
                        + flavour.byIndex("PRIMARY") + TaskFeedback.joinLive(flavour, "f")
                        + " LEFT JOIN SluiceAttachments a"
                        + " ON a.TransformationID = f.TransformationID AND a.FileID = f.FileID"
                        + " WHERE %s AND f.Status IN ('Unused', 'ProbInFC') AND COALESCE(a.Ended, FALSE) = FALSE",
                List.of("f.TransformationID", "f.FileID"),
                rows(keys),
                row -> Optional.ofNullable(attached.put(file(row), AttachedRow.read(row))));
        return attached;
    }

    /** DIRAC's older rows may lack it. */
    private static LocalDateTime time(ResultSet row, String column) throws SQLException {
        return Times.seconds(Times.read(row, column).orElse(Instant.EPOCH));
    }

    /** Takes files out of their lanes. */
    void leave(Collection<FileOf> keys) {
        List<FileOf> written = new ArrayList<>();
        for (FileOf key : keys) {
            Optional.ofNullable(unwritten.remove(key)).ifPresent(spot -> spot.lanes()
                    .forEach(
                            lane -> unwrittenByLane.getOrDefault(lane, Set.of()).remove(key)));
            if (!attachments.isUnwritten(key)) {
                written.add(key);
            }
        }
        List<Object[]> rows = rows(written);
        List<Leaving> leaving = statements.queryKeys(
                "SELECT LaneID, Bytes FROM SluiceLaneFiles WHERE %s",
                FILE, rows, row -> new Leaving(row.getLong("LaneID"), row.getLong("Bytes")));
        if (!leaving.isEmpty()) {
            lanes.read(leaving.stream().map(Leaving::lane).toList());
            leaving.forEach(one -> lanes.leave(one.lane(), one.bytes()));
            statements.updateKeys("DELETE FROM SluiceLaneFiles WHERE %s", FILE, rows);
        }
    }

    private record Leaving(long lane, long bytes) {}

    private static List<Object[]> rows(Collection<FileOf> keys) {
        return keys.stream()
                .map(key -> Statements.row(key.transformation(), key.file()))
                .toList();
    }

    private static FileOf file(ResultSet row) throws SQLException {
        return new FileOf(row.getInt("TransformationID"), row.getInt("FileID"));
    }

    List<LaneLoad> loads(Collection<LaneKey> keys) {
        lanes.find(keys);
        List<LaneLoad> loads = new ArrayList<>();
        for (LaneKey key : new TreeSet<>(keys)) {
            LaneLoad written = lanes.load(key);
            Set<FileOf> more = unwrittenByLane.getOrDefault(key, Set.of());
            long bytes = more.stream()
                    .map(unwritten::get)
                    .mapToLong(spot -> spot == null ? 0 : spot.placement().bytes())
                    .sum();
            if (written.files() + more.size() > 0) {
                loads.add(
                        new LaneLoad(key, written.position(), written.files() + more.size(), written.bytes() + bytes));
            }
        }
        return loads;
    }

    Map<LaneKey, List<Waiting>> files(Map<LaneKey, Integer> most) {
        lanes.find(most.keySet());
        Map<LaneKey, List<Waiting>> found = new TreeMap<>();
        readWritten(most).forEach((key, waiting) -> found.put(key, waiting));
        for (LaneKey key : most.keySet()) {
            unwrittenByLane.getOrDefault(key, Set.of()).forEach(file -> found.computeIfAbsent(
                            key, lane -> new ArrayList<>())
                    .add(waiting(file)));
        }
        found.replaceAll((key, waiting) -> {
            Collections.sort(waiting);
            return waiting.subList(
                    0,
                    Math.min(waiting.size(), Optional.ofNullable(most.get(key)).orElseThrow()));
        });
        return found;
    }

    private Waiting waiting(FileOf key) {
        Spot spot = Optional.ofNullable(unwritten.get(key)).orElseThrow();
        FileRecord file = files.record(spot.placement().lfn());
        return new Waiting(
                new WaitingFile(file.lfn(), file.sizeBytes(), file.storageElements()),
                Times.instant(spot.attached()),
                key.file(),
                spot.liveTask());
    }

    /** A row of {@code SluiceLaneFiles} and what the others say of it. */
    private record Row(long lane, FileOf key, boolean waits, Waiting file) {}

    private Map<LaneKey, List<Waiting>> readWritten(Map<LaneKey, Integer> most) {
        files.write();
        Map<Long, LaneKey> whole = new TreeMap<>();
        List<Row> rows = new ArrayList<>();
        most.forEach((key, limit) -> {
            LaneLoad load = lanes.load(key);
            if (load.files() > limit) {
                rows.addAll(statements.query(
                        filesOfLane + "= ? ORDER BY w.Attached, w.FileID LIMIT ?", this::row, load.position(), limit));
            } else if (load.files() > 0) {
                whole.put(load.position(), key);
            }
        });
        rows.addAll(statements.queryIn(filesOfLane + "IN (%s)", whole.keySet(), this::row));
        List<FileOf> others =
                rows.stream().filter(row -> !row.waits()).map(Row::key).toList();
        leave(others);
        // Taken by somebody else: should they give them back, that is to be seen as a difference.
        others.stream().distinct().forEach(figures::ends);
        Map<LaneKey, List<Waiting>> found = new TreeMap<>();
        rows.stream().filter(Row::waits).forEach(row -> found.computeIfAbsent(
                        lanes.key(row.lane()), key -> new ArrayList<>())
                .add(row.file()));
        return found;
    }

    private Row row(ResultSet row) throws SQLException {
        FileOf key = file(row);
        WaitingFile file = KnownFiles.waiting(row);
        dataFiles.note(file.lfn(), key.file());
        return new Row(
                row.getLong("LaneID"),
                key,
                FileStatus.isGroupable(
                        Optional.ofNullable(row.getString("Status")).orElse("")),
                new Waiting(file, Times.instant(time(row, "Attached")), key.file(), row.getInt("TaskID")));
    }

    void waitSince(Map<LaneKey, Instant> since) {
        lanes.find(since.keySet());
        since.forEach((key, time) -> lanes.waitSince(key, Times.seconds(time)));
    }

    List<LaneLoad> after(int transformation, long position, Instant attachedBy, int limit) {
        write();
        return lanes.after(transformation, position, Times.seconds(attachedBy), limit);
    }

    Map<LaneKey, String> oneFileOf(Collection<LaneKey> keys) {
        write();
        Map<Long, LaneKey> byId = lanes.ids(keys);
        Map<LaneKey, String> files = new TreeMap<>();
        statements.queryIn(
                "SELECT o.LaneID, d.LFN FROM (SELECT LaneID, MIN(FileID) AS FileID FROM SluiceLaneFiles"
                        + " WHERE LaneID IN (%s) GROUP BY LaneID) o JOIN DataFiles d ON d.FileID = o.FileID",
                byId.keySet(),
                row -> files.put(
                        Optional.ofNullable(byId.get(row.getLong("LaneID"))).orElseThrow(), row.getString("LFN")));
        return files;
    }

    List<LaneKey> olderThan(Map<Integer, Instant> since, int limit) {
        return lanes.olderThan(since, limit);
    }

    List<LaneKey> beginning(Collection<LaneKey> beginnings) {
        Set<LaneKey> found = new HashSet<>(lanes.beginning(beginnings));
        unwrittenByLane.forEach((key, waiting) -> {
            boolean begins = beginnings.stream()
                    .anyMatch(one -> one.transformationId() == key.transformationId()
                            && key.name().startsWith(one.name()));
            if (begins && !waiting.isEmpty()) {
                found.add(key);
            }
        });
        return List.copyOf(found);
    }

    /** Writes what was kept back. */
    void write() {
        lanes.find(unwrittenByLane.keySet());
        unwritten.values().forEach(spot -> spot.lanes()
                .forEach(lane -> lanes.enter(lane, spot.placement().bytes(), spot.attached())));
        lanes.write();
        List<Object[]> rows = Statements.rows();
        unwritten.forEach((key, spot) -> spot.lanes()
                .forEach(lane -> rows.add(Statements.row(
                        lanes.load(lane).position(),
                        spot.attached(),
                        key.file(),
                        key.transformation(),
                        spot.placement().bytes()))));
        unwritten.clear();
        unwrittenByLane.clear();
        statements.insert(
                "INSERT INTO SluiceLaneFiles (LaneID, Attached, FileID, TransformationID, Bytes) VALUES ", "", rows);
    }
}
