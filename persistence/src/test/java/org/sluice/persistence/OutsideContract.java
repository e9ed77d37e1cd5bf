package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.ReplicaRemoved;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.Extension;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.engine.trigger.Trigger;

/** What others write into the tables is noticed once, and what Sluice writes is not taken for it. */
abstract class OutsideContract extends StoreContract {
    private int events;

    abstract TestDatabase database();

    @Override
    protected final Stores emptyStores() {
        return database().begin(clock);
    }

    @BeforeEach
    void lookForTheFirstTime() {
        look();
    }

    private OutsideWork look() {
        clock.advance(Duration.ofSeconds(2));
        return database().database().lookOutside();
    }

    private void dirac(String... sql) {
        Stream.of(sql).forEach(database()::execute);
    }

    private void logged(int transformation, String message) {
        dirac("INSERT INTO TransformationLog (TransformationID, Message, Author, MessageDate) VALUES (" + transformation
                + ", '" + message + "', '/DC=org/CN=Jane', '2026-11-22 10:00:00')");
    }

    private int create(String query, String groupSize) {
        return registry()
                .create(
                        with(
                                definition("t" + events++),
                                new java.math.BigDecimal(groupSize),
                                Optional.of(json(query)),
                                Optional.empty(),
                                Map.of()),
                        AUTHOR);
    }

    private Trigger trigger() {
        return Triggers.over(store(), clock);
    }

    private void work() {
        Trigger trigger = trigger();
        while (trigger.work()) {
            // the next step
        }
    }

    private EventHeader header() {
        events++;
        return new EventHeader("e" + events, NOW.plusSeconds(events), Optional.empty());
    }

