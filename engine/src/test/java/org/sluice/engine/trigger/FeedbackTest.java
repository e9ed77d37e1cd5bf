package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.trigger.TriggerFixture.NOW;
import static org.sluice.engine.trigger.TriggerFixture.header;
import static org.sluice.engine.trigger.TriggerFixture.told;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.FileEvent.ReplicaRegistered;
import org.sluice.engine.event.FileEvent.TaskStatusChanged;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.trigger.BatchResult.Refusal;

/** What the trigger makes of what is told of tasks. */
class FeedbackTest {
    private static final String LEVEL_1 = "{\"DataLevel\":1}";

    private final TriggerFixture t = new TriggerFixture();

    /** A transformation with a task of these files, and no other. */
    private int withTask(String... lfns) {
        int id = t.transformation("T", LEVEL_1, lfns.length, "Active");
        for (String lfn : lfns) {
            t.handle(t.registered(lfn, LEVEL_1, "SE1"));
        }
        assertThat(t.tasks(id)).hasSize(1);
        return id;
    }

    @Test
    void aTaskThatIsDoneHasProcessedItsFiles() {
        int id = withTask("/vo/a", "/vo/b");

        BatchResult result = t.handle(t.told(id, 1, "Done"));

        assertThat(result).isEqualTo(new BatchResult(1, 0, List.of(), 0, 0));
        assertThat(t.files(id)).containsExactly("/vo/a Processed 0 1", "/vo/b Processed 0 1");
        assertThat(t.taskStatuses(id)).containsExactly("1 Done");
    }

    @Test
    void theFilesOfATaskThatFailedAreGroupedAgainAtOnce() {
        int id = withTask("/vo/a", "/vo/b");

        BatchResult result = t.handle(t.told(id, 1, "Failed"));

        assertThat(result).isEqualTo(new BatchResult(1, 0, List.of(), 0, 1));
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 1 2", "/vo/b Assigned 1 2");
        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b", "2 SE1 /vo/a /vo/b");
        assertThat(t.taskStatuses(id)).containsExactly("1 Failed", "2 Created");
    }

    @Test
    void filesThatCameBackWaitWhereTheTransformationMakesNoTasks() {
        int id = withTask("/vo/a");
        t.setStatus(id, "Stopped");

        t.handle(t.told(id, 1, "Killed"));
        assertThat(t.files(id)).containsExactly("/vo/a Unused 1 1");
        t.setStatus(id, "Idle");
        t.handle(t.told(id, 1, "Done"));

        assertThat(t.files(id)).as("its output exists").containsExactly("/vo/a Processed 1 1");
    }

    @Test
    void afterTenFailuresAFileIsNotTriedAgain() {
        int id = withTask("/vo/a");

        for (int task = 1; task <= 11; task++) {
            t.handle(t.told(id, task, "Failed"));
        }

        assertThat(t.files(id)).containsExactly("/vo/a MaxReset 10 11");
        assertThat(t.tasks(id)).hasSize(11);
        t.handle(t.told(id, 11, "Completed"));
        assertThat(t.files(id)).containsExactly("/vo/a Processed 10 11");
    }

    @Test
    void otherStatusesAreKeptAsTheyComeAndLeaveTheFiles() {
        int id = withTask("/vo/a");

        t.handle(t.told(id, 1, "Staged somewhere"));

        assertThat(t.taskStatuses(id)).containsExactly("1 Staged somewhere");
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 0 1");
    }

    @Test
    void theSameFeedbackTwiceHasNoFurtherEffect() {
        int id = withTask("/vo/a");
        TaskStatusChanged failed = t.told(id, 1, "Failed");

        t.handle(failed, failed);
        BatchResult again = t.handle(failed);
        t.handle(t.told(id, 1, "Failed"));

        assertThat(again).isEqualTo(new BatchResult(0, 1, List.of(), 0, 0));
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 1 2");
        assertThat(t.tasks(id)).hasSize(2);
    }

    @Test
    void theLaterEventHoldsWhateverComesFirst() {
        int id = withTask("/vo/a");

        t.handle(told(header("b", NOW.plusSeconds(100)), id, 1, "Done"));
        t.handle(told(header("c", NOW.plusSeconds(99)), id, 1, "Failed"));
        t.handle(told(header("a", NOW.plusSeconds(100)), id, 1, "Running"));

        assertThat(t.taskStatuses(id)).containsExactly("1 Done");
        assertThat(t.files(id)).containsExactly("/vo/a Processed 0 1");
    }

