package org.sluice.engine.store.memory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.LaneLoad;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Waiting;
import org.sluice.engine.store.memory.Tables.AttachedRow;
import org.sluice.engine.store.memory.Tables.FileOf;
import org.sluice.engine.store.memory.Tables.Place;

/** Where files wait. Nothing is counted ahead: what is asked is looked up. */
final class MemoryLanes {
    private final Tables tables;

    MemoryLanes(Tables tables) {
        this.tables = tables;
    }

    void place(Collection<Placement> placements) {
        for (Placement placement : placements) {
            FileOf key = new FileOf(placement.transformationId(), placement.lfn());
            if (placement.lanes().isEmpty() || !isWaiting(key)) {
                tables.places.remove(key);
            } else {
                tables.places.put(key, new Place(placement.lanes(), placement.bytes()));
                placement.lanes().forEach(lane -> number(new LaneKey(placement.transformationId(), lane)));
            }
        }
    }

    private void number(LaneKey lane) {
        if (tables.lanePositions.get(lane).isEmpty()) {
            tables.lanePositions.put(lane, tables.next());
        }
    }

    private boolean isWaiting(FileOf key) {
        return tables.attached.get(key).filter(MemoryTransaction::waits).isPresent();
    }

    /** The files of a lane that wait, in the order in which they were attached. */
    private List<AttachedRow> inLane(LaneKey lane) {
        List<AttachedRow> rows = new ArrayList<>();
        places(lane.transformationId()).forEach((key, place) -> {
            if (place.lanes().contains(lane.name())) {
                tables.attached.get(key).filter(MemoryTransaction::waits).ifPresent(rows::add);
            }
        });
        return tables.inOrder(rows);
    }

    private Map<FileOf, Place> places(int transformation) {
        return tables.places.all().subMap(new FileOf(transformation, ""), new FileOf(transformation + 1, ""));
    }

    private Set<LaneKey> lanesOf(int transformation) {
        return places(transformation).values().stream()
                .flatMap(place -> place.lanes().stream())
                .map(lane -> new LaneKey(transformation, lane))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    List<LaneLoad> loads(Collection<LaneKey> keys) {
        return keys.stream()
                .distinct()
                .map(this::load)
                .filter(load -> load.files() > 0)
                .toList();
    }

    private LaneLoad load(LaneKey lane) {
        List<AttachedRow> rows = inLane(lane);
        long bytes = rows.stream()
                .map(row -> new FileOf(lane.transformationId(), row.file().lfn()))
                .mapToLong(key -> tables.places.get(key).map(Place::bytes).orElse(0L))
                .sum();
        return new LaneLoad(lane, tables.lanePositions.get(lane).orElse(0L), rows.size(), bytes);
    }

    Map<LaneKey, List<Waiting>> files(Map<LaneKey, Integer> most, Function<String, FileRecord> records) {
        Map<LaneKey, List<Waiting>> files = new TreeMap<>();
        most.forEach((lane, limit) -> {
            List<Waiting> waiting = inLane(lane).stream()
                    .limit(limit)
                    .map(row -> new Waiting(
                            waitingFile(records.apply(row.file().lfn())),
                            row.attached(),
                            row.sequence(),
                            tables.liveTask(row.file())
                                    .map(task -> task.key().taskId())
                                    .orElse(0)))
                    .toList();
            if (!waiting.isEmpty()) {
                files.put(lane, waiting);
            }
        });
        return files;
    }

    private static WaitingFile waitingFile(FileRecord file) {
        return new WaitingFile(file.lfn(), file.sizeBytes(), file.storageElements());
    }

    List<LaneLoad> after(int transformation, long position, Instant attachedBy, int limit) {
        return loads(lanesOf(transformation)).stream()
                .filter(load ->
                        load.position() > position && !waitsSince(load.key()).isAfter(attachedBy))
                .sorted(Comparator.comparingLong(LaneLoad::position))
                .limit(limit)
                .toList();
    }

    Map<LaneKey, String> oneFileOf(Collection<LaneKey> lanes) {
        Map<LaneKey, String> files = new TreeMap<>();
        lanes.forEach(lane -> inLane(lane).stream()
                .findFirst()
                .ifPresent(row -> files.put(lane, row.file().lfn())));
        return files;
    }

    /** For each file in a lane, the position of the lane. */
    List<Long> positionsOfFiles(int transformation) {
        return loads(lanesOf(transformation)).stream()
                .flatMap(load -> Collections.nCopies((int) load.files(), load.position()).stream())
                .toList();
    }

    List<LaneKey> olderThan(Map<Integer, Instant> since, int limit) {
        List<LaneKey> old = new ArrayList<>();
        since.forEach((transformation, deadline) -> lanesOf(transformation).stream()
                .filter(lane -> !waitsSince(lane).isAfter(deadline))
                .forEach(old::add));
        return old.stream().limit(limit).toList();
    }

    private Instant waitsSince(LaneKey lane) {
        return tables.lanesWaitSince.get(lane).orElseGet(() -> inLane(lane).stream()
                .map(AttachedRow::attached)
                .min(Instant::compareTo)
                .orElse(Instant.MAX));
    }

    List<LaneKey> beginning(Collection<LaneKey> beginnings) {
        return beginnings.stream()
                .flatMap(one -> lanesOf(one.transformationId()).stream()
                        .filter(lane -> lane.name().startsWith(one.name())))
                .toList();
    }
}