    private void handle(FileEvent event) {
        assertThat(trigger()
                        .handle(
                                List.of(new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8))),
                                clock.instant())
                        .refused())
                .isEmpty();
    }

    private void register(String... lfns) {
        Stream.of(lfns)
                .forEach(lfn -> handle(new FileRegistered(
                        header(),
                        lfn,
                        OptionalLong.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("SE-A"),
                        Map.of())));
    }

    private List<String> pending() {
        return database().rows("SELECT TransformationID, Kind FROM SluicePendingWork ORDER BY TransformationID, Kind");
    }

    private List<String> files(int id) {
        return database()
                .rows("SELECT d.LFN, f.Status, f.TaskID FROM TransformationFiles f JOIN DataFiles d"
                        + " ON d.FileID = f.FileID WHERE f.TransformationID = " + id + " ORDER BY d.LFN");
    }

    @Test
    void ownWritingIsNotTakenForOthers() {
        int id = create("{}", "2");
        work();
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        register("/vo/a", "/vo/b", "/vo/c");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        handle(new TaskStatusChanged(header(), id, 1, "Failed", Optional.empty()));
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2", "/vo/b|Assigned|2", "/vo/c|Unused|null");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        handle(new FileRemoved(header(), "/vo/a"));
        handle(new FileRemoved(header(), "/vo/c"));
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        register("/vo/c", "/vo/a");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        replace(id, definition("renamed").withStatus("Stopped"));
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void aChangedQueryIsAsIfTheRegistryHadChangedIt() {
        register("/vo/a");
        int id = create("{\"FileName\":\"b\"}", "1");
        work();
        logged(id, "a line that says nothing");
        look();
        work();
        long version = registry().version();
        dirac(
                "UPDATE TransformationMetaQueries SET MetaDataValue = 'a' WHERE TransformationID = " + id,
                "UPDATE SluiceTransformations SET Quarantine = 'a reason'");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        logged(id, "Created meta data query FileName = a");
        assertThat(look().edited()).containsExactly(id);
        assertThat(registry().version()).isGreaterThan(version);
        assertThat(pending()).containsExactly(id + "|BACKFILL", id + "|GROUP");
        assertThat(registry().quarantine(id)).isEmpty();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void whatDoesNotConcernFilesLooksThroughNone() {
        int id = create("{}", "1");
        logged(id, "the first foreign line");
        look();
        work();
        dirac("UPDATE Transformations SET Description = 'other' WHERE TransformationID = " + id);
        logged(id, "Description updated to other");
        assertThat(look().edited()).containsExactly(id);
        assertThat(pending()).containsExactly(id + "|GROUP");
    }

    @Test
    void aStatusThatWasAnotherMeanwhileLooksThroughAll() {
        int id = create("{}", "1");
        logged(id, "the first foreign line");
        look();
        work();
        dirac("UPDATE Transformations SET Status = 'Completed' WHERE TransformationID = " + id);
        logged(id, "Status updated to Completed");
        register("/vo/a");
        assertThat(files(id)).isEmpty();
        dirac("UPDATE Transformations SET Status = 'Active' WHERE TransformationID = " + id);
        logged(id, "Status updated to Active");
        look();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1");
    }

    @Test
    void ownChangesDoNotHideThoseOfOthers() {
        int id = create("{\"FileName\":\"a\"}", "1");
        logged(id, "the first foreign line");
        look();
        replace(id, withQuery(definition("t-own"), "{\"FileName\":\"b\"}"));
        work();
        register("/vo/a");
        assertThat(files(id)).isEmpty();
        dirac("UPDATE TransformationMetaQueries SET MetaDataValue = 'a' WHERE TransformationID = " + id);
        logged(id, "Plugin updated to Standard");
        look();
        work();
        assertThat(files(id))
                .as("it is the query of the last foreign line again")
                .hasSize(1);
    }

    @Test
    void aDerivedTransformationOfDiracsTakesOverFiles() {
        int parent = create("{}", "10");
        register("/vo/a", "/vo/b");
        dirac(
                "INSERT INTO Transformations (TransformationID, TransformationName, Author, AuthorGroup, Type, Plugin,"
                        + " AgentType, Status, GroupSize, InheritedFrom) VALUES (77, 'theirs', 'jane', 'prod',"
                        + " 'DataReprocessing', 'Standard', 'Automatic', 'New', 1, " + parent + ")",
                "INSERT INTO TransformationFiles (TransformationID, FileID, Status, LastUpdate, InsertedTime)"
                        + " SELECT 77, FileID, 'Unused-inherited', '2026-11-22 10:00:00', '2026-11-22 10:00:00'"
                        + " FROM DataFiles");
        logged(77, "Transformation 77 created");
        look();
        work();
        assertThat(files(77)).containsExactly("/vo/a|Unused-inherited|null", "/vo/b|Unused-inherited|null");
        dirac("UPDATE Transformations SET Status = 'Active' WHERE TransformationID = 77");
        logged(77, "Status updated to Active");
        look();
        work();
        assertThat(files(77)).containsExactly("/vo/a|Assigned|1", "/vo/b|Assigned|2");
        assertThat(files(parent)).containsExactly("/vo/a|NotProcessed|null", "/vo/b|NotProcessed|null");
        assertThat(registry().log(77)).last().satisfies(line -> assertThat(line.message())
                .isEqualTo("2 Unused files moved from transformation " + parent));
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void filesThatADerivedTransformationTakesOverCountForNoTarget() {
        int parent = create("{}", "1");
        register("/vo/a");
        int derived = registry()
                .create(
                        TransformationJson.with(definition("derived"), "InheritedFrom", String.valueOf(parent)),
                        AUTHOR);
        assertThat(usedSe(derived)).as("as it was in the parent").isEqualTo(Map.of("SE-A", 1L));
        dirac("UPDATE TransformationFiles SET Status = 'Unused' WHERE TransformationID = " + parent);
        logged(derived, "Status updated to Active");
        look();
        assertThat(files(derived)).containsExactly("/vo/a|Unused|null");
        assertThat(usedSe(derived)).isEmpty();
    }

    @Test
    void targetsAreCountedAnewAfterAnEdit() {
        int id = create("{}", "1");
        register("/vo/a", "/vo/b");
        assertThat(usedSe(id)).isEqualTo(Map.of("SE-A", 2L));
        dirac("UPDATE TransformationFiles SET UsedSE = 'SE-B' WHERE TransformationID = " + id);
        logged(id, "Plugin updated to ByShare");
        look();
        assertThat(usedSe(id)).isEqualTo(Map.of("SE-B", 2L));
    }

    @Test
    void tasksOfATransformationWithoutQueryAreNeverForeign() {
        int id = registry()
                .create(
                        with(
                                definition("simulation"),
                                new java.math.BigDecimal("1"),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()),
                        AUTHOR);
        registry().extend(id, new Extension(3, List.of("DataReprocessing"), false), AUTHOR);
        look();
        assertThat(database().rows("SELECT TaskID FROM SluiceNewTasks")).isEmpty();
        replace(id, withQuery(definition("simulation"), "{\"FileName\":\"a\"}"));
        assertThat(look().foreignTasks()).isEmpty();
    }

    @Test
    void nothingIsKeptOfATransformationThatIsDeleted() {
        int id = create("{}", "2");
        register("/vo/a", "/vo/b", "/vo/c");
        logged(id, "a foreign line");
        look();
        register("/vo/d");
        registry().delete(id, AUTHOR);
        for (String table : List.of("SluiceWatched", "SluiceWaiting", "SluiceNewTasks", "SluiceLanes")) {
            assertThat(database().rows("SELECT TransformationID FROM " + table))
                    .as(table)
                    .isEmpty();
        }
    }

    @Test
    void aStatusThatTakesFilesAgainLooksThroughAll() {
        int id = create("{}", "1");
        work();
        dirac("UPDATE Transformations SET Status = 'Idle' WHERE TransformationID = " + id);
        logged(id, "Status updated to Idle");
        look();
        assertThat(pending()).isEmpty();
        register("/vo/a");
        assertThat(files(id)).isEmpty();
        dirac("UPDATE Transformations SET Status = 'Active' WHERE TransformationID = " + id);
        logged(id, "Status updated to Active");
        look();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1");
    }

    @Test
    void aLineThatAppearsLateIsNotMissed() {
        int id = create("{}", "1");
        String line = "INSERT INTO TransformationLog (recid, TransformationID, Message, Author, MessageDate) VALUES ";
        dirac(line + "(100001, " + id + ", 'first committed', 'a', '2026-11-22 10:00:00')");
        assertThat(look().edited()).containsExactly(id);
        dirac(line + "(100000, " + id + ", 'last committed', 'a', '2026-11-22 10:00:00')");
        assertThat(look().edited()).containsExactly(id);
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void aTransformationOfDiracsIsTakenOver() {
        register("/vo/a");
        dirac(
                "INSERT INTO Transformations (TransformationID, TransformationName, Author, AuthorGroup, Type, Plugin,"
                        + " AgentType, Status, GroupSize) VALUES (77, 'theirs', 'jane', 'prod', 'DataReprocessing',"
                        + " 'Standard', 'Automatic', 'Active', 1)",
                "INSERT INTO TransformationMetaQueries (TransformationID, MetaDataName, MetaDataValue, MetaDataType,"
                        + " QueryType) VALUES (77, 'FileName', 'a', 'String', 'Input')");
        logged(77, "Transformation 77 created");
        assertThat(look().edited()).containsExactly(77);
        work();
        assertThat(files(77)).containsExactly("/vo/a|Assigned|1");
        dirac(
                "DELETE FROM TaskInputs",
                "DELETE FROM TransformationFileTasks",
                "DELETE FROM TransformationFiles",
                "DELETE FROM TransformationTasks",
                "DELETE FROM TransformationMetaQueries",
                "DELETE FROM TransformationLog",
                "DELETE FROM Transformations");
        assertThat(look().edited()).containsExactly(77);
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        register("/vo/b");
    }

    @Test
    void filesThatOthersSetBackAreGroupedOnce() {
        int id = create("{}", "1");
        register("/vo/a");
        work();
        look();
        dirac(
                "UPDATE TransformationTasks SET ExternalStatus = 'Failed'",
                "UPDATE TransformationFiles SET Status = 'MaxReset'");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        dirac("UPDATE TransformationFiles SET Status = 'Unused', ErrorCount = 0");
        assertThat(look().regrouped()).containsExactly(id);
        assertThat(pending()).as("not all that waits is placed anew").containsExactly(id + "|UNPLACED");
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    /** A transformation of one-file tasks, and its task of {@code /vo/a}, with this status. */
    private int oneTaskThatIs(String status) {
        int id = create("{}", "1");
        register("/vo/a");
        dirac("UPDATE TransformationTasks SET ExternalStatus = '" + status + "'");
        return id;
    }

    private void setBack(String lfn) {
        dirac(
                "UPDATE TransformationFiles SET Status = 'Unused' WHERE FileID = (SELECT FileID FROM DataFiles WHERE LFN = '"
                        + lfn + "')");
    }

    private List<String> filesByTask() {
        return database()
                .rows("SELECT k.TaskID, d.LFN FROM TransformationFileTasks k JOIN DataFiles d ON d.FileID = k.FileID"
                        + " ORDER BY k.TaskID, d.LFN");
    }

    @Test
    void aTaskThatNobodyBeganIsWithdrawnWithAFileThatOthersSetBack() {
        create("{}", "2");
        register("/vo/a", "/vo/b");
        dirac("UPDATE TransformationTasks SET TargetSE = 'the first'");
        setBack("/vo/a");
        look();
        work();
        assertThat(database().rows("SELECT Status FROM TransformationFiles")).containsExactly("Assigned", "Assigned");
        assertThat(filesByTask())
                .extracting(row -> row.substring(row.indexOf('|')))
                .containsExactly("|/vo/a", "|/vo/b");
        assertThat(database().rows("SELECT TargetSE FROM TransformationTasks"))
                .as("the only task")
                .containsExactly("SE-A");
        look();
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    /** Whether the task ends as DIRAC's agents tell it, or an event does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatOthersSetBackWhileItsTaskRunsWaitsForItsEnd(boolean byEvent) {
        int id = oneTaskThatIs("Running");
        setBack("/vo/a");
        look();
        work();
        assertThat(trigger().settle()).isFalse();
        assertThat(files(id)).containsExactly("/vo/a|Unused|1");
        assertThat(filesByTask()).containsExactly("1|/vo/a");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        if (byEvent) {
            handle(new TaskStatusChanged(header(), id, 1, "Killed", Optional.empty()));
        } else {
            dirac("UPDATE TransformationTasks SET ExternalStatus = 'Killed'");
            assertThat(trigger().settle()).isTrue();
        }
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void aTaskWithoutAStatusIsNotOver() {
        oneTaskThatIs("Running");
        setBack("/vo/a");
        look();
        work();
        dirac("UPDATE TransformationTasks SET ExternalStatus = NULL");
        List<Attachment> over = store().inTransaction(transaction -> transaction.endedUnnoticed(10));
        assertThat(over).isEmpty();
    }

    @Test
    void aFileThatWasSetBackAndWhoseTaskIsDoneIsProcessed() {
        int id = oneTaskThatIs("Running");
        setBack("/vo/a");
        look();
        work();
        handle(new TaskStatusChanged(header(), id, 1, "Done", Optional.empty()));
        assertThat(files(id)).containsExactly("/vo/a|Processed|1");
        assertThat(trigger().settle()).isFalse();
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void whatOthersMakeMeanwhileOfAFileThatWasSetBackStays() {
        int id = oneTaskThatIs("Running");
        setBack("/vo/a");
        look();
        work();
        dirac(
                "UPDATE TransformationFiles SET Status = 'Problematic'",
                "UPDATE TransformationTasks SET ExternalStatus = 'Failed'");
        assertThat(trigger().settle()).isTrue();
        assertThat(files(id)).containsExactly("/vo/a|Problematic|1");
        look();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Problematic|1");
    }

    @Test
    void anEventBeforeTheLookMakesNoSecondTaskOfAFileThatWasSetBack() {
        int id = oneTaskThatIs("Submitted");
        setBack("/vo/a");
        handle(new ReplicaRegistered(header(), "/vo/a", List.of("SE-B")));
        assertThat(files(id)).containsExactly("/vo/a|Unused|1");
        look();
        work();
        assertThat(filesByTask()).containsExactly("1|/vo/a");
        dirac("UPDATE TransformationTasks SET ExternalStatus = 'Failed'");
        assertThat(trigger().settle()).isTrue();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2");
    }

    @Test
    void aFileThatWasSetBackAndRemovedComesBackWhenItsTaskHasEnded() {
        int id = oneTaskThatIs("Running");
        setBack("/vo/a");
        look();
        work();
        handle(new FileRemoved(header(), "/vo/a"));
        assertThat(files(id)).containsExactly("/vo/a|Deleted|1");
        register("/vo/a");
        assertThat(filesByTask()).containsExactly("1|/vo/a");
        handle(new TaskStatusChanged(header(), id, 1, "Done", Optional.empty()));
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2");
    }

    /** The removal and the return found it set back, each before a look did. */
    @Test
    void aFileThatCameBackWhileItWasSetBackIsInOneTaskAndProcessedOnce() {
        int id = oneTaskThatIs("Running");
        setBack("/vo/a");
        handle(new FileRemoved(header(), "/vo/a"));
        setBack("/vo/a");
        register("/vo/a");
        assertThat(database().rows("SELECT COUNT(*) FROM SluiceLaneFiles")).containsExactly("0");
        dirac("UPDATE TransformationTasks SET ExternalStatus = 'Failed'");
        register("/vo/b");
        assertThat(files(id)).as("before the end was seen").containsExactly("/vo/a|Unused|1", "/vo/b|Assigned|2");
        assertThat(trigger().settle()).isTrue();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|3", "/vo/b|Assigned|2");
        handle(new TaskStatusChanged(header(), id, 3, "Done", Optional.empty()));
        look();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Processed|3", "/vo/b|Assigned|2");
    }

    @Test
    void aRequestThatWasGivenUpKeepsNoFileWaiting() {
        int id = oneTaskThatIs("Canceled");
        setBack("/vo/a");
        look();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2");
    }

    @Test
    void aFileThatOthersTookAndGaveBackFillsItsLane() {
        int id = create("{}", "2");
        register("/vo/a");
        work();
        dirac("UPDATE TransformationFiles SET Status = 'Processed'");
        register("/vo/b");
        assertThat(files(id)).containsExactly("/vo/a|Processed|null", "/vo/b|Unused|null");
        dirac("UPDATE TransformationFiles SET Status = 'Unused' WHERE Status = 'Processed'");
        look();
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1", "/vo/b|Assigned|1");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void whatIsMendedWithoutALineIsSeenAfterTheNextChangeOfAny() {
        int id = create("{\"Level\":1}", "10");
        Trigger trigger = trigger();
        trigger.work();
        dirac("UPDATE TransformationMetaQueries SET MetaDataValue = '2' WHERE TransformationID = " + id);
        create("{\"Level\":3}", "10");
        clock.advance(Duration.ofMinutes(6));
        while (trigger.work()) {
            // the next step
        }
        trigger.handle(
                List.of(Triggers.accepted(new FileRegistered(
                        header(),
                        "/vo/two",
                        OptionalLong.of(1),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("SE-A"),
                        Map.of("Level", IntNode.valueOf(2))))),
                clock.instant());
        assertThat(files(id)).containsExactly("/vo/two|Unused|null");
    }

    @Test
    void aFileThatDiracPutIntoATaskAndThatFailedIsGroupedAgain() {
        int id = create("{}", "10");
        register("/vo/known");
        work();
        dirac("DELETE FROM SluiceLaneFiles", "DELETE FROM SluiceLanes");
        dirac(
                "INSERT INTO TransformationTasks (TransformationID, TaskID, ExternalStatus, ExternalID, TargetSE,"
                        + " CreationTime, LastUpdateTime) VALUES (" + id + ", 1, 'Running', '0', 'SE',"
                        + " '2026-11-22 10:00:00', '2026-11-22 10:00:00')",
                "UPDATE TransformationFiles SET Status = 'Assigned', TaskID = 1",
                "INSERT INTO TransformationFileTasks (TransformationID, FileID, TaskID)"
                        + " SELECT TransformationID, FileID, 1 FROM TransformationFiles");
        handle(new TaskStatusChanged(header(), id, 1, "Failed", Optional.empty()));
        registry().update(id, now -> now.withStatus("Flush"), AUTHOR);
        work();
        assertThat(files(id)).containsExactly("/vo/known|Assigned|2");
    }

    @Test
    void filesThatOthersAddAreGroupedOnce() {
        int all = create("{}", "1");
        int id = create("{\"FileName\":\"none\"}", "1");
        register("/vo/a");
        work();
        look();
        dirac("INSERT INTO TransformationFiles (TransformationID, FileID, Status, LastUpdate, InsertedTime) SELECT "
                + id + ", FileID, 'Unused', '2026-11-22 10:00:00', '2026-11-22 10:00:00' FROM DataFiles");
        assertThat(look().regrouped()).containsExactly(id);
        work();
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1");
        assertThat(files(all)).containsExactly("/vo/a|Assigned|1");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void tasksThatSluiceDidNotMakeAreTold() {
        int id = create("{}", "1");
        register("/vo/a");
        work();
        String task = "INSERT INTO TransformationTasks (TransformationID, TaskID, ExternalStatus, ExternalID, TargetSE,"
                + " CreationTime, LastUpdateTime) VALUES (" + id + ", %d, 'Created', '0', 'SE', '2026-11-22 10:00:00',"
                + " '2026-11-22 10:00:00')";
        dirac(task.formatted(2), task.formatted(3));
        register("/vo/b");
        assertThat(look().foreignTasks()).isEqualTo(Map.of(id, List.of(2, 3)));
        register("/vo/c");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        assertThat(database().rows("SELECT TaskID FROM SluiceNewTasks")).isEmpty();
    }

    @Test
    void anotherEngineThatHasJustLookedIsEnough() {
        int id = create("{}", "1");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
        logged(id, "Description updated");
        assertThat(database().database().lookOutside()).isEqualTo(OutsideWork.NONE);
        assertThat(look().edited()).containsExactly(id);
    }

    @Test
    void oneOfTwoEnginesThatLookAtOnceActs() throws Exception {
        int id = create("{}", "1");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 10; i++) {
                logged(id, "edit " + i);
                clock.advance(Duration.ofSeconds(2));
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<OutsideWork> look = () -> {
                    start.await();
                    return database().database().lookOutside();
                };
                List<OutsideWork> found = new ArrayList<>();
                for (Future<OutsideWork> one : threads.invokeAll(List.of(look, look))) {
                    found.add(one.get());
                }
                assertThat(found)
                        .containsExactlyInAnyOrder(OutsideWork.NONE, new OutsideWork(Set.of(id), Set.of(), Map.of()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theFirstLookTakesOverWhatIsThere() {
        int id = create("{}", "1");
        register("/vo/a");
        work();
        dirac("UPDATE SluiceWatch SET LastRecID = NULL", "DELETE FROM SluiceWatched", "DELETE FROM SluiceNewTasks");
        OutsideWork first = look();
        assertThat(first.edited()).containsExactly(id);
        assertThat(first.foreignTasks()).isEmpty();
        assertThat(pending()).containsExactly(id + "|BACKFILL", id + "|GROUP");
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void theEndOfATaskThatNobodyToldOfSettlesFilesThatWereRemoved() {
        int id = create("{}", "1");
        register("/vo/gone", "/vo/back", "/vo/processed", "/vo/runs", "/vo/deleted");
        dirac("UPDATE TransformationTasks SET ExternalStatus = 'Running'");
        List<String> lfns = List.of("/vo/gone", "/vo/back", "/vo/processed", "/vo/runs", "/vo/deleted");
        lfns.forEach(lfn -> handle(new FileRemoved(header(), lfn)));
        register("/vo/back");
        assertThat(trigger().settle()).isFalse();
        dirac(
                "UPDATE TransformationTasks SET ExternalStatus = 'Failed' WHERE TaskID IN (1, 2)",
                "UPDATE TransformationTasks SET ExternalStatus = 'Done' WHERE TaskID = 3",
                "UPDATE TransformationFiles SET Status = 'Unused', ErrorCount = 1 WHERE TaskID = 1",
                "UPDATE TransformationFiles SET Status = 'Processed' WHERE TaskID = 3",
                "DELETE FROM TaskInputs WHERE TaskID = 5",
                "DELETE FROM TransformationFileTasks WHERE TaskID = 5",
                "DELETE FROM TransformationTasks WHERE TaskID = 5");

        assertThat(trigger().settle()).isTrue();

        assertThat(files(id))
                .containsExactly(
                        "/vo/back|Assigned|5",
                        "/vo/deleted|Deleted|5",
                        "/vo/gone|Deleted|1",
                        "/vo/processed|Processed|3",
                        "/vo/runs|Assigned|4");
        assertThat(trigger().settle()).isFalse();
        look();
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    private int byRun(String groupSize) {
        return registry()
                .create(
                        with(
                                definition("by run"),
                                new java.math.BigDecimal(groupSize),
                                Optional.of(json("{}")),
                                Optional.empty(),
                                Map.of("GroupBy", "Run")),
                        AUTHOR);
    }

    private void metadata(String lfn, String name, String value) {
        handle(new FileMetadataSet(header(), lfn, Map.of(name, new TextNode(value))));
    }

    /** Whether the look came between, or the file was given back before anybody saw that it was gone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileWhoseRunChangedWhileOthersHadItWaitsWithThoseOfTheNewRun(boolean looksBetween) {
        int id = byRun("2");
        metadata("/vo/a", "Run", "1");
        register("/vo/a");
        work();
        dirac("UPDATE TransformationFiles SET Status = 'Problematic'");
        if (looksBetween) {
            look();
        }
        metadata("/vo/a", "Run", "2");
        dirac("UPDATE TransformationFiles SET Status = 'Unused'");
        look();
        work();
        metadata("/vo/b", "Run", "1");
        register("/vo/b");
        assertThat(files(id)).containsExactly("/vo/a|Unused|null", "/vo/b|Unused|null");
        metadata("/vo/c", "Run", "2");
        register("/vo/c");
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1", "/vo/b|Unused|null", "/vo/c|Assigned|1");
        look();
        work();
        assertThat(look()).isEqualTo(OutsideWork.NONE);
    }

    @Test
    void aFileThatMovedWhileOthersHadItIsGroupedWhereItIs() {
        int id = create("{}", "2");
        register("/vo/a");
        work();
        dirac("UPDATE TransformationFiles SET Status = 'Problematic'");
        look();
        handle(new ReplicaRemoved(header(), "/vo/a", List.of("SE-A")));
        handle(new ReplicaRegistered(header(), "/vo/a", List.of("SE-B")));
        dirac("UPDATE TransformationFiles SET Status = 'Unused'");
        look();
        work();
        register("/vo/b");
        handle(new ReplicaRegistered(header(), "/vo/b", List.of("SE-B")));
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1", "/vo/b|Assigned|1");
        assertThat(database().rows("SELECT TargetSE FROM TransformationTasks")).containsExactly("SE-B");
    }

    /** DIRAC's clients set a file's status without regard to its task. */
    @ParameterizedTest
    @ValueSource(strings = {"Deleted", "Unused", "Problematic"})
    void aTaskThatNobodyBeganIsWithdrawnWithARemovedFileWhateverOthersMadeOfTheFile(String status) {
        int id = create("{}", "2");
        register("/vo/a", "/vo/b");
        dirac("UPDATE TransformationFiles SET Status = '" + status + "' WHERE FileID = (SELECT FileID FROM DataFiles"
                + " WHERE LFN = '/vo/a')");
        handle(new FileRemoved(header(), "/vo/a"));
        assertThat(files(id)).containsExactly("/vo/a|Deleted|null", "/vo/b|Unused|null");
        register("/vo/a");
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1", "/vo/b|Assigned|1");
        assertThat(database().rows("SELECT COUNT(*) FROM TransformationTasks")).containsExactly("1");
    }

    @Test
    void aFileThatOthersDeletedWhileItsTaskRunsComesBackWhenTheTaskHasEnded() {
        int id = create("{}", "1");
        register("/vo/a");
        dirac(
                "UPDATE TransformationTasks SET ExternalStatus = 'Running'",
                "UPDATE TransformationFiles SET Status = 'Deleted'");
        handle(new FileRemoved(header(), "/vo/a"));
        register("/vo/a");
        assertThat(files(id)).containsExactly("/vo/a|Deleted|1");
        handle(new TaskStatusChanged(header(), id, 1, "Failed", Optional.empty()));
        assertThat(files(id)).containsExactly("/vo/a|Assigned|2");
    }

    /** A transformation that is fed by hand: what is said of a file before it is registered is kept, and applied then. */
    @Test
    void aFileAddedByHandIsGroupedWhenItIsRegisteredThoughItsReplicaWasToldBefore() {
        int id = registry()
                .create(
                        with(
                                definition("by hand"),
                                new java.math.BigDecimal("1"),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()),
                        AUTHOR);
        work();
        dirac(
                "INSERT INTO DataFiles (LFN) VALUES ('/vo/a')",
                "INSERT INTO TransformationFiles (TransformationID, FileID, Status, LastUpdate, InsertedTime) SELECT "
                        + id + ", FileID, 'Unused', '2026-11-22 10:00:00', '2026-11-22 10:00:00' FROM DataFiles");
        look();
        work();
        handle(new ReplicaRegistered(header(), "/vo/a", List.of("SE-A")));
        assertThat(files(id)).containsExactly("/vo/a|Unused|null");
        handle(new FileRegistered(
                header(),
                "/vo/a",
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("SE-A"),
                Map.of()));
        assertThat(files(id)).containsExactly("/vo/a|Assigned|1");
    }
}