    @Test
    void anExternalIdIsKeptThoughTheStatusWithItComesLate() {
        int id = withTask("/vo/a");

        t.handle(t.told(id, 1, "Done"));
        t.handle(new TaskStatusChanged(header("e", NOW), id, 1, "Submitted", Optional.of("4711")));

        assertThat(t.store.tasks(id, 1)).singleElement().satisfies(task -> {
            assertThat(task.status()).isEqualTo("Done");
            assertThat(task.externalId()).isEqualTo("4711");
        });
    }

    @Test
    void feedbackConcernsOnlyTheFilesThatAreStillInTheTask() {
        int id = withTask("/vo/a", "/vo/b");

        t.handle(t.told(id, 1, "Failed"));
        t.handle(t.told(id, 1, "Done"));
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 1 2", "/vo/b Assigned 1 2");
        t.handle(t.told(id, 2, "Done"));
        t.handle(t.told(id, 2, "Failed"));

        assertThat(t.files(id)).containsExactly("/vo/a Processed 1 2", "/vo/b Processed 1 2");
    }

    /** A job that was rescheduled: its files are in no other task as long as it runs. */
    @Test
    void aTaskThatFailedAndRunsAgainKeepsTheFilesThatAreInNoOther() {
        int id = withTask("/vo/a", "/vo/b");
        t.setStatus(id, "Stopped");
        t.handle(t.told(id, 1, "Failed"));
        t.handle(t.told(id, 1, "Running"));
        t.setStatus(id, "Active");
        t.work();
        assertThat(t.files(id)).containsExactly("/vo/a Unused 1 1", "/vo/b Unused 1 1");

        t.handle(t.told(id, 1, "Failed"));

        assertThat(t.files(id)).containsExactly("/vo/a Assigned 1 2", "/vo/b Assigned 1 2");
    }

    /** Whatever else a batch says of the file. */
    @Test
    void aFileOfATaskThatRunsAgainWaitsInNoLane() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        t.handle(t.registered("/vo/b", LEVEL_1, "SE1"));
        t.setStatus(id, "Stopped");
        t.handle(t.told(id, 1, "Failed"));
        t.handle(new ReplicaRegistered(header("replica", NOW.plusSeconds(60)), "/vo/a", List.of("SE1", "SE2")));
        t.setStatus(id, "Active");
        t.handle(
                new ReplicaRegistered(header("replica too", NOW.plusSeconds(61)), "/vo/b", List.of("SE2")),
                t.told(id, 1, "Running"));
        t.work();
        assertThat(t.files(id)).containsExactly("/vo/a Unused 1 1", "/vo/b Unused 1 1");
        t.handle(t.told(id, 1, "Failed"));
        assertThat(t.files(id)).containsExactly("/vo/a Assigned 1 2", "/vo/b Assigned 1 2");
    }

    @Test
    void feedbackAboutATaskThatIsNotThereIsRefusedAndTheRestTakesEffect() {
        int id = withTask("/vo/a");

        BatchResult result = t.handle(
                t.told(id, 1, "Done"), t.told(id, 34, "Done"), t.told(4711, 1, "Failed"), t.registered("/vo/b", "{}"));

        assertThat(result.events()).isEqualTo(2);
        assertThat(result.refused())
                .extracting(Refusal::reason)
                .containsExactly(RejectionReason.UNPROCESSABLE, RejectionReason.UNPROCESSABLE);
        assertThat(result.refused())
                .extracting(Refusal::message)
                .satisfiesExactly(
                        sentence -> assertThat(sentence).startsWith("Transformation " + id + " has no task 34"),
                        sentence -> assertThat(sentence).startsWith("Transformation 4711 has no task 1,"));
        assertThat(t.files(id)).containsExactly("/vo/a Processed 0 1");
    }

    /** The sender mends its database, and sends the dead letter again: it must not count as handled. */
    @Test
    void feedbackThatWasRefusedTakesEffectOnceItsTaskIsThere() {
        TaskStatusChanged early = t.told(1, 1, "Done");
        assertThat(t.handle(early).refused()).hasSize(1);
        int id = withTask("/vo/a");

        assertThat(t.handle(early)).isEqualTo(new BatchResult(1, 0, List.of(), 0, 0));
        assertThat(t.files(id)).containsExactly("/vo/a Processed 0 1");
    }

    @Test
    void aStatusThatDiracsColumnCannotHoldIsRefused() {
        int id = withTask("/vo/a");

        BatchResult result = t.handle(t.told(id, 1, "SeventeenLetters!"), t.told(id, 1, "Done😀"));

        assertThat(result.refused())
                .extracting(Refusal::message)
                .satisfiesExactly(
                        sentence -> assertThat(sentence).contains("\"SeventeenLetters!\"", "17 characters", "16"),
                        sentence -> assertThat(sentence).contains("\"Done😀\"", "beyond U+FFFF"));
        assertThat(t.taskStatuses(id)).containsExactly("1 Created");
    }
}
