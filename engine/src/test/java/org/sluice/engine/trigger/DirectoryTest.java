package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.trigger.TriggerFixture.NOW;
import static org.sluice.engine.trigger.TriggerFixture.header;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventCodec;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.store.JournalEntry;

/** Metadata of directories and the files below. */
class DirectoryTest {
    private final TriggerFixture t = new TriggerFixture();

    private void set(String directory, String metadata) {
        assertThat(t.handle(new DirectoryMetadataSet(t.header(), directory, TriggerFixture.metadata(metadata)))
                        .refused())
                .isEmpty();
    }

    private int query(String query) {
        return t.transformation("T" + query, query, 1, "Active");
    }

    private void register(String lfn, String metadata) {
        t.handle(t.registered(lfn, metadata, "SE"));
    }

    @Test
    void aFileInheritsFromTheDirectoriesAboveIt() {
        int id = query("{\"Run\":7,\"Site\":\"LaPalma\"}");
        set("/", "{\"Site\":\"LaPalma\"}");
        set("/vo/run7", "{\"Run\":7}");
        register("/vo/run7/sub/a", "{}");
        register("/vo/run70/a", "{}");
        register("/vo/run7", "{}");
        assertThat(t.attached(id)).containsExactly("/vo/run7/sub/a");
        assertThat(t.tasks(id)).containsExactly("1 SE /vo/run7/sub/a");
    }

    @Test
    void theNearestDirectoryWinsAndTheFileOverAll() {
        int far = query("{\"X\":\"far\"}");
        int near = query("{\"X\":\"near\"}");
        int own = query("{\"X\":\"own\"}");
        set("/vo/a", "{\"X\":\"near\"}");
        set("/vo", "{\"X\":\"far\"}");
        register("/vo/f", "{}");
        register("/vo/a/f", "{}");
        register("/vo/a/own", "{\"X\":\"own\"}");
        assertThat(t.attached(far)).containsExactly("/vo/f");
        assertThat(t.attached(near)).containsExactly("/vo/a/f");
        assertThat(t.attached(own)).containsExactly("/vo/a/own");
    }

    @Test
    void aNameThatWasRemovedHidesNothing() {
        int id = query("{\"X\":\"far\"}");
        set("/vo", "{\"X\":\"far\"}");
        set("/vo/a", "{\"X\":\"near\"}");
        register("/vo/a/f", "{\"X\":\"own\"}");
        t.handle(t.metadataSet("/vo/a/f", "{\"X\":null}"));
        assertThat(t.attached(id)).isEmpty();
        set("/vo/a", "{\"X\":null}");
        t.work();
        assertThat(t.attached(id)).containsExactly("/vo/a/f");
    }

    @Test
    void atOneLevelTheLaterEventHoldsWhateverCameFirst() {
        int id = query("{\"X\":\"later\"}");
        t.handle(new DirectoryMetadataSet(
                header("2", NOW.plusSeconds(2)), "/vo", TriggerFixture.metadata("{\"X\":\"later\"}")));
        t.handle(new DirectoryMetadataSet(header("1", NOW), "/vo", TriggerFixture.metadata("{\"X\":\"earlier\"}")));
        register("/vo/f", "{}");
        assertThat(t.attached(id)).containsExactly("/vo/f");
    }

    @Test
    void knownFilesAreMatchedAgainAndGrouped() {
        int id = query("{\"Run\":7}");
        register("/vo/run7/a", "{}");
        register("/vo/run7/b", "{\"Run\":8}");
        register("/vo/other/c", "{}");
        t.work();
        set("/vo/run7", "{\"Run\":7}");
        assertThat(t.attached(id)).isEmpty();
        t.work();
        assertThat(t.attached(id)).containsExactly("/vo/run7/a");
        assertThat(t.tasks(id)).containsExactly("1 SE /vo/run7/a");
    }

    @Test
    void aBackfillSeesWhatFilesInherit() {
        set("/vo/run7", "{\"Run\":7}");
        register("/vo/run7/a", "{}");
        int id = query("{\"Run\":7}");
        t.work();
        assertThat(t.attached(id)).containsExactly("/vo/run7/a");
    }

    @Test
    void aFileThatIsNotRegisteredIsNotAttached() {
        int id = query("{}");
        t.handle(t.replica("/vo/a/f", "SE"));
        set("/vo/a", "{\"X\":1}");
        t.work();
        assertThat(t.attached(id)).isEmpty();
    }

    @Test
    void aRemovedFileComesBackWithWhatItInherits() {
        int id = query("{\"X\":1}");
        set("/vo", "{\"X\":1}");
        register("/vo/f", "{}");
        t.handle(t.removed("/vo/f"));
        assertThat(t.files(id)).containsExactly("/vo/f Deleted 0 0");
        register("/vo/f", "{}");
        assertThat(t.files(id)).containsExactly("/vo/f Assigned 0 1");
    }

