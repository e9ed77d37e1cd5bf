package org.sluice.engine.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.IntNode;
import org.junit.jupiter.api.Test;
import org.sluice.engine.dryrun.PreviewReport.Overlap;
import org.sluice.engine.dryrun.PreviewReport.Target;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.transformation.TransformationJson;

class PreviewTest {
    private static final String MERGE =
            "{'TransformationName':'Merge','Plugin':'Standard','GroupSize':2,'Status':'Active',"
                    + "'InputMetaQuery':{'DataLevel':1}}";

    private final Recorded recorded = new Recorded();

    private PreviewReport preview(String json, int mostPlanned) {
        return new Preview(
                        recorded.store,
                        recorded.store,
                        MetadataSchema.empty(),
                        Recorded.SETTINGS,
                        Recorded.PLUGINS,
                        mostPlanned)
                .of(TransformationJson.read(json.replace('\'', '"')));
    }

    private PreviewReport preview(String json) {
        return preview(json, 1000);
    }

    private void registerFive() {
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/c", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/d", "{'DataLevel':1}");
        recorded.register("/vo/e", "{'DataLevel':2}", "SE-A");
    }

    @Test
    void tasksAndWaitingFilesAreToldWithoutMakingAny() {
        registerFive();

        PreviewReport report = preview(MERGE);

        assertThat(report.filesKnown()).isEqualTo(5);
        assertThat(report.filesMatching()).isEqualTo(4);
        assertThat(report.samples()).containsExactly("/vo/a", "/vo/b", "/vo/c", "/vo/d");
        assertThat(report.targets()).containsExactly(new Target("SE-A", 1, 2));
        assertThat(report.waiting())
                .extracting(waiting -> waiting.reason().code(), PreviewReport.Waiting::files, w -> w.sample())
                .containsExactlyInAnyOrder(
                        tuple(Code.GROUP_NOT_FULL, 1L, "/vo/c"), tuple(Code.NO_REPLICA, 1L, "/vo/d"));
        assertThat(report.notes()).isEmpty();
        assertThat(recorded.store.list()).isEmpty();
    }

    @Test
    void metadataOfDirectoriesCount() {
        recorded.handle(new DirectoryMetadataSet(recorded.header(), "/vo", Recorded.metadata("{'DataLevel':1}")));
        recorded.register("/vo/a", "{}", "SE-A");

        assertThat(preview(MERGE).filesMatching()).isEqualTo(1);
    }

    @Test
    void leftoversAreTasksOnFlush() {
        registerFive();

        assertThat(preview(MERGE.replace("Active", "Flush")).targets()).containsExactly(new Target("SE-A", 2, 3));
    }

    @Test
    void leftoversOfARunThatHasEndedAreTasks() {
        recorded.register("/vo/a", "{'DataLevel':1,'Run':7}", "SE-A");
        recorded.register("/vo/b", "{'DataLevel':1,'Run':8}", "SE-A");
        recorded.register("/vo/c", "{'DataLevel':1}", "SE-A");
        recorded.handle(new RunEnded(recorded.header(), "Run", IntNode.valueOf(7)));
        recorded.handle(new RunEnded(recorded.header(), "Shift", IntNode.valueOf(8)));

        PreviewReport report = preview(MERGE.replace("'Status'", "'parameters':{'GroupBy':'Run'},'Status'"));

        assertThat(report.targets()).containsExactly(new Target("SE-A", 1, 1));
        assertThat(report.waiting())
                .extracting(
                        waiting -> waiting.sample(), waiting -> waiting.reason().sentence())
                .containsExactlyInAnyOrder(
                        tuple("/vo/b", "its group for SE-A is not full: 1 of 2 files with Run 8"),
                        tuple("/vo/c", "its group for SE-A is not full: 1 of 2 files without Run"));
    }

    @Test
    void otherTransformationsWithTheSameFilesAreTold() {
        int has = recorded.transformation(MERGE.replace("'Merge'", "'Has'"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.set(has, "InputMetaQuery", "{\"DataLevel\":7}");
        int takes = recorded.transformation(
                MERGE.replace("'Merge'", "'Takes'").replace("'DataLevel':1", "'DataLevel':{'<=':2}"));
        recorded.transformation(MERGE.replace("'Merge'", "'Idle'").replace("Active", "Idle"));
        recorded.transformation(MERGE);
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-A");

        assertThat(preview(MERGE).overlaps())
                .containsExactly(new Overlap(has, "Has", "Active", 0, 1), new Overlap(takes, "Takes", "Active", 2, 1));
    }

    @Test
    void whatWasBoundedIsSaid() {
        registerFive();

        PreviewReport few = preview(MERGE, 2);
        PreviewReport capped = preview(
                MERGE.replace("'GroupSize':2", "'GroupSize':1").replace("'Status'", "'MaxNumberOfTasks':1,'Status'"));

        assertThat(few.filesMatching()).isEqualTo(4);
        assertThat(few.filesPlanned()).isEqualTo(2);
        assertThat(few.notes())
                .containsExactly("Only the first 2 of the 4 files that match were grouped for this preview.");
        assertThat(capped.tasks()).isEqualTo(1);
        assertThat(capped.notes()).containsExactly("2 tasks more would be beyond MaxNumberOfTasks, 1.");
    }

    @Test
    void whatTheNumbersDoNotSayIsNoted() {
        registerFive();

        assertThat(preview("{'TransformationName':'By hand','Status':'Active'}").notes())
                .singleElement()
                .asString()
                .contains("by hand");
        assertThat(preview(MERGE.replace("Active", "New")).notes())
                .singleElement()
                .asString()
                .contains("As New it would make no tasks");
        assertThat(preview(MERGE.replace("Standard", "Broadcast")).waiting())
                .extracting(waiting -> waiting.reason().code())
                .containsExactly(Code.PLUGIN_FAILS);
    }
}
