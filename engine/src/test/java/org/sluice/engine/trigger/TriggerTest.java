package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sluice.engine.trigger.TriggerFixture.NOW;
import static org.sluice.engine.trigger.TriggerFixture.accepted;
import static org.sluice.engine.trigger.TriggerFixture.header;
import static org.sluice.engine.trigger.TriggerFixture.registered;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TransformationRegistry.Progress;

/** What the trigger makes of events. */
class TriggerTest {
    private static final String LEVEL_1 = "{\"DataLevel\":1}";

    private final TriggerFixture t = new TriggerFixture();

    @Test
    void aMatchingFileBecomesATask() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        int other = t.transformation("Other", "{\"DataLevel\":2}", 1, "Active");

        BatchResult result = t.handle(t.registered("/vo/a", LEVEL_1, "SE2", "SE1"));

        assertThat(result).isEqualTo(new BatchResult(1, 0, List.of(), 1, 1));
        assertThat(t.tasks(id)).containsExactly("1 SE1,SE2 /vo/a");
        assertThat(t.statuses(id)).containsExactly("Assigned");
        assertThat(t.attached(other)).isEmpty();
    }

    @Test
    void filesWaitUntilTheirGroupIsFull() {
        int id = t.transformation("T", LEVEL_1, 2, "Active");

        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        assertThat(t.statuses(id)).containsExactly("Unused");
        t.handle(t.registered("/vo/b", LEVEL_1, "SE1"), t.registered("/vo/c", LEVEL_1, "SE1"));

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b");
        assertThat(t.statuses(id)).containsExactly("Assigned", "Assigned", "Unused");
    }

    @Test
    void aFileWithoutReplicasWaitsForOne() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(t.registered("/vo/a", LEVEL_1));
        assertThat(t.statuses(id)).containsExactly("Unused");
        t.handle(t.replica("/vo/a", "SE1"));

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
    }

    @Test
    void whatIsSaidOfAFileBeforeItsRegistrationCountsWhenItComes() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(t.metadataSet("/vo/a", LEVEL_1), t.replica("/vo/a", "SE1"));
        assertThat(t.attached(id)).isEmpty();
        t.handle(t.registered("/vo/a", "{}"));

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
    }

    @Test
    void metadataThatComeLateAttachTheFile() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(t.registered("/vo/a", "{}", "SE1"));
        t.handle(t.metadataSet("/vo/a", LEVEL_1));

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
    }

    @Test
    void aReplicaCanMakeAQueryTrue() {
        int id = t.transformation("T", "{\"SE\":\"SE9\"}", 1, "Active");

        t.handle(t.registered("/vo/a", "{}", "SE1"));
        t.handle(t.replica("/vo/a", "SE9"));

        assertThat(t.tasks(id)).containsExactly("1 SE1,SE9 /vo/a");
    }

    @Test
    void anAttachedFileStaysWhateverItsMetadataBecome() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(t.registered("/vo/a", LEVEL_1));
        t.handle(t.metadataSet("/vo/a", "{\"DataLevel\":7}"));
        t.handle(t.replica("/vo/a", "SE1"));

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
    }

    @Test
    void aNullTakesANameAway() {
        int id = t.transformation("T", "{\"DataLevel\":\"Missing\"}", 1, "Active");

        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        assertThat(t.attached(id)).isEmpty();
        t.handle(t.metadataSet("/vo/a", "{\"DataLevel\":null}"));

        assertThat(t.attached(id)).containsExactly("/vo/a");
    }

    @Test
    void theLaterTimeWinsWhateverComesFirst() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(registered(header("new", NOW.plusSeconds(10)), "/vo/a", "{\"DataLevel\":2}", "SE1"));
        t.handle(registered(header("old", NOW), "/vo/a", LEVEL_1, "SE1"));

        assertThat(t.attached(id)).isEmpty();
    }

    @Test
    void atEqualTimesTheGreaterIdWins() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(registered(header("b", NOW), "/vo/a", "{\"DataLevel\":2}", "SE1"));
        t.handle(registered(header("a", NOW), "/vo/a", LEVEL_1, "SE1"));
        assertThat(t.attached(id)).isEmpty();
        t.handle(registered(header("c", NOW), "/vo/a", LEVEL_1, "SE1"));

        assertThat(t.attached(id)).containsExactly("/vo/a");
    }

    @Test
    void theSameIdTwiceIsOneEvent() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        EventHeader header = header("once", NOW);

        BatchResult first =
                t.handle(registered(header, "/vo/a", LEVEL_1, "SE1"), registered(header, "/vo/a", LEVEL_1, "SE1"));
        BatchResult second = t.handle(registered(header, "/vo/a", LEVEL_1, "SE1"));

        assertThat(first).isEqualTo(new BatchResult(1, 1, List.of(), 1, 1));
        assertThat(second).isEqualTo(new BatchResult(0, 1, List.of(), 0, 0));
        assertThat(t.tasks(id)).hasSize(1);
    }

    @Test
    void theSameRegistrationUnderAnotherIdMakesNoSecondTask() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));
        BatchResult again = t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));

        assertThat(again).isEqualTo(new BatchResult(1, 0, List.of(), 0, 0));
        assertThat(t.tasks(id)).hasSize(1);
    }

    @Test
    void stoppedTransformationsTakeFilesAndIdleOnesDoNot() {
        int stopped = t.transformation("Stopped", LEVEL_1, 1, "Stopped");
        int idle = t.transformation("Idle", LEVEL_1, 1, "Idle");

        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));

        assertThat(t.statuses(stopped)).containsExactly("Unused");
        assertThat(t.tasks(stopped)).isEmpty();
        assertThat(t.attached(idle)).isEmpty();
    }

    @Test
    void whatWaitedIsGroupedWhenTheTransformationIsActivated() {
        int id = t.transformation("T", LEVEL_1, 1, "New");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));

        t.setStatus(id, "Active");
        t.work();

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
    }

    @Test
    void knownFilesThatMatchANewTransformationAreAttached() {
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"), t.registered("/vo/b", "{\"DataLevel\":2}", "SE1"));
        t.handle(t.metadataSet("/vo/only-mentioned", LEVEL_1));

        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.work();

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a");
        assertThat(t.attached(id)).containsExactly("/vo/a");
    }

    private void registerMany(int files) {
        for (int from = 0; from < files; from += 500) {
            t.handle(IntStream.range(from, Math.min(files, from + 500))
                    .mapToObj(i -> t.registered("/vo/%04d".formatted(i), LEVEL_1, "SE1"))
                    .toArray(FileEvent[]::new));
        }
    }

    @Test
    void knownFilesAreLookedThroughOnceForAllTransformationsThatAskForThem() {
        registerMany(600);
        int one = t.transformation("one", LEVEL_1, 1, "New");
        int two = t.transformation("two", LEVEL_1, 1, "New");
        int other = t.transformation("other", "{\"DataLevel\":2}", 1, "New");

        t.trigger.work();

        assertThat(t.attached(one)).as("500 in all, of one step").hasSize(250);
        assertThat(t.attached(two)).containsExactlyElementsOf(t.attached(one));
        assertThat(t.store.pendingWork()).extracting(Progress::filesDone).containsExactly(250L, 250L, 250L);
        t.work();
        assertThat(t.attached(one)).hasSize(600);
        assertThat(t.attached(two)).hasSize(600);
        assertThat(t.attached(other)).isEmpty();
        assertThat(t.store.pendingWork()).isEmpty();
    }

    @Test
    void aBackfillThatComesLaterCatchesUpInTurnsWithTheFirst() {
        registerMany(1200);
        int first = t.transformation("first", LEVEL_1, 1, "New");
        t.trigger.work();
        int later = t.transformation("later", LEVEL_1, 1, "New");

        t.trigger.work();
        t.trigger.work();

        assertThat(t.attached(first)).hasSize(1000);
        assertThat(t.attached(later)).hasSize(500);
        t.work();
        assertThat(t.attached(first)).hasSize(1200);
        assertThat(t.attached(later)).hasSize(1200);
    }

    @Test
    void noNumberOfLaterBackfillsHoldsUpTheFirst() {
        registerMany(1500);
        int first = t.transformation("first", LEVEL_1, 1, "New");
        for (int step = 0; step < 6; step++) {
            t.trigger.work();
            t.transformation("later " + step, "{\"DataLevel\":" + step + "}", 1, "New");
        }

        assertThat(t.attached(first)).hasSize(1500);
    }

    @Test
    void manyBackfillsEnd() {
        registerMany(3);
        List<Integer> ids = IntStream.range(0, 50)
                .mapToObj(i -> t.transformation("T" + i, LEVEL_1, 1, "Active"))
                .toList();

        t.work();

        assertThat(ids).allSatisfy(id -> assertThat(t.tasks(id)).hasSize(3));
        assertThat(t.store.pendingWork()).isEmpty();
    }

    @Test
    void aFlushGroupsLeftoversAndEnds() {
        int id = t.transformation("T", LEVEL_1, 10, "Active");
        t.handle(
                t.registered("/vo/a", LEVEL_1, "SE1"),
                t.registered("/vo/b", LEVEL_1, "SE1"),
                t.registered("/vo/nowhere", LEVEL_1));
        assertThat(t.tasks(id)).isEmpty();

        t.setStatus(id, "Flush");
        t.work();

        assertThat(t.tasks(id)).containsExactly("1 SE1 /vo/a /vo/b");
        assertThat(t.statuses(id)).containsExactly("Assigned", "Assigned", "Unused");
        assertThat(t.store.find(id).orElseThrow().definition().status()).isEqualTo("Active");
    }

    @Test
    void noMoreTasksAreMadeThanTheTransformationAllows() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.store.update(id, now -> TransformationDefinitions.withMaxTasks(now, 2), TriggerFixture.AUTHOR);

        t.handle(
                t.registered("/vo/a", LEVEL_1, "SE1"),
                t.registered("/vo/b", LEVEL_1, "SE1"),
                t.registered("/vo/c", LEVEL_1, "SE1"));
        t.handle(t.registered("/vo/d", LEVEL_1, "SE1"));

        assertThat(t.tasks(id)).hasSize(2);
        assertThat(t.statuses(id)).containsExactly("Assigned", "Assigned", "Unused", "Unused");
    }

    @Test
    void aTransformationWhosePluginFailsIsQuarantinedAndTheOthersGoOn() {
        int broken = t.store.create(
                TriggerFixture.definition("Broken", LEVEL_1, 1, "Active", "NoSuchPlugin"), TriggerFixture.AUTHOR);
        int sound = t.transformation("Sound", LEVEL_1, 1, "Active");

        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));

        assertThat(t.statuses(broken)).containsExactly("Unused");
        assertThat(t.store.quarantine(broken)).get().asString().contains("NoSuchPlugin");
        assertThat(t.tasks(sound)).hasSize(1);
    }

    @Test
    void eventsThatCannotTakeEffectAreRefusedAndTheOthersTakeIt() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        BatchResult result =
                t.handle(t.told(id, 1, "a status of many characters"), t.registered("/vo/a", LEVEL_1, "SE1"));

        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(RejectionReason.UNPROCESSABLE);
            assertThat(refusal.message()).contains("a status of many characters");
        });
        assertThat(t.tasks(id)).hasSize(1);
    }

    @Test
    void ofTwoFilesThatTheTableCannotHoldApartTheSecondIsRefused() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");

        BatchResult result = t.handle(
                t.registered("/vo/A", LEVEL_1, "SE1"),
                t.registered("/vo/a", LEVEL_1, "SE1"),
                t.registered("/vo/b", LEVEL_1, "SE1"));

        assertThat(result.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(RejectionReason.LFN_COLLISION);
            assertThat(refusal.message()).contains("/vo/a").contains("/vo/A");
        });
        assertThat(t.attached(id)).containsExactly("/vo/A", "/vo/b");
    }

    @Test
    void nothingIsRefusedWhenTheStoreCannotDoItNow() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        AtomicBoolean away = new AtomicBoolean(true);
        Trigger trigger = t.trigger(boundary -> {
            if (away.get()) {
                throw new StoreUnavailableException("the database is away", new IllegalStateException());
            }
        });
        var batch = accepted(t.registered("/vo/a", LEVEL_1, "SE1"));

        assertThatThrownBy(() -> trigger.handle(batch, NOW)).isInstanceOf(StoreUnavailableException.class);
        assertThat(t.attached(id)).isEmpty();
        away.set(false);

        assertThat(trigger.handle(batch, NOW)).isEqualTo(new BatchResult(1, 0, List.of(), 1, 1));
    }

    @Test
    void aNoticeIsKeptForEachTask() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(t.registered("/vo/a", LEVEL_1, "SE1"));

        List<TaskNotice> notices = new ArrayList<>();
        t.store.send(10, notices::addAll);

        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.transformationId()).isEqualTo(id);
            assertThat(notice.taskId()).isEqualTo(1);
            assertThat(notice.type()).isEqualTo("DataReprocessing");
            assertThat(notice.targetSe()).isEqualTo("SE1");
            assertThat(notice.lfns()).containsExactly("/vo/a");
        });
    }
}
