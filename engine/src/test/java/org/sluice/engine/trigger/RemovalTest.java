package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.trigger.TriggerFixture.NOW;
import static org.sluice.engine.trigger.TriggerFixture.header;
import static org.sluice.engine.trigger.TriggerFixture.registered;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;

/** What the trigger makes of files that are removed, and of such as come back. */
class RemovalTest {
    private static final String LEVEL_1 = "{\"DataLevel\":1}";

    private final TriggerFixture t = new TriggerFixture();

    private FileRegistered register(String lfn) {
        return t.registered(lfn, LEVEL_1, "SE1");
    }

    @Test
    void aFileThatWaitsIsDeleted() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        int stopped = t.transformation("Stopped", LEVEL_1, 1, "Stopped");
        t.handle(register("/vo/a"));

        assertThat(t.handle(t.removed("/vo/a"))).isEqualTo(new BatchResult(1, 0, List.of(), 0, 0));
        t.handle(register("/vo/b"));

        assertThat(t.files(id)).containsExactly("/vo/a Deleted 0 0", "/vo/b Unused 0 0");
        assertThat(t.files(stopped)).containsExactly("/vo/a Deleted 0 0", "/vo/b Unused 0 0");
        assertThat(t.tasks(id)).isEmpty();
    }

    @Test
    void aTaskThatNobodyBeganIsWithdrawnAndItsOtherFilesWaitAgain() {
        int id = t.transformation("T", LEVEL_1, 3, "Active");
        t.handle(register("/vo/a"), register("/vo/b"), register("/vo/c"));
        assertThat(t.notices()).containsExactly("TaskCreated 1 DataReprocessing SE1 /vo/a /vo/b /vo/c");

        t.handle(t.removed("/vo/b"));

        assertThat(t.tasks(id)).isEmpty();
        assertThat(t.files(id)).containsExactly("/vo/a Unused 0 0", "/vo/b Deleted 0 0", "/vo/c Unused 0 0");
        assertThat(t.notices()).containsExactly("TaskWithdrawn 1 DataReprocessing SE1 /vo/a /vo/b /vo/c");
    }

    @Test
    void filesFreedByAWithdrawalAreGroupedAtOnce() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(register("/vo/a"), register("/vo/b"), register("/vo/c"));
        t.notices();

        BatchResult result = t.handle(t.removed("/vo/a"));

        assertThat(result.tasks()).isEqualTo(1);
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/b /vo/c");
        assertThat(t.files(id)).containsExactly("/vo/a Deleted 0 0", "/vo/b Assigned 0 1", "/vo/c Assigned 0 1");
        assertThat(t.notices())
                .containsExactly(
                        "TaskWithdrawn 1 DataReprocessing SE1 /vo/a /vo/b",
                        "TaskCreated 1 DataReprocessing SE1 /vo/b /vo/c");
    }

    @Test
    void severalFilesOfOneTaskMayBeRemovedTogether() {
        int id = t.transformation("T", LEVEL_1, 3, "Active");
        t.handle(register("/vo/a"), register("/vo/b"), register("/vo/c"));
        t.notices();

        t.handle(t.removed("/vo/a"), t.removed("/vo/c"));

        assertThat(t.files(id)).containsExactly("/vo/a Deleted 0 0", "/vo/b Unused 0 0", "/vo/c Deleted 0 0");
        assertThat(t.notices()).hasSize(1);
    }

    @Test
    void aTransformationThatRestsLosesItsTaskToo() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));
        t.notices();
        t.setStatus(id, "Idle");

        t.handle(t.removed("/vo/a"));

        assertThat(t.files(id)).containsExactly("/vo/a Deleted 0 0");
        assertThat(t.notices()).containsExactly("TaskWithdrawn 1 DataReprocessing SE1 /vo/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Done", "Failed", "Killed", "Completed", "Deleted"})
    void aTaskFurtherOnIsLeftToFinish(String end) {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(register("/vo/a"), register("/vo/b"));
        t.handle(t.told(id, 1, "Submitted"));

        t.handle(t.removed("/vo/a"));
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1", "/vo/b Assigned 0 1");
        t.handle(t.told(id, 1, "Running"));
        assertThat(t.files(id)).first().isEqualTo("/vo/a Assigned 0 1");
        t.handle(t.told(id, 1, end));

        assertThat(t.files(id)).first().isEqualTo("/vo/a Deleted 0 1");
        assertThat(t.taskStatuses(id)).containsExactly("1 " + end);
    }

    @Test
    void feedbackOfTheSameBatchKeepsATaskFromBeingWithdrawn() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));

        t.handle(t.removed("/vo/a"), t.told(id, 1, "Reserved"));

        assertThat(t.taskStatuses(id)).containsExactly("1 Reserved");
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1");
    }

    @Test
    void whatIsProcessedStaysAndWhatFailedIsDeleted() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"), register("/vo/b"));
        t.setStatus(id, "Stopped");
        t.handle(t.told(id, 1, "Done"), t.told(id, 2, "Failed"));

        t.handle(t.removed("/vo/a"), t.removed("/vo/b"));

        assertThat(t.files(id)).containsExactly("/vo/a Processed 0 1", "/vo/b Deleted 1 2");
    }

    @Test
    void aFileThatIsRegisteredAgainTriggersAgain() {
        int waiting = t.transformation("Waiting", LEVEL_1, 2, "Active");
        int processed = t.transformation("Processed", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));
        t.handle(t.told(processed, 1, "Done"));
        t.handle(t.removed("/vo/a"));

        BatchResult result = t.handle(register("/vo/a"), register("/vo/b"));

        assertThat(result).isEqualTo(new BatchResult(2, 0, List.of(), 4, 3));
        assertThat(t.files(waiting)).containsExactly("/vo/a Assigned 0 1", "/vo/b Assigned 0 1");
        assertThat(t.files(processed)).containsExactly("/vo/a Assigned 0 2", "/vo/b Assigned 0 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Done", "Failed"})
    void aFileThatComesBackWaitsForTheTaskOfItsOldGeneration(String end) {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));
        t.handle(t.told(id, 1, "Running"));
        t.handle(t.removed("/vo/a"));

        t.handle(register("/vo/a"));
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1");
        t.handle(t.metadataSet("/vo/a", "{\"DataLevel\":2}"));
        t.handle(t.told(id, 1, end));

        assertThat(t.files(id)).as("it matched when it came back").containsExactly("/vo/a Assigned 0 2");
        assertThat(t.taskStatuses(id)).containsExactly("1 " + end, "2 Created");
    }

    @Test
    void aFileThatComesBackAndGoesAgainIsNotTriggered() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));
        t.handle(t.told(id, 1, "Running"));
        t.handle(t.removed("/vo/a"));
        t.handle(register("/vo/a"));
        t.handle(t.removed("/vo/a"));

        t.handle(t.told(id, 1, "Done"));

        assertThat(t.files(id)).containsExactly("/vo/a Deleted 0 1");
    }

    @Test
    void removalAndReturnInOneBatchAreANewGeneration() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(register("/vo/a"), register("/vo/b"));
        t.notices();

        t.handle(t.removed("/vo/a"), register("/vo/a"));

        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1", "/vo/b Assigned 0 1");
        assertThat(t.notices())
                .containsExactly(
                        "TaskWithdrawn 1 DataReprocessing SE1 /vo/a /vo/b",
                        "TaskCreated 1 DataReprocessing SE1 /vo/a /vo/b");
    }

    @Test
    void aReturnThatMatchesNothingAnyMoreStaysAway() {
        int id = t.transformation("T", LEVEL_1, 1, "Stopped");
        t.handle(register("/vo/a"));
        t.handle(t.removed("/vo/a"));

        t.handle(t.registered("/vo/a", "{}", "SE1"));
        assertThat(t.files(id)).containsExactly("/vo/a Deleted 0 0");
        t.handle(t.metadataSet("/vo/a", LEVEL_1));

        assertThat(t.files(id)).containsExactly("/vo/a Unused 0 0");
    }

    @Test
    void aBackfillTakesInFilesThatCameBackMeanwhile() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));
        t.handle(t.told(id, 1, "Done"));
        t.setStatus(id, "Idle");
        t.handle(t.removed("/vo/a"), register("/vo/a"));
        assertThat(t.files(id)).containsExactly("/vo/a Processed 0 1");

        t.setStatus(id, "Active");
        t.work();

        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 2");
    }

    @Test
    void theSameRemovalTwiceHasNoFurtherEffect() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(register("/vo/a"));
        FileRemoved removal = t.removed("/vo/a");
        t.handle(removal, removal);
        t.handle(register("/vo/a"));

        assertThat(t.handle(removal)).isEqualTo(new BatchResult(0, 1, List.of(), 0, 0));
        t.handle(new FileRemoved(
                header("the same told by another", removal.header().time()), "/vo/a"));

        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1");
    }

    @Test
    void aRegistrationThatArrivesAfterItsRemovalAttachesNothing() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(new FileRemoved(header("x", NOW.plusSeconds(2)), "/vo/a"));
        t.handle(registered(header("r1", NOW.plusSeconds(1)), "/vo/a", LEVEL_1, "SE1"));
        assertThat(t.files(id)).isEmpty();
        t.handle(registered(header("r3", NOW.plusSeconds(3)), "/vo/a", LEVEL_1, "SE1"));

        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1");
    }

    @Test
    void aRemovalThatArrivesAfterTheReturnLeavesTheFileAttached() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(registered(header("r3", NOW.plusSeconds(3)), "/vo/a", LEVEL_1, "SE1"));
        t.handle(new FileRemoved(header("x", NOW.plusSeconds(2)), "/vo/a"));

        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1");
        assertThat(t.notices()).hasSize(1);
    }

    @Test
    void aTaskThatNeededARemovedFileCountsAsOver() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(register("/vo/a"), register("/vo/b"));
        t.handle(t.removed("/vo/a"));

        BatchResult late = t.handle(t.told(id, 1, "Running"));

        assertThat(late.refused()).singleElement().satisfies(refusal -> assertThat(refusal.message())
                .contains("withdrawn"));
    }
}