    @Test
    void changesOfDirectoriesAndFilesInOneBatchMeet() {
        int id = query("{\"X\":1}");
        register("/vo/known/f", "{}");
        t.handle(
                t.registered("/vo/new/f", "{}", "SE"),
                new DirectoryMetadataSet(t.header(), "/vo", TriggerFixture.metadata("{\"X\":1}")));
        t.work();
        assertThat(t.attached(id)).containsExactlyInAnyOrder("/vo/new/f", "/vo/known/f");
    }

    @Test
    void theJournalNamesTheDirectoryAndKnowsTheEventWhenItComesAgain() {
        DirectoryMetadataSet event =
                new DirectoryMetadataSet(t.header(), "/vo/a", TriggerFixture.metadata("{\"X\":1}"));
        assertThat(t.handle(event)).isEqualTo(new BatchResult(1, 0, List.of(), 0, 0));
        assertThat(t.handle(event)).isEqualTo(new BatchResult(0, 1, List.of(), 0, 0));
        assertThat(t.store.journal()).extracting(JournalEntry::subject).containsExactly("/vo/a");
    }

    @Test
    void aChangeThatSaysNothingNewLeavesNoWork() {
        query("{}");
        register("/vo/f", "{}");
        t.work();
        t.handle(
                new DirectoryMetadataSet(header("b", NOW.plusSeconds(9)), "/vo", TriggerFixture.metadata("{\"X\":1}")));
        t.work();
        t.handle(new DirectoryMetadataSet(header("a", NOW), "/vo", TriggerFixture.metadata("{\"X\":2}")));
        set("/elsewhere", "{\"X\":1}");
        assertThat(t.trigger.work()).isFalse();
    }

    @Test
    void aCallThatDoesNotSayWhetherItsPathIsAFileOrADirectoryIsBoth() {
        int id = query("{\"X\":1}");
        int any = query("{}");
        register("/vo/dir/f", "{}");
        register("/vo/file", "{}");
        List<FileEvent> events = new ArrayList<>();
        for (String path : List.of("/vo/dir", "/vo/file", "/vo/none")) {
            String call = "{\"method\":\"setMetadata\",\"path\":\"" + path + "\",\"metadatadict\":{\"X\":1}}";
            new EventCodec().decode(call.getBytes(StandardCharsets.UTF_8), NOW).forEach(decoded -> {
                assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
                events.add(((Decoded.Accepted) decoded).event());
            });
        }
        assertThat(events).hasSize(6);
        assertThat(t.handle(events.toArray(FileEvent[]::new)).refused()).isEmpty();
        t.work();
        assertThat(t.attached(id)).containsExactlyInAnyOrder("/vo/dir/f", "/vo/file");
        assertThat(t.store.registered(Set.of("/vo/dir", "/vo/none", "/vo/file")))
                .containsExactly("/vo/file");

        int later = t.transformation("later", "{}", 1, "Active");
        t.work();
        assertThat(t.attached(later)).containsExactlyInAnyOrderElementsOf(t.attached(any));
        assertThat(t.attached(any)).containsExactlyInAnyOrder("/vo/dir/f", "/vo/file");
    }

    @Test
    void liveEventsPassBetweenTheStepsOfALargeDirectory() {
        int id = query("{\"X\":1}");
        int live = query("{\"Live\":true}");
        List<FileEvent> files = new ArrayList<>();
        IntStream.range(0, 5000).forEach(i -> files.add(t.registered("/vo/big/" + i, "{}", "SE")));
        for (int from = 0; from < files.size(); from += 500) {
            t.handle(files.subList(from, from + 500).toArray(FileEvent[]::new));
        }
        t.work();
        set("/vo/big", "{\"X\":1}");
        int steps = 0;
        while (t.trigger.work()) {
            steps++;
            String lfn = "/vo/big/live" + steps;
            assertThat(t.handle(t.registered(lfn, "{\"Live\":true}", "SE")).tasks())
                    .isEqualTo(2);
            assertThat(t.attached(live)).hasSize(steps).endsWith(lfn);
            assertThat(t.attached(id)).hasSizeLessThanOrEqualTo(501 * steps).contains(lfn);
        }
        assertThat(steps).isGreaterThanOrEqualTo(10);
        assertThat(t.attached(id)).hasSize(5000 + steps).doesNotHaveDuplicates();
    }

    @Test
    void otherWorkTakesTurnsWithALargeDirectory() {
        int first = query("{\"X\":1}");
        List<FileEvent> files = new ArrayList<>();
        IntStream.range(0, 1500).forEach(i -> files.add(t.registered("/vo/big/" + i, "{}", "SE")));
        t.handle(files.toArray(FileEvent[]::new));
        register("/vo/small/f", "{\"Y\":1}");
        t.work();
        set("/vo/big", "{\"X\":1}");
        set("/vo/small", "{\"X\":1}");
        t.setStatus(first, "Stopped");
        t.setStatus(first, "Active");
        int steps = 0;
        while (t.tasks(first).stream().noneMatch(task -> task.endsWith("/vo/small/f"))) {
            assertThat(t.trigger.work()).isTrue();
            steps++;
        }
        assertThat(steps).isLessThanOrEqualTo(4);
        assertThat(t.trigger.work()).isTrue();
    }
}
