package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.file.Stamp;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.store.TransformationRegistry.AttachedFile;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Task;
import org.sluice.engine.transformation.TaskKey;
import org.sluice.engine.transformation.Transformation;

/** What every {@link TriggerStore} does. */
public abstract class TriggerStoreContract extends StoreContract {

    private static JournalEntry entry(String id) {
        return new JournalEntry(id, "FileRegistered", "/vo/a", NOW, NOW, "{}");
    }

    private Set<String> record(String... ids) {
        return store().inTransaction(t -> t.recordEvents(
                List.of(ids).stream().map(TriggerStoreContract::entry).toList()));
    }

    private FileRecord known(String lfn) {
        return store().inTransaction(t -> known(t, lfn));
    }

    private static FileRecord known(TriggerTransaction transaction, String lfn) {
        return Optional.ofNullable(
                        transaction.lockFiles(new TreeSet<>(Set.of(lfn))).get(lfn))
                .orElseThrow();
    }

    private List<Integer> createTasks(int transformation, PlannedTask... plans) {
        return store().inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(transformation)));
            return t.createTasks(Map.of(transformation, List.of(plans))).stream()
                    .map(CreatedTask::taskId)
                    .toList();
        });
    }

    private List<String> waiting(int transformation) {
        return store().inTransaction(t -> t.waitingAfter(transformation, 0, 1000)).stream()
                .map(KnownFile::lfn)
                .toList();
    }

    private List<PlacedFile> filesAfter(long position, int limit) {
        return store().inTransaction(t -> t.filesAfter(position, limit));
    }

    private Map<String, Map<Integer, String>> attachments(List<String> lfns) {
        return store().inTransaction(t -> t.attachments(lfns));
    }

    private Map<Integer, LockedTransformation> locked(Integer... ids) {
        return store().inTransaction(t -> t.lockTransformations(new TreeSet<>(Set.of(ids))));
    }

    @Test
    void anEventIsNewOnce() {
        assertThat(record("e1", "e2")).containsExactlyInAnyOrder("e1", "e2");
        assertThat(record("e2", "e3")).containsExactly("e3");
        assertThat(record("e1", "e2", "e3")).isEmpty();
    }

    @Test
    void anEventThatComesTwiceInOneBatchIsNewOnce() {
        assertThat(record("e1", "e1")).containsExactly("e1");
        assertThat(record("e1")).isEmpty();
    }

    @Test
    void idsAreToldApartByEveryCharacter() {
        assertThat(record("id", "ID", "id ", "íd")).containsExactlyInAnyOrder("id", "ID", "id ", "íd");
    }

    @Test
    void noEventsAreRecorded() {
        assertThat(record()).isEmpty();
    }

    @Test
    void workThatThrowsLeavesNothing() {
        int id = transformation("t", "Active");
        assertThatThrownBy(() -> inTransaction(t -> {
                    t.recordEvents(List.of(entry("e1")));
                    register(t, List.of("/vo/a"), "SE-A");
                    t.lockTransformations(new TreeSet<>(Set.of(id)));
                    t.attach(List.of(new Attachment(id, "/vo/a")));
                    t.createTasks(Map.of(id, List.of(new PlannedTask("SE-A", List.of("/vo/a")))));
                    throw new UnsupportedOperationException("the work's own");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("the work's own");

        assertThat(record("e1")).containsExactly("e1");
        assertThat(known("/vo/a").registered()).isEmpty();
        assertThat(registry().files(id, 10)).isEmpty();
        assertThat(registry().tasks(id, 10)).isEmpty();
    }

    @Test
    void aFileThatNobodySpokeOfIsUnknown() {
        assertThat(known("/vo/a")).isEqualTo(FileRecord.unknown("/vo/a"));
    }

    @Test
    void whatIsSavedOfAFileComesBack() {
        FileRecord saved = registered(FileRecord.unknown("/vo/é/b.dst"), 5_000_000_000L, "SE-B", "SE-A")
                .after(new FileMetadataSet(
                        new EventHeader("e2", Instant.parse("2026-09-27T02:59:59.123456Z"), Optional.empty()),
                        "/vo/é/b.dst",
                        json("{\"Level\":1,\"Energy\":2.50,\"Name\":\"π😀\",\"Gone\":null,\"Deep\":{\"a\":[1]}}")
                                .properties()
                                .stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/é/b.dst")));
            t.saveFiles(List.of(saved));
        });
        assertThat(known("/vo/é/b.dst")).isEqualTo(saved);
        assertThat(saved.registered()).contains(NOW);
    }

    @Test
    void whatIsSavedIsSeenWithinTheTransaction() {
        inTransaction(t -> {
            register(t, List.of("/vo/a"), "SE-A");
            assertThat(known(t, "/vo/a").registered()).contains(NOW);
        });
    }

    @Test
    void filesAreToldApartByEveryCharacter() {
        inTransaction(t -> register(t, List.of("/vo/a"), "SE-A"));
        assertThat(known("/vo/A").registered()).isEmpty();
        assertThat(known("/vo/a ").registered()).isEmpty();
        assertThat(known("/vo/á").registered()).isEmpty();
        assertThat(known("/vo/a").registered()).isPresent();
    }

    @Test
    void anLfnThatTheTablesCannotHoldIsRefused() {
        assertThatThrownBy(() -> known("/vo/😀")).isInstanceOfSatisfying(DataFaultException.class, e -> {
            assertThat(e.reason()).isEqualTo(RejectionReason.LFN_UNSTORABLE);
            assertThat(e.lfns()).contains(Set.of("/vo/😀"));
        });
    }

    @Test
    void registeredFilesAreListedInTheOrderOfFirstMention() {
        inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/z"))));
        inTransaction(t -> register(t, List.of("/vo/y")));
        inTransaction(t -> t.lockFiles(new TreeSet<>(Set.of("/vo/only-spoken-of"))));
        inTransaction(t -> register(t, List.of("/vo/x")));
        inTransaction(t -> register(t, List.of("/vo/z")));

        List<PlacedFile> all = filesAfter(0, 10);
        assertThat(all).extracting(placed -> placed.file().lfn()).containsExactly("/vo/z", "/vo/y", "/vo/x");
        assertThat(filesAfter(all.get(0).position(), 1)).containsExactly(all.get(1));
        assertThat(filesAfter(all.get(2).position(), 10)).isEmpty();
    }

    @Test
    void aFileIsAttachedOnce() {
        int one = transformation("one", "Active");
        int two = transformation("two", "New");
        attachNew(one, "/vo/a", "/vo/b");
        clock.advance(Duration.ofMinutes(1));
        attachNew(two, "/vo/b");
        attachNew(one, "/vo/b", "/vo/c");

        assertThat(registry().files(one, 10))
                .containsExactly(
                        waitingRow("/vo/a", NOW), waitingRow("/vo/b", NOW), waitingRow("/vo/c", NOW.plusSeconds(60)));
        assertThat(attachments(List.of("/vo/a", "/vo/b", "/vo/none")))
                .isEqualTo(Map.of("/vo/a", Map.of(one, "Unused"), "/vo/b", Map.of(one, "Unused", two, "Unused")));
    }

    private static AttachedFile waitingRow(String lfn, Instant time) {
        return new AttachedFile(lfn, "Unused", 0, 0, "Unknown", Optional.of(time));
    }

    @Test
    void anAttachmentThatIsWantedTwiceIsMadeOnce() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/a");
        assertThat(registry().files(id, 10)).hasSize(1);
    }

    @Test
    void anAttachmentToATransformationThatIsGoneIsLeftOut() {
        int gone = transformation("gone", "Active");
        int there = transformation("there", "Active");
        registry().delete(gone, AUTHOR);
        inTransaction(t -> {
            register(t, List.of("/vo/a"), "SE-A");
            t.attach(List.of(new Attachment(gone, "/vo/a"), new Attachment(there, "/vo/a")));
        });
        assertThat(registry().files(there, 10)).hasSize(1);
        assertThat(registry().files(gone, 10)).isEmpty();
    }

    @Test
    void lfnsThatTheTableCannotTellApartCollide() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/run/a.dst");
        assertThatThrownBy(() -> attachNew(id, "/vo/other", "/vo/Run/A.dst"))
                .isInstanceOfSatisfying(DataFaultException.class, e -> {
                    assertThat(e.reason()).isEqualTo(RejectionReason.LFN_COLLISION);
                    assertThat(e.lfns()).contains(Set.of("/vo/Run/A.dst"));
                    assertThat(e).hasMessageContainingAll("/vo/Run/A.dst", "/vo/run/a.dst");
                });
        assertThat(registry().files(id, 10)).extracting(AttachedFile::lfn).containsExactly("/vo/run/a.dst");
    }

    @Test
    void lfnsOfOneBatchCollideToo() {
        int id = transformation("t", "Active");
        assertThatThrownBy(() -> attachNew(id, "/vo/a", "/vo/A"))
                .isInstanceOfSatisfying(
                        DataFaultException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.LFN_COLLISION));
    }

    @Test
    void lockedTransformationsTellHowTheyAre() {
        int active = registry().create(withQuery(definition("active"), "{\"Level\":1}"), AUTHOR);
        int stopped = transformation("stopped", "Stopped");
        attachNew(active, "/vo/a");
        createTasks(active, new PlannedTask("SE-A", List.of("/vo/a")));

        assertThat(locked(active, stopped, 4711))
                .isEqualTo(Map.of(
                        active,
                                new LockedTransformation(
                                        active,
                                        "DataReprocessing",
                                        "Active",
                                        1,
                                        false,
                                        Set.of(PendingWork.Kind.BACKFILL, PendingWork.Kind.GROUP)),
                        stopped, new LockedTransformation(stopped, "DataReprocessing", "Stopped", 0, false, Set.of())));
    }

    @Test
    void filesThatCanBeGroupedAreLookedThroughInPieces() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/b")));
        KnownFile first = store().inTransaction(t -> t.waitingAfter(id, 0, 1)).get(0);
        List<KnownFile> rest = store().inTransaction(t -> t.waitingAfter(id, first.position(), 10));
        assertThat(Stream.concat(Stream.of(first), rest.stream()).map(KnownFile::lfn))
                .containsExactlyInAnyOrder("/vo/a", "/vo/c");
        List<KnownFile> none =
                store().inTransaction(t -> t.waitingAfter(id, rest.get(0).position(), 10));
        assertThat(none).isEmpty();
        assertThat(waiting(4711)).isEmpty();
    }

    private void place(int transformation, String lane, String... lfns) {
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(List.of(lfns)));
            t.lockTransformations(new TreeSet<>(Set.of(transformation)));
            t.place(Stream.of(lfns)
                    .map(lfn -> new Placement(transformation, lfn, new TreeSet<>(Set.of(lane)), 10))
                    .toList());
        });
    }

    private List<String> inLane(int transformation, String lane, int most) {
        LaneKey key = new LaneKey(transformation, lane);
        return store().inTransaction(t -> t.filesInLanes(Map.of(key, most))).getOrDefault(key, List.of()).stream()
                .map(waiting -> waiting.file().lfn())
                .toList();
    }

    /** Each lane as {@code name files bytes}. */
    private List<String> lanes(int transformation, String... names) {
        return store()
                .inTransaction(t -> t.lanes(Stream.of(names)
                        .map(name -> new LaneKey(transformation, name))
                        .toList()))
                .stream()
                .map(load -> load.key().name() + " " + load.files() + " " + load.bytes())
                .sorted()
                .toList();
    }

    @Test
    void filesWaitInLanesInTheOrderOfAttachment() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/z", "/vo/m");
        clock.advance(Duration.ofSeconds(1));
        attachNew(id, "/vo/a");
        place(id, "A", "/vo/a", "/vo/m", "/vo/z");
        assertThat(inLane(id, "A", 10)).containsExactly("/vo/z", "/vo/m", "/vo/a");
        assertThat(inLane(id, "A", 2)).containsExactly("/vo/z", "/vo/m");
        assertThat(lanes(id, "A", "B")).containsExactly("A 3 30");
        assertThat(lanes(transformation("other", "Active"), "A")).isEmpty();
    }

    @Test
    void aFileThatIsTakenOutOfItsLanesIsInNone() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        place(id, "A", "/vo/a", "/vo/b");
        Attachment first = new Attachment(id, "/vo/a");
        Attachment second = new Attachment(id, "/vo/b");
        List<Attachment> all = List.of(first, second, new Attachment(id, "/vo/c"), new Attachment(id, "/vo/unknown"));
        assertThat(store().<Set<Attachment>>inTransaction(t -> t.inLanes(all)))
                .containsExactlyInAnyOrder(first, second);
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.takeOut(List.of(first));
        });
        assertThat(store().<Set<Attachment>>inTransaction(t -> t.inLanes(all))).containsExactly(second);
        assertThat(inLane(id, "A", 10)).containsExactly("/vo/b");
        assertThat(lanes(id, "A")).containsExactly("A 1 10");
    }

    @Test
    void filesAreLookedAtAsTheTransactionLeftThem() {
        FileRecord stored = registered(FileRecord.unknown("/vo/a"), 5_000_000_000L, "SE-A");
        FileRecord changed = registered(FileRecord.unknown("/vo/a"), 6_000_000_000L, "SE-B");
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/a")));
            t.saveFiles(List.of(stored));
        });
        assertThat(store().<Map<String, FileRecord>>inTransaction(t -> t.lookAtFiles(List.of("/vo/a", "/vo/unknown"))))
                .isEqualTo(Map.of("/vo/a", stored));
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/a")));
            t.saveFiles(List.of(changed));
            assertThat(t.lookAtFiles(List.of("/vo/a"))).isEqualTo(Map.of("/vo/a", changed));
        });
    }

    @Test
    void aLaneIsCountedWithWhatTheSameTransactionPlaces() {
        int one = transformation("one", "Active");
        int two = transformation("two", "Active");
        attachNew(one, "/vo/before");
        place(one, "A", "/vo/before");
        inTransaction(t -> {
            register(t, List.of("/vo/a", "/vo/nowhere"), "SE-B", "SE-A");
            t.lockTransformations(new TreeSet<>(Set.of(one, two)));
            t.attach(List.of(
                    new Attachment(one, "/vo/a"), new Attachment(two, "/vo/a"), new Attachment(one, "/vo/nowhere")));
            TreeSet<String> both = new TreeSet<>(Set.of("A", "B"));
            t.place(List.of(
                    new Placement(one, "/vo/a", both, 1000),
                    new Placement(two, "/vo/a", both, 1000),
                    Placement.none(one, "/vo/nowhere")));
            LaneKey a = new LaneKey(one, "A");
            LaneKey b = new LaneKey(two, "B");
            assertThat(t.lanes(List.of(a, b)))
                    .extracting(LaneLoad::key, LaneLoad::files, LaneLoad::bytes)
                    .containsExactlyInAnyOrder(tuple(a, 2L, 1010L), tuple(b, 1L, 1000L));
            WaitingFile file = WaitingFile.of("/vo/a", OptionalLong.of(1000), List.of("SE-A", "SE-B"));
            assertThat(t.filesInLanes(Map.of(b, 10)).get(b))
                    .extracting(Waiting::file)
                    .containsExactly(file);
            assertThat(t.filesInLanes(Map.of(a, 10)).get(a))
                    .extracting(waiting -> waiting.file().lfn())
                    .containsExactly("/vo/before", "/vo/a");
        });
        assertThat(lanes(one, "A", "B")).containsExactly("A 2 1010", "B 1 1000");
    }

    @Test
    void aFileThatIsPlacedAnewLeavesItsFormerLanes() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        place(id, "A", "/vo/a", "/vo/b");
        place(id, "B", "/vo/a");
        assertThat(lanes(id, "A", "B")).containsExactly("A 1 10", "B 1 10");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.place(List.of(Placement.none(id, "/vo/b"), Placement.none(id, "/vo/never-attached")));
        });
        assertThat(lanes(id, "A", "B")).containsExactly("B 1 10");
    }

    @Test
    void aFileThatATaskTakesLeavesItsLanes() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        place(id, "A", "/vo/a", "/vo/b");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/a")));
        assertThat(lanes(id, "A")).containsExactly("A 1 10");
        assertThat(inLane(id, "A", 10)).containsExactly("/vo/b");
        place(id, "A", "/vo/a");
        assertThat(inLane(id, "A", 10)).as("it waits no more").containsExactly("/vo/b");
    }

    @Test
    void lanesAreWalkedInTheOrderInWhichTheyBegan() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        place(id, "Z", "/vo/a");
        clock.advance(Duration.ofMinutes(1));
        attachNew(id, "/vo/c");
        place(id, "B", "/vo/c", "/vo/b");
        place(id, "C", "/vo/c");
        Instant now = NOW.plus(Duration.ofMinutes(1));
        List<String> names = new ArrayList<>();
        long position = 0;
        for (Optional<LaneLoad> lane = laneAfter(id, position, now);
                lane.isPresent();
                lane = laneAfter(id, position, now)) {
            names.add(lane.get().key().name());
            position = lane.get().position();
        }
        assertThat(names).containsExactly("Z", "B", "C");
        assertThat(laneAfter(id, 0, NOW.minusSeconds(1))).isEmpty();
    }

    private Optional<LaneLoad> laneAfter(int id, long position, Instant attachedBy) {
        return store().inTransaction(t -> t.lanesAfter(id, position, attachedBy, 1)).stream()
                .findFirst();
    }

    @Test
    void aFileOfEachLaneIsTold() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        place(id, "A", "/vo/a");
        place(id, "B", "/vo/b", "/vo/c");
        Map<LaneKey, String> files = store().inTransaction(
                        t -> t.oneFileOf(List.of(new LaneKey(id, "A"), new LaneKey(id, "B"), new LaneKey(id, "C"))));
        assertThat(files).containsOnlyKeys(new LaneKey(id, "A"), new LaneKey(id, "B"));
        assertThat(files).containsEntry(new LaneKey(id, "A"), "/vo/a");
        assertThat(files.get(new LaneKey(id, "B"))).isIn("/vo/b", "/vo/c");
    }

    @Test
    void filesThatWaitInNoLaneAreLookedThroughInPieces() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c", "/vo/d");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/b")));
        place(id, "A", "/vo/c");
        KnownFile first = store().inTransaction(t -> t.unplacedAfter(id, 0, 1)).get(0);
        List<KnownFile> rest = store().inTransaction(t -> t.unplacedAfter(id, first.position(), 10));
        assertThat(Stream.concat(Stream.of(first), rest.stream()).map(KnownFile::lfn))
                .containsExactlyInAnyOrder("/vo/a", "/vo/d");
    }

    @Test
    void lanesWhoseFilesAreBeingPlacedHaveNoAge() {
        int id = transformation("t", "Active");
        finishAllWork();
        attachNew(id, "/vo/a");
        place(id, "OLD", "/vo/a");
        inTransaction(t -> t.leave(id, PendingWork.Kind.LANES));
        assertThat(older(id, NOW)).containsExactly("OLD");
        inTransaction(t -> t.leave(id, PendingWork.Kind.UNPLACED));
        assertThat(older(id, NOW)).isEmpty();
    }

    private void finishAllWork() {
        boolean more = true;
        while (more) {
            more = store().inTransaction(t -> {
                Optional<PendingWork> work = t.lockPendingWork();
                work.ifPresent(t::finish);
                return work.isPresent();
            });
        }
    }

    @Test
    void lanesAreAskedForByAge() {
        int id = transformation("t", "Active");
        finishAllWork();
        attachNew(id, "/vo/a");
        clock.advance(Duration.ofMinutes(1));
        attachNew(id, "/vo/b");
        place(id, "OLD", "/vo/a");
        place(id, "NEW", "/vo/b");
        assertThat(older(id, NOW)).containsExactly("OLD");
        assertThat(older(id, NOW.plusSeconds(60))).containsExactlyInAnyOrder("OLD", "NEW");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.waitSince(Map.of(new LaneKey(id, "OLD"), NOW.plusSeconds(60)));
        });
        assertThat(older(id, NOW)).isEmpty();
    }

    private List<String> older(int id, Instant time) {
        return store().inTransaction(t -> t.lanesOlderThan(Map.of(id, time), 10)).stream()
                .map(LaneKey::name)
                .toList();
    }

    @Test
    void lanesAreFoundByTheBeginningOfTheirNames() {
        int id = transformation("t", "Active");
        int other = transformation("other", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        attachNew(other, "/vo/a");
        place(id, "run7-A", "/vo/a");
        place(id, "run7-B", "/vo/b");
        place(id, "run8-A", "/vo/c");
        place(other, "run7-A", "/vo/a");
        List<LaneKey> found = store().inTransaction(t -> t.lanesBeginning(List.of(new LaneKey(id, "run7"))));
        assertThat(found).containsExactlyInAnyOrder(new LaneKey(id, "run7-A"), new LaneKey(id, "run7-B"));
    }

    @Test
    void lineagesAreKeptUntilSomebodySetsTheStatus() {
        int id = transformation("t", "Active");
        int other = transformation("other", "Active");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id, other)));
            t.noteLineages(Map.of(id, 7));
        });
        Map<Integer, Integer> kept = store().inTransaction(t -> t.lineages(List.of(id, other, 4711)));
        assertThat(kept).containsEntry(id, 7).doesNotContainKey(4711);
        assertThat(kept.getOrDefault(other, 0)).isZero();
        replace(id, definition("t").withStatus("Active"));
        Map<Integer, Integer> after = store().inTransaction(t -> t.lineages(List.of(id)));
        assertThat(after.getOrDefault(id, 0)).isZero();
    }

    @Test
    void runsEndForGood() {
        Run seven = new Run("RunNumber", "7");
        Run eight = new Run("RunNumber", "8");
        inTransaction(t -> t.endRuns(List.of(seven)));
        inTransaction(t -> {
            t.endRuns(List.of(seven));
            assertThat(t.endedRuns(List.of(seven, eight, new Run("runnumber", "7"))))
                    .containsExactly(seven);
        });
    }

    @Test
    void filesThatAnEventMayFreeAreKnownBefore() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c", "/vo/d");
        createTasks(
                id,
                new PlannedTask("SE-A", List.of("/vo/a", "/vo/b")),
                new PlannedTask("SE-A", List.of("/vo/c", "/vo/d")));
        Set<String> ofTask =
                store().inTransaction(t -> t.filesToBeFreed(new TreeSet<>(Set.of(new TaskKey(id, 1))), Set.of()));
        assertThat(ofTask).containsExactlyInAnyOrder("/vo/a", "/vo/b");
        Set<String> ofFile = store().inTransaction(t -> t.filesToBeFreed(new TreeSet<>(), Set.of("/vo/d")));
        assertThat(ofFile).containsExactlyInAnyOrder("/vo/c", "/vo/d");
    }

    @Test
    void workCanBeLeftByTheEngine() {
        int id = registry().create(definition("t").withStatus("New"), AUTHOR);
        inTransaction(t -> t.leave(id, PendingWork.Kind.FLUSH));
        inTransaction(
                t -> assertThat(t.lockPendingWork()).contains(new PendingWork(id, PendingWork.Kind.FLUSH, 0, NOW)));
    }

    @Test
    void tasksAreNumberedWithinTheirTransformation() {
        int one = transformation("one", "Active");
        int two = transformation("two", "Active");
        attachNew(one, "/vo/a", "/vo/b", "/vo/c");
        attachNew(two, "/vo/a");
        PlannedTask ab = new PlannedTask("SE-A", List.of("/vo/a", "/vo/b"));
        PlannedTask a = new PlannedTask("SE-A", List.of("/vo/a"));
        PlannedTask c = new PlannedTask("SE-A", List.of("/vo/c"));

        List<CreatedTask> created = store().inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(one, two)));
            return t.createTasks(Map.of(one, List.of(ab), two, List.of(a)));
        });
        assertThat(created).containsExactly(new CreatedTask(one, 1, ab), new CreatedTask(two, 1, a));
        assertThat(createTasks(one, c)).containsExactly(2);
    }

    @Test
    void aTaskTakesItsFiles() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        clock.advance(Duration.ofMinutes(1));
        createTasks(id, new PlannedTask("SE-A,SE-B", List.of("/vo/c", "/vo/a")));

        Instant then = NOW.plusSeconds(60);
        assertThat(registry().files(id, 10))
                .containsExactly(
                        new AttachedFile("/vo/a", "Assigned", 0, 1, "SE-A,SE-B", Optional.of(then)),
                        waitingRow("/vo/b", NOW),
                        new AttachedFile("/vo/c", "Assigned", 0, 1, "SE-A,SE-B", Optional.of(then)));
        assertThat(registry().tasks(id, 10))
                .containsExactly(new TransformationRegistry.TaskRow(
                        1, "Created", "0", "SE-A,SE-B", then, then, List.of("/vo/c", "/vo/a")));
        assertThat(waiting(id)).containsExactly("/vo/b");
        assertThat(attachments(List.of("/vo/a"))).isEqualTo(Map.of("/vo/a", Map.of(id, "Assigned")));
        Map<String, Long> used = usedSe(id);
        assertThat(used).isEqualTo(Map.of("SE-A,SE-B", 2L));
    }

    @Test
    void filesAreCountedByTheTargetsThatTheyWereGivenLast() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b", "/vo/c");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/a", "/vo/b")));
        assertThat(usedSe(id)).isEqualTo(Map.of("SE-A", 2L));
        createTasks(id, new PlannedTask("SE-B", List.of("/vo/c")));
        assertThat(usedSe(id)).isEqualTo(Map.of("SE-A", 2L, "SE-B", 1L));
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/a", "/vo/b", "/vo/c")));
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.lockFileRows(List.of(new Attachment(id, "/vo/a"), new Attachment(id, "/vo/c")));
            t.saveFileRows(List.of(
                    new FileInTransformation(id, "/vo/a", "Unused", 0, 0),
                    new FileInTransformation(id, "/vo/c", "Unused", 1, 2)));
            t.createTasks(Map.of(id, List.of(new PlannedTask("SE-C", List.of("/vo/c")))));
            assertThat(t.filesByUsedSe(id)).isEqualTo(Map.of("SE-A", 1L, "SE-C", 1L));
        });
        assertThat(usedSe(id)).isEqualTo(Map.of("SE-A", 1L, "SE-C", 1L));
        replace(id, definition("t").withStatus("Active"));
        assertThat(usedSe(id)).isEqualTo(Map.of("SE-A", 1L, "SE-C", 1L));
    }

    private static TaskStatusChanged told(int transformation, String id, Instant time, String status, String job) {
        return new TaskStatusChanged(
                new EventHeader(id, time, Optional.empty()),
                transformation,
                1,
                status,
                Optional.of(job).filter(text -> !text.isEmpty()));
    }

    private Task locked(TaskKey key) {
        return store().inTransaction(t -> lockTask(t, key));
    }

    private static Task lockTask(TriggerTransaction transaction, TaskKey key) {
        return Optional.ofNullable(
                        transaction.lockTasks(new TreeSet<>(Set.of(key))).get(key))
                .orElseThrow();
    }

    private void save(TaskKey key, TaskStatusChanged event) {
        inTransaction(t -> t.saveTasks(List.of(lockTask(t, key).after(event))));
    }

    @Test
    void tasksAreLockedAsTheyWereMade() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/a")), new PlannedTask("SE-B", List.of("/vo/b")));
        TaskKey one = new TaskKey(id, 1);
        TaskKey two = new TaskKey(id, 2);
        Map<TaskKey, Task> locked = store().inTransaction(
                        t -> t.lockTasks(new TreeSet<>(Set.of(two, one, new TaskKey(id, 3), new TaskKey(4711, 1)))));
        assertThat(locked)
                .isEqualTo(
                        Map.of(one, new Task(one, "Created", "0", "SE-A"), two, new Task(two, "Created", "0", "SE-B")));
        inTransaction(t -> assertThat(t.lockTasks(new TreeSet<>())).isEmpty());
    }

    @Test
    void whatIsToldOfATaskComesBackWithTheEventsThatSaidIt() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/a")), new PlannedTask("SE-A", List.of("/vo/b")));
        TaskKey key = new TaskKey(id, 1);
        Instant time = Instant.parse("2026-09-27T02:59:59.123456Z");
        clock.advance(Duration.ofMinutes(1));

        save(key, told(id, "e1 π😀", time, "Submitted", "4711"));
        assertThat(locked(key))
                .isEqualTo(new Task(
                        key,
                        "Submitted",
                        "4711",
                        "SE-A",
                        Optional.of(new Stamp(time, "e1 π😀")),
                        Optional.of(new Stamp(time, "e1 π😀"))));
        save(key, told(id, "e2", time.plusSeconds(1), "Done", ""));
        assertThat(locked(key))
                .isEqualTo(new Task(
                        key,
                        "Done",
                        "4711",
                        "SE-A",
                        Optional.of(new Stamp(time.plusSeconds(1), "e2")),
                        Optional.of(new Stamp(time, "e1 π😀"))));
        assertThat(registry().tasks(id, 10))
                .containsExactly(
                        new TransformationRegistry.TaskRow(
                                1, "Done", "4711", "SE-A", NOW, NOW.plusSeconds(60), List.of("/vo/a")),
                        new TransformationRegistry.TaskRow(2, "Created", "0", "SE-A", NOW, NOW, List.of("/vo/b")));
    }

    @Test
    void anExternalIdThatIsLongerThanDiracsColumnIsKeptWhole() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a");
        createTasks(id, new PlannedTask("SE-A", List.of("/vo/a")));
        String job = "https://ce.example.org:9000/😀/4711";
        save(new TaskKey(id, 1), told(id, "e1", NOW, "Submitted", job));
        assertThat(locked(new TaskKey(id, 1)).externalId()).isEqualTo(job);
        assertThat(registry().tasks(id, 1))
                .extracting(TransformationRegistry.TaskRow::externalId)
                .containsExactly(job);
    }

    @Test
    void filesAreFoundByTheirLastTask() {
        int one = transformation("one", "Active");
        int two = transformation("two", "Active");
        attachNew(one, "/vo/a", "/vo/b", "/vo/c", "/vo/waits");
        attachNew(two, "/vo/a");
        createTasks(one, new PlannedTask("SE-A", List.of("/vo/b", "/vo/a")));
        createTasks(two, new PlannedTask("SE-A", List.of("/vo/a")));
        FileInTransformation a = new FileInTransformation(one, "/vo/a", "Assigned", 0, 1);
        FileInTransformation b = new FileInTransformation(one, "/vo/b", "Assigned", 0, 1);
        assertThat(filesOf(new TaskKey(one, 1))).containsExactlyInAnyOrder(a, b);

        clock.advance(Duration.ofMinutes(1));
        inTransaction(t -> {
            t.lockFilesOfTasks(new TreeSet<>(Set.of(new TaskKey(one, 1))));
            t.saveFileRows(List.of(a.afterTask("Failed", 10), b.afterTask("Done", 10)));
        });
        assertThat(registry().files(one, 2))
                .containsExactlyInAnyOrder(
                        new AttachedFile("/vo/a", "Unused", 1, 1, "SE-A", Optional.of(NOW.plusSeconds(60))),
                        new AttachedFile("/vo/b", "Processed", 0, 1, "SE-A", Optional.of(NOW.plusSeconds(60))));
        createTasks(one, new PlannedTask("SE-A", List.of("/vo/a", "/vo/c")));

        assertThat(filesOf(new TaskKey(one, 1))).containsExactly(b.afterTask("Done", 10));
        assertThat(filesOf(new TaskKey(one, 2)))
                .containsExactlyInAnyOrder(
                        new FileInTransformation(one, "/vo/a", "Assigned", 1, 2),
                        new FileInTransformation(one, "/vo/c", "Assigned", 0, 2));
        assertThat(filesOf(new TaskKey(one, 3))).isEmpty();
        assertThat(filesOf(new TaskKey(two, 1)))
                .containsExactly(new FileInTransformation(two, "/vo/a", "Assigned", 0, 1));
    }

    private Optional<FileInTransformation> row(int transformation, String lfn) {
        return store().inTransaction(t -> t.lockFileRows(List.of(new Attachment(transformation, lfn))).stream()
                .findFirst());
    }

    private void remove(String lfn, Instant time) {
        inTransaction(t -> t.saveFiles(List.of(known(t, lfn)
                .after(new FileRemoved(new EventHeader("removal of " + lfn, time, Optional.empty()), lfn)))));
    }

    @Test
    void aRemovedFileComesBackAsItWasSaved() {
        inTransaction(t -> register(t, List.of("/vo/a"), "SE-A"));
        remove("/vo/a", NOW.plusSeconds(1));
        FileRecord gone = known("/vo/a");
        assertThat(gone.registered()).isEmpty();
        assertThat(gone.removed()).contains(new Stamp(NOW.plusSeconds(1), "removal of /vo/a"));
        assertThat(gone.generation()).isEqualTo(2);
        assertThat(gone.storageElements()).isEmpty();
        assertThat(filesAfter(0, 10)).as("what a backfill looks at").isEmpty();
    }

    @Test
    void aRowKeepsTheGenerationThatItIsAbout() {
        int one = transformation("one", "Active");
        int two = transformation("two", "Active");
        attachNew(one, "/vo/a");
        remove("/vo/a", NOW.minusSeconds(1));
        remove("/vo/a", NOW.plusSeconds(1));
        attachNew(two, "/vo/a");

        FileInTransformation first = new FileInTransformation(one, "/vo/a", "Unused", 0, 0);
        assertThat(row(one, "/vo/a")).contains(first);
        assertThat(row(two, "/vo/a")).contains(new FileInTransformation(two, "/vo/a", "Unused", 0, 0, 2, false, 0));
        assertThat(row(4711, "/vo/a")).isEmpty();
        assertThat(row(one, "/vo/none")).isEmpty();
        inTransaction(t -> assertThat(t.lockFileRows(List.of())).isEmpty());

        createTasks(one, new PlannedTask("SE-A", List.of("/vo/a")));
        FileInTransformation assigned = new FileInTransformation(one, "/vo/a", "Assigned", 0, 1);
        save(assigned.afterRemoval(true));
        assertThat(row(one, "/vo/a")).contains(new FileInTransformation(one, "/vo/a", "Assigned", 0, 1, 1, true, 0));
        save(assigned.afterReturn(2, true));
        assertThat(row(one, "/vo/a")).contains(new FileInTransformation(one, "/vo/a", "Assigned", 0, 1, 1, true, 2));
        save(first);
        assertThat(row(one, "/vo/a")).contains(first);
        assertThat(registry().files(one, 1)).containsExactly(waitingRow("/vo/a", NOW));
    }

    private void save(FileInTransformation row) {
        inTransaction(t -> {
            t.lockFileRows(List.of(new Attachment(row.transformationId(), row.lfn())));
            t.saveFileRows(List.of(row));
        });
    }

    @Test
    void aDeletedTaskLeavesNothing() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a", "/vo/b");
        createTasks(
                id,
                new PlannedTask("SE-A", List.of("/vo/a")),
                new PlannedTask("SE-with-a-long-name,".repeat(20), List.of("/vo/b")));
        save(new TaskKey(id, 2), told(id, "e", NOW, "Created", "1"));
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            TreeSet<TaskKey> second = new TreeSet<>(Set.of(new TaskKey(id, 2)));
            List<FileInTransformation> rows = t.lockFilesOfTasks(second);
            t.deleteTasks(second);
            t.saveFileRows(
                    rows.stream().map(FileInTransformation::afterWithdrawal).toList());
        });
        assertThat(registry().tasks(id, 10))
                .extracting(TransformationRegistry.TaskRow::taskId)
                .containsExactly(1);
        assertThat(registry().files(id, 10)).element(1).isEqualTo(waitingRow("/vo/b", NOW));
        assertThat(filesOf(new TaskKey(id, 2))).isEmpty();
        assertThat(createTasks(id, new PlannedTask("SE-B", List.of("/vo/b")))).containsExactly(2);
        assertThat(locked(new TaskKey(id, 2))).isEqualTo(new Task(new TaskKey(id, 2), "Created", "0", "SE-B"));
    }

    private List<FileInTransformation> filesOf(TaskKey task) {
        return store().inTransaction(t -> t.lockFilesOfTasks(new TreeSet<>(Set.of(task))));
    }

    @Test
    void aTargetThatIsLongerThanDiracsColumnIsKeptWhole() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/a");
        String target = "SE-with-a-long-name,".repeat(20) + "SE-😀";
        createTasks(id, new PlannedTask(target, List.of("/vo/a")));
        assertThat(registry().tasks(id, 1))
                .extracting(TransformationRegistry.TaskRow::targetSe)
                .containsExactly(target);
    }

    @Test
    void thousandsGoThroughOneTransaction() {
        int id = transformation("t", "Active");
        List<String> lfns =
                IntStream.range(0, 2500).mapToObj("/vo/%05d"::formatted).toList();
        inTransaction(t -> {
            assertThat(t.recordEvents(
                            lfns.stream().map(TriggerStoreContract::entry).toList()))
                    .hasSize(2500);
            register(t, lfns, "SE-A");
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.attach(lfns.stream().map(lfn -> new Attachment(id, lfn)).toList());
            assertThat(t.attachments(lfns)).hasSize(2500);
            List<PlannedTask> plans = lfns.stream()
                    .map(lfn -> new PlannedTask("SE-A", List.of(lfn)))
                    .toList();
            assertThat(t.createTasks(Map.of(id, plans)))
                    .extracting(CreatedTask::taskId)
                    .isEqualTo(IntStream.rangeClosed(1, 2500).boxed().toList());
        });
        assertThat(registry().tasks(id, 10_000))
                .extracting(task -> task.lfns().get(0))
                .isEqualTo(lfns);
    }

    @Test
    void aQuarantineLastsUntilSomebodySetsTheStatus() {
        int id = transformation("t", "Active");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(id)));
            t.quarantine(id, "the plugin Standard failed: no GroupSize");
        });
        assertThat(registry().quarantine(id)).contains("the plugin Standard failed: no GroupSize");
        assertThat(registry().log(id)).last().satisfies(line -> assertThat(line.message())
                .contains("the plugin Standard failed: no GroupSize"));
        assertThat(locked(id).get(id))
                .isEqualTo(new LockedTransformation(
                        id, "DataReprocessing", "Active", 0, true, Set.of(PendingWork.Kind.GROUP)));

        replace(id, definition("t"));
        assertThat(registry().quarantine(id)).isEmpty();
    }

    @Test
    void aFlushEndsInActive() {
        int flush = transformation("flush", "Flush");
        int stopped = transformation("stopped", "Stopped");
        long before = registry().version();
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(flush, stopped)));
            t.endFlush(flush);
            t.endFlush(stopped);
        });
        assertThat(registry().find(flush).orElseThrow().definition().status()).isEqualTo("Active");
        assertThat(registry().find(stopped).orElseThrow().definition().status()).isEqualTo("Stopped");
        assertThat(registry().log(flush)).last().satisfies(line -> assertThat(line.message())
                .isEqualTo("Status updated to Active"));
        assertThat(registry().version()).isEqualTo(before);
    }

    @Test
    void batchesSeeTheTransformationsThatConcernThem() {
        int active = transformation("active", "Active");
        transformation("completed", "Completed");
        int fresh = transformation("new", "New");
        transformation("odd", "SomethingElse");
        assertThat(transformationsSince(TriggerTransaction.BEFORE_ALL).values().stream()
                        .flatMap(Optional::stream))
                .containsExactly(
                        registry().find(active).orElseThrow(),
                        registry().find(fresh).orElseThrow());
    }

    private Map<Integer, Optional<Transformation>> transformationsSince(long version) {
        return store().inTransaction(t -> t.transformationsSince(version)).orElseThrow();
    }

    @Test
    void batchesSeeWhichTransformationsChangedSinceAVersion() {
        int edited = transformation("edited", "Active");
        int completed = transformation("completed", "Active");
        int deleted = transformation("deleted", "Active");
        int cleaned = transformation("cleaned", "Cleaning");
        transformation("the same", "Active");
        long version = registry().version();
        assertThat(transformationsSince(version)).isEmpty();

        replace(edited, definition("edited").withStatus("Flush"));
        replace(completed, definition("completed").withStatus("Completed"));
        registry().delete(deleted, AUTHOR);
        registry().clean(cleaned, AUTHOR);
        int created = transformation("created", "New");
        assertThat(transformationsSince(version))
                .isEqualTo(Map.of(
                        edited,
                        registry().find(edited),
                        completed,
                        Optional.empty(),
                        deleted,
                        Optional.empty(),
                        cleaned,
                        Optional.empty(),
                        created,
                        registry().find(created)));

        long later = registry().version();
        replace(edited, definition("edited").withStatus("Active"));
        assertThat(transformationsSince(later))
                .isEqualTo(Map.of(edited, registry().find(edited)));
    }

    @Test
    void ofAFileOfWhichNothingIsKnownTheFirstWordsAreStoredWithoutBeingSaved() {
        FileRecord spoken = registered(FileRecord.unknown("/vo/new"), 7_000_000_000L, "SE-A");
        FileRecord other = registered(FileRecord.unknown("/vo/known"), 9_000_000_000L, "SE-B");
        inTransaction(t -> register(t, List.of("/vo/known"), "SE-A"));
        FileRecord known = known("/vo/known");
        Map<String, FileRecord> told = store().inTransaction(t -> t.lockFiles(
                new TreeSet<>(Set.of("/vo/known", "/vo/new", "/vo/silent")),
                Map.of("/vo/known", other, "/vo/new", spoken)));
        assertThat(told)
                .isEqualTo(Map.of(
                        "/vo/known",
                        known,
                        "/vo/new",
                        FileRecord.unknown("/vo/new"),
                        "/vo/silent",
                        FileRecord.unknown("/vo/silent")));
        assertThat(known("/vo/new")).isEqualTo(spoken);
        assertThat(known("/vo/known")).isEqualTo(known);
        assertThat(known("/vo/silent")).isEqualTo(FileRecord.unknown("/vo/silent"));
    }

    @Test
    void theFirstWordsOfAFileCanBeSavedAndFollowedByOthersInOneTransaction() {
        FileRecord spoken = registered(FileRecord.unknown("/vo/new"), 7_000_000_000L, "SE-A");
        FileRecord more = registered(spoken, 7_000_000_000L, "SE-A", "SE-B");
        inTransaction(t -> {
            t.lockFiles(new TreeSet<>(Set.of("/vo/new")), Map.of("/vo/new", spoken));
            t.saveFiles(List.of(spoken));
            assertThat(known(t, "/vo/new")).isEqualTo(spoken);
            t.saveFiles(List.of(more));
            assertThat(known(t, "/vo/new")).isEqualTo(more);
        });
        assertThat(known("/vo/new")).isEqualTo(more);
    }

    @Test
    void batchesSeeTheRegistrysVersion() {
        long before = store().inTransaction(TriggerTransaction::registryVersion);
        transformation("t", "Active");
        assertThat(store().inTransaction(TriggerTransaction::registryVersion))
                .isEqualTo(registry().version())
                .isGreaterThan(before);
    }

    @Test
    void pendingWorkIsDoneInTurns() {
        int one =
                registry().create(withQuery(definition("one"), "{\"Level\":1}").withStatus("New"), AUTHOR);
        clock.advance(Duration.ofSeconds(1));
        int two =
                registry().create(withQuery(definition("two"), "{\"Level\":1}").withStatus("New"), AUTHOR);
        clock.advance(Duration.ofSeconds(1));

        PendingWork first = new PendingWork(one, PendingWork.Kind.BACKFILL, 0, NOW);
        PendingWork second = new PendingWork(two, PendingWork.Kind.BACKFILL, 0, NOW.plusSeconds(1));
        inTransaction(t -> {
            assertThat(t.lockPendingWork()).contains(first);
            t.advance(first, 7);
        });
        clock.advance(Duration.ofSeconds(1));
        inTransaction(t -> {
            assertThat(t.lockPendingWork()).contains(second);
            t.finish(second);
        });
        inTransaction(
                t -> assertThat(t.lockPendingWork()).contains(new PendingWork(one, PendingWork.Kind.BACKFILL, 7, NOW)));
        inTransaction(t -> t.finish(first));
        inTransaction(t -> assertThat(t.lockPendingWork()).isEmpty());
    }

    @Test
    void backfillsComeAlongTogether() {
        int one =
                registry().create(withQuery(definition("one"), "{\"Level\":1}").withStatus("New"), AUTHOR);
        int two = registry().create(withQuery(definition("two"), "{\"Level\":1}"), AUTHOR);
        int three = registry()
                .create(withQuery(definition("three"), "{\"Level\":1}").withStatus("New"), AUTHOR);
        PendingWork first = new PendingWork(one, PendingWork.Kind.BACKFILL, 0, NOW);
        PendingWork second = new PendingWork(two, PendingWork.Kind.BACKFILL, 0, NOW);
        PendingWork third = new PendingWork(three, PendingWork.Kind.BACKFILL, 0, NOW);

        inTransaction(t -> {
            assertThat(t.lockBackfills()).containsExactlyInAnyOrder(first, second, third);
            t.advance(first, 9);
            t.advance(second, 4);
        });
        clock.advance(Duration.ofSeconds(1));
        inTransaction(t -> t.advanceBackfills(List.of(one, two, three), 7));

        List<PendingWork> advanced = store().inTransaction(TriggerTransaction::lockBackfills);
        assertThat(advanced).extracting(PendingWork::position).containsExactly(7L, 7L, 9L);
        assertThat(advanced.get(2).transformationId()).isEqualTo(one);
        assertThat(registry().pendingWork())
                .as("other work is not touched")
                .extracting(progress -> progress.work().kind(), progress -> progress.work()
                        .position())
                .contains(tuple(PendingWork.Kind.GROUP, 0L));
        inTransaction(t -> assertThat(t.lockPendingWork())
                .as("and goes first now")
                .map(PendingWork::kind)
                .contains(PendingWork.Kind.GROUP));
    }

    @Test
    void aSignOfLife() {
        assertThat(store()).satisfies(TriggerStore::ping);
    }
}
