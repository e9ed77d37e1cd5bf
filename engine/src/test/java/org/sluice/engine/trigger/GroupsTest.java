package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.FileEvent;

/** How groups are closed in a running engine: by their size, by a metadata key, by a run's end, by age, by a flush. */
class GroupsTest {
    private static final String LEVEL_1 = "{\"Level\":1}";
    private static final String RUN_7 = "{\"Level\":1,\"RunNumber\":7}";
    private static final String RUN_8 = "{\"Level\":1,\"RunNumber\":\"8\"}";

    private final TriggerFixture t = new TriggerFixture();

    private int byRun(int groupSize) {
        int id = t.transformation(LEVEL_1, groupSize, "Active", Map.of("GroupBy", "RunNumber"));
        t.work();
        return id;
    }

    /** The tasks without their numbers, where their order is nobody's business. */
    private List<String> contents(int id) {
        return t.tasks(id).stream()
                .map(task -> task.substring(task.indexOf(' ') + 1))
                .toList();
    }

    @Test
    void aGroupIsFilledByBatchesOneAfterAnother() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        t.handle(t.registered("/vo/b", LEVEL_1, "SE2"));
        assertThat(t.tasks(id)).isEmpty();
        t.handle(t.registered("/vo/c", LEVEL_1, "SE2"), t.registered("/vo/d", LEVEL_1, "SE3"));
        assertThat(t.tasks(id)).containsExactly("1 SE2 /vo/b /vo/c");
        t.handle(t.registered("/vo/e", LEVEL_1, "SE3", "SE1"));
        assertThat(t.tasks(id)).containsExactly("1 SE2 /vo/b /vo/c", "2 SE1 /vo/a /vo/e");
    }

    @Test
    void aReplicaThatComesLaterFillsAGroup() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"), t.registered("/vo/b", LEVEL_1));
        t.handle(t.replica("/vo/b", "SE1"));
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b");
    }

    @Test
    void aFileThatIsFreedFillsAGroup() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(
                t.registered("/vo/a", LEVEL_1, "SE1"),
                t.registered("/vo/b", LEVEL_1, "SE1"),
                t.registered("/vo/c", LEVEL_1, "SE1"));
        t.handle(t.told(id, 1, "Failed"));
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b", "2 SE1 /vo/a /vo/b");
        t.handle(t.removed("/vo/a"), t.registered("/vo/d", LEVEL_1, "SE1"));
        assertThat(t.tasks(id))
                .as("the second task is withdrawn, and its number used again")
                .containsExactly("1 SE1 /vo/a /vo/b", "2 SE1 /vo/b /vo/c");
        assertThat(t.statuses(id)).containsExactly("Deleted", "Assigned", "Assigned", "Unused");
    }

    @Test
    void aFileThatIsRemovedFillsNoGroup() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        t.handle(t.removed("/vo/a"));
        t.handle(t.registered("/vo/b", LEVEL_1, "SE1"));
        assertThat(t.tasks(id)).isEmpty();
    }

    @Test
    void filesOfOneValueShareATask() {
        int id = byRun(2);
        t.handle(
                t.registered("/vo/7a", RUN_7, "SE1"),
                t.registered("/vo/8a", RUN_8, "SE1"),
                t.registered("/vo/a", LEVEL_1, "SE1"));
        assertThat(t.tasks(id)).isEmpty();
        t.handle(t.registered("/vo/8b", "{\"Level\":1,\"RunNumber\":8}", "SE1"), t.registered("/vo/b", LEVEL_1, "SE1"));
        assertThat(contents(id)).containsExactlyInAnyOrder("SE1 /vo/8a /vo/8b", "SE1 /vo/a /vo/b");
    }

    @Test
    void aValueThatChangesMovesTheFile() {
        int id = byRun(2);
        t.handle(t.registered("/vo/a", RUN_7, "SE1"), t.registered("/vo/b", RUN_8, "SE1"));
        t.handle(t.metadataSet("/vo/a", "{\"RunNumber\":8}"));
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b");
    }

    @Test
    void aValueOfADirectoryMovesTheFilesBelow() {
        int id = byRun(2);
        t.handle(t.registered("/vo/x/a", LEVEL_1, "SE1"), t.registered("/vo/b", RUN_7, "SE1"));
        t.handle(t.directorySet("/vo/x", "{\"RunNumber\":7}"));
        t.work();
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/x/a /vo/b");
    }

    @Test
    void theEndOfARunClosesItsGroups() {
        int id = byRun(10);
        t.handle(
                t.registered("/vo/7a", RUN_7, "SE1"),
                t.registered("/vo/7b", RUN_7, "SE2"),
                t.registered("/vo/8a", RUN_8, "SE1"));
        BatchResult result = t.handle(t.runEnded("RunNumber", "7"));
        assertThat(result.refused()).isEmpty();
        assertThat(contents(id)).containsExactlyInAnyOrder("SE1 /vo/7a", "SE2 /vo/7b");
        t.handle(t.runEnded("RunNumber", "\"8\""));
        assertThat(t.tasks(id)).contains("3 SE1 /vo/8a");
    }

    @Test
    void aFileThatComesAfterItsRunHasEndedIsNotLeftBehind() {
        int id = byRun(10);
        t.handle(t.runEnded("RunNumber", "7"));
        t.handle(t.registered("/vo/7a", RUN_7, "SE1"), t.registered("/vo/8a", RUN_8, "SE1"));
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/7a");
    }

    @Test
    void theEndOfARunClosesWhatComesInTheSameBatch() {
        int id = byRun(10);
        t.handle(t.registered("/vo/7a", RUN_7, "SE1"), t.runEnded("RunNumber", "7"), t.runEnded("Other", "7"));
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/7a");
    }

    @Test
    void theEndOfARunIsKnownToATransformationThatIsStartedLater() {
        int id = t.transformation(LEVEL_1, 10, "Stopped", Map.of("GroupBy", "RunNumber"));
        t.handle(t.registered("/vo/7a", RUN_7, "SE1"), t.registered("/vo/8a", RUN_8, "SE1"));
        t.handle(t.runEnded("RunNumber", "7"));
        t.setStatus(id, "Active");
        t.work();
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/7a");
    }

    @Test
    void aRunThatHasEndedIsClosedOnceAllItsFilesAreThere() {
        t.handle(registeredOfRun7(1200));
        t.handle(t.runEnded("RunNumber", "7"));
        int id = byRun(1000);
        assertThat(sizesOfTasks(id)).as("a backfill").containsExactly(1000, 200);
    }

    @Test
    void whatWaitsIsPlacedBeforeItsRunIsClosed() {
        int id = t.transformation(LEVEL_1, 1000, "Stopped", Map.of("GroupBy", "RunNumber"));
        t.handle(registeredOfRun7(1200));
        t.handle(t.runEnded("RunNumber", "7"));
        t.setStatus(id, "Active");
        assertThat(t.trigger.work()).as("the first 500 are placed").isTrue();
        t.handle(t.registered("/vo/late", RUN_7, "SE1"), t.runEnded("RunNumber", "7"));
        t.work();
        assertThat(sizesOfTasks(id)).containsExactly(1000, 201);
        t.handle(t.registered("/vo/later", RUN_7, "SE1"));
        assertThat(sizesOfTasks(id)).as("nothing is to be waited for now").containsExactly(1000, 201, 1);
    }

    @Test
    void whatWaitsIsPlacedBeforeOldGroupsAreClosed() {
        int id = t.transformation(LEVEL_1, 1000, "Stopped", Map.of("MaxWait", "2 h"));
        t.handle(registeredOfRun7(1200));
        t.clock.advance(Duration.ofHours(3));
        t.setStatus(id, "Active");
        t.work();
        assertThat(sizesOfTasks(id)).containsExactly(1000, 200);
    }

    private FileEvent[] registeredOfRun7(int files) {
        return IntStream.range(0, files)
                .mapToObj(i -> t.registered("/vo/7/%04d".formatted(i), RUN_7, "SE1"))
                .toArray(FileEvent[]::new);
    }

    private List<Integer> sizesOfTasks(int id) {
        return t.store.tasks(id, 10_000).stream()
                .map(task -> task.lfns().size())
                .toList();
    }

    @Test
    void moreTasksThanOneTransactionIsToMakeAreMadeBySeveral() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        var definition = t.store.find(id).orElseThrow().definition();
        t.store.update(id, now -> TransformationDefinitions.withMaxTasks(now, 1), TriggerFixture.AUTHOR);
        t.work();
        t.handle(registeredOfRun7(12_000));
        t.store.update(id, now -> definition, TriggerFixture.AUTHOR);
        int before = t.store.tasks(id, 100_000).size();
        int most = 0;
        while (t.trigger.work()) {
            int now = t.store.tasks(id, 100_000).size();
            most = Math.max(most, now - before);
            before = now;
        }
        assertThat(before).isEqualTo(12_000);
        assertThat(most).as("in one step").isBetween(1, 6_000);
    }

    @Test
    void aTransformationWithManyFilesDoesNotHoldUpTheOthers() {
        int big = t.transformation("Big", LEVEL_1, 1, "Stopped");
        t.handle(registeredOfRun7(6_000));
        int small = t.transformation("Small", "{\"Level\":2}", 1, "Stopped");
        t.handle(t.registered("/vo/small", "{\"Level\":2}", "SE1"));
        t.work();
        t.setStatus(big, "Active");
        t.setStatus(small, "Active");
        int steps = 0;
        while (t.tasks(small).isEmpty() && t.trigger.work()) {
            steps++;
        }
        assertThat(t.tasks(small)).hasSize(1);
        assertThat(steps).as("steps until its turn").isLessThanOrEqualTo(4);
        assertThat(t.store.pendingWork()).as("of the big one").isNotEmpty();
        t.handle(t.registered("/vo/live", "{\"Level\":2}", "SE1"));
        assertThat(t.tasks(small)).as("live events wait for no step").hasSize(2);
        t.work();
        assertThat(t.tasks(big)).hasSize(6_000);
    }

    @Test
    void aGroupThatIsTooOldIsClosed() {
        int id = t.transformation(LEVEL_1, 10, "Active", Map.of("MaxWait", "2 h"));
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"), t.registered("/vo/other", LEVEL_1, "SE2", "SE3"));
        t.clock.advance(Duration.ofMinutes(90));
        t.handle(t.registered("/vo/b", LEVEL_1, "SE1"), t.registered("/vo/c", LEVEL_1, "SE4"));
        t.work();
        assertThat(t.tasks(id)).isEmpty();
        t.clock.advance(Duration.ofMinutes(30));
        t.work();
        assertThat(contents(id)).containsExactlyInAnyOrder("SE1 /vo/a /vo/b", "SE2,SE3 /vo/other");
        t.clock.advance(Duration.ofMinutes(90));
        t.work();
        assertThat(t.tasks(id)).contains("3 SE4 /vo/c").hasSize(3);
    }

    @Test
    void aWaitingTimeThatIsNoneQuarantinesItsTransformationOnly() {
        int id = t.transformation(LEVEL_1, 1, "Active", Map.of("MaxWait", "soon"));
        int sound = t.transformation("Sound", LEVEL_1, 1, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        t.work();
        assertThat(t.store.quarantine(id)).get().asString().contains("MaxWait", "\"soon\"", "2 h");
        assertThat(t.tasks(sound)).hasSize(1);
    }

    @Test
    void whatIsAttachedBeforeAnActivationIsGroupedAfterIt() {
        int id = t.transformation("T", LEVEL_1, 3, "Stopped");
        t.handle(IntStream.range(0, 1300)
                .mapToObj(i -> t.registered("/vo/%04d".formatted(i), LEVEL_1, "SE" + i % 2))
                .toArray(FileEvent[]::new));
        assertThat(t.tasks(id)).isEmpty();
        t.setStatus(id, "Active");
        t.work();
        assertThat(t.tasks(id)).hasSize(2 * (650 / 3));
        t.handle(t.registered("/vo/last", LEVEL_1, "SE0"));
        assertThat(t.tasks(id)).as("two were left of each").hasSize(2 * (650 / 3) + 1);
    }

    @Test
    void aChangedGroupSizeCountsForWhatWaits() {
        int id = t.transformation("T", LEVEL_1, 10, "Active");
        t.handle(
                t.registered("/vo/a", LEVEL_1, "SE1"),
                t.registered("/vo/b", LEVEL_1, "SE1"),
                t.registered("/vo/c", LEVEL_1, "SE1"));
        t.store.update(id, now -> TransformationDefinitions.withGroupSize(now, 2), TriggerFixture.AUTHOR);
        t.work();
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b");
        assertThat(t.statuses(id)).containsExactly("Assigned", "Assigned", "Unused");
    }

    @Test
    void aFlushIsOfTheFilesThatWereThere() {
        int id = t.transformation("T", LEVEL_1, 10, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"), t.registered("/vo/b", LEVEL_1, "SE2", "SE3"));
        t.work();
        t.setStatus(id, "Flush");
        assertThat(t.trigger.work()).as("the files are placed anew").isTrue();
        assertThat(t.trigger.work()).as("the flush begins").isTrue();
        t.clock.advance(Duration.ofMinutes(1));
        t.handle(t.registered("/vo/late", LEVEL_1, "SE4"));
        t.work();
        assertThat(contents(id)).containsExactlyInAnyOrder("SE1 /vo/a", "SE2,SE3 /vo/b");
        assertThat(t.store.find(id).orElseThrow().definition().status()).isEqualTo("Active");
        assertThat(t.statuses(id)).containsExactly("Assigned", "Assigned", "Unused");
    }

    @Test
    void aFlushOfNothingEnds() {
        int id = t.transformation("T", LEVEL_1, 10, "Flush");
        t.work();
        assertThat(t.store.find(id).orElseThrow().definition().status()).isEqualTo("Active");
    }

    @Test
    void aFlushWithoutRoomForTasksEnds() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.store.update(id, now -> TransformationDefinitions.withMaxTasks(now, 1), TriggerFixture.AUTHOR);
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"), t.registered("/vo/b", LEVEL_1, "SE1"));
        t.setStatus(id, "Flush");
        t.work();
        assertThat(t.tasks(id)).hasSize(1);
        assertThat(t.store.find(id).orElseThrow().definition().status()).isEqualTo("Active");
    }

    /** The directory is committed by itself, and the files below are looked at again only later. */
    @Test
    void aFileWhoseDirectoryNowSaysAnotherRunSharesNoTaskWithThoseOfTheOldOne() {
        int id = byRun(2);
        t.handle(t.directorySet("/vo/x", "{\"RunNumber\":7}"));
        t.handle(t.registered("/vo/x/a", LEVEL_1, "SE1"));
        t.handle(t.directorySet("/vo/x", "{\"RunNumber\":8}"), t.registered("/vo/y/b", RUN_7, "SE1"));
        assertThat(t.tasks(id)).isEmpty();
        t.handle(t.registered("/vo/y/c", RUN_8, "SE1"));
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/x/a /vo/y/c");
        t.work();
        t.handle(t.registered("/vo/y/d", RUN_7, "SE1"));
        assertThat(contents(id)).containsExactlyInAnyOrder("SE1 /vo/x/a /vo/y/c", "SE1 /vo/y/b /vo/y/d");
    }
}
