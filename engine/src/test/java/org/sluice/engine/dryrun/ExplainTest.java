package org.sluice.engine.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.event.FileEvent.FileMetadataSet;
import org.sluice.engine.event.FileEvent.RunEnded;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.store.RegistryException;

class ExplainTest {
    private static final String MERGE =
            "{'TransformationName':'Merge','Plugin':'Standard','GroupSize':3,'Status':'Active',"
                    + "'InputMetaQuery':{'DataLevel':1}}";
    private static final String BY_SIZE = MERGE.replace("Standard", "BySize");

    private final Recorded recorded = new Recorded();
    private final Explain explain =
            new Explain(recorded.store, recorded.store, MetadataSchema.empty(), Recorded.SETTINGS, Recorded.PLUGINS);

    private FileExplanation explain(String lfn, int id) {
        return explain.explain(lfn, recorded.store.find(id).orElseThrow());
    }

    private List<Code> codes(String lfn, int id) {
        return explain(lfn, id).reasons().stream().map(Reason::code).toList();
    }

    private String sentence(String lfn, int id) {
        return explain(lfn, id).reasons().get(0).sentence();
    }

    @Test
    void aFileThatFailsAConditionIsToldWhich() {
        int id = recorded.transformation(MERGE);
        recorded.register("/vo/a", "{'DataLevel':2}", "SE-A");

        FileExplanation explanation = explain("/vo/a", id);

        assertThat(explanation.row()).isEmpty();
        assertThat(explanation.reasons()).extracting(Reason::code).containsExactly(Code.DOES_NOT_MATCH);
        assertThat(explanation.reasons().get(0).sentence()).contains("DataLevel");
        assertThat(explanation.query().orElseThrow().toString()).contains("FAILS  DataLevel 1, the file has 2");
    }

    @Test
    void metadataOfDirectoriesCount() {
        int id = recorded.transformation(MERGE);
        recorded.handle(new DirectoryMetadataSet(recorded.header(), "/vo", Recorded.metadata("{'DataLevel':2}")));
        recorded.register("/vo/a", "{}", "SE-A");

        assertThat(explain("/vo/a", id).query().orElseThrow().toString())
                .contains("FAILS  DataLevel 1, the file has 2");
    }

    @Test
    void anOpenGroupIsToldWithItsNumbers() {
        int id = recorded.transformation(MERGE);
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/c", "{'DataLevel':1}", "SE-B");

        assertThat(codes("/vo/a", id)).containsExactly(Code.GROUP_NOT_FULL);
        assertThat(sentence("/vo/a", id)).contains("SE-A", "2 of 3 files");
        assertThat(sentence("/vo/c", id)).contains("SE-B", "1 of 3 files");
    }

    @Test
    void groupsOfEachValueOfGroupByAreApart() {
        int id = recorded.transformation(MERGE.replace("'Status'", "'parameters':{'GroupBy':'Run'},'Status'"));
        recorded.register("/vo/a", "{'DataLevel':1,'Run':7}", "SE-A");
        recorded.register("/vo/b", "{'DataLevel':1,'Run':7.0}", "SE-A");
        recorded.register("/vo/c", "{'DataLevel':1,'Run':8}", "SE-A");

        assertThat(sentence("/vo/a", id)).contains("2 of 3 files with Run 7");
        assertThat(sentence("/vo/c", id)).contains("1 of 3 files with Run 8");
    }

    @Test
    void aRunThatHasEndedIsGroupedUnlessMoreFilesAreComing() {
        int id = recorded.transformation(MERGE.replace("'Status'", "'parameters':{'GroupBy':'Run'},'Status'"));
        recorded.work();
        recorded.register("/vo/a", "{'DataLevel':1,'Run':7}", "SE-A");
        assertThat(codes("/vo/a", id)).containsExactly(Code.GROUP_NOT_FULL);
        recorded.set(id, "InputMetaQuery", "{\"DataLevel\":{\"<=\":1}}");
        recorded.handle(new RunEnded(recorded.header(), "Run", IntNode.valueOf(7)));
        assertThat(codes("/vo/a", id)).as("a backfill is pending").containsExactly(Code.GROUP_NOT_FULL);

        recorded.work();

        assertThat(codes("/vo/a", id)).containsExactly(Code.IN_TASK);
    }

    @Test
    void anOpenGroupBySizeIsToldInGigabytes() {
        int id = recorded.transformation(BY_SIZE);
        recorded.register("/vo/a", OptionalLong.of(1_500_000_000), "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/unknown", OptionalLong.empty(), "{'DataLevel':1}", "SE-A");

        assertThat(sentence("/vo/a", id)).contains("SE-A", "1 file with 1.5 of more than 3 GB");
        assertThat(codes("/vo/unknown", id)).containsExactly(Code.LEFT_OUT);
        assertThat(sentence("/vo/unknown", id)).containsIgnoringCase("size is not known");
    }

    @Test
    void aFileWithoutReplicaWaitsForOne() {
        int id = recorded.transformation(MERGE);
        recorded.register("/vo/a", "{'DataLevel':1}");

        assertThat(codes("/vo/a", id)).containsExactly(Code.NO_REPLICA);
    }

    @Test
    void aFileAtNoSiteWithAShareWaits() {
        int id = recorded.transformation(MERGE.replace("Standard", "ByShare").replace("3", "1"));
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-B");

        assertThat(codes("/vo/b", id)).containsExactly(Code.LEFT_OUT);
        assertThat(sentence("/vo/b", id)).contains("SE-B", "share");
    }

    @Test
    void aFileThatIsNotAtTheSourceIsToldSo() {
        int id = recorded.transformation(MERGE.replace("Standard", "Broadcast")
                .replace("'Status'", "'parameters':{'SourceSE':'SE-A','TargetSE':'SE-B'},'Status'"));
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-B");

        assertThat(codes("/vo/b", id)).containsExactly(Code.LEFT_OUT);
        assertThat(sentence("/vo/b", id)).contains("SourceSE, SE-A", "only at SE-B");
    }

    @Test
    void whatKeepsTheTransformationFromItComesFirst() {
        int id = recorded.transformation(MERGE.replace("Active", "New"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");

        assertThat(codes("/vo/a", id)).containsExactly(Code.STATUS_MAKES_NO_TASKS, Code.GROUP_NOT_FULL);
        assertThat(sentence("/vo/a", id)).contains("New", "Status=Active");
    }

    @Test
    void aQuarantineIsToldWithItsReason() {
        int id = recorded.transformation(MERGE.replace("Standard", "Broadcast"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");

        assertThat(codes("/vo/a", id)).containsExactly(Code.QUARANTINED, Code.PLUGIN_FAILS);
        assertThat(sentence("/vo/a", id)).contains("TargetSE");
    }

    @Test
    void theMostTasksAreTold() {
        int id = recorded.transformation(
                MERGE.replace("'GroupSize':3", "'GroupSize':1").replace("'Status'", "'MaxNumberOfTasks':1,'Status'"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-A");

        assertThat(codes("/vo/a", id)).containsExactly(Code.IN_TASK);
        assertThat(codes("/vo/b", id)).containsExactly(Code.MAX_TASKS);
        assertThat(sentence("/vo/b", id)).contains("1 of its MaxNumberOfTasks 1");
    }

    @Test
    void aTaskIsToldWithItsStatus() {
        int id = recorded.transformation(MERGE.replace("3", "1"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.tell(id, 1, "Running");

        assertThat(sentence("/vo/a", id)).contains("task 1 (Running", "SE-A");
        recorded.tell(id, 1, "Done");
        assertThat(codes("/vo/a", id)).containsExactly(Code.PROCESSED);
    }

    @Test
    void aFileThatWaitsForTheEndOfATaskThatRunsAgainIsTold() {
        int id = recorded.transformation(MERGE.replace("3", "1"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.set(id, "Status", "Stopped");
        recorded.tell(id, 1, "Failed");
        recorded.tell(id, 1, "Running");
        recorded.set(id, "Status", "Active");

        assertThat(codes("/vo/a", id)).containsExactly(Code.TASK_NOT_OVER);
        assertThat(sentence("/vo/a", id)).contains("task 1 (Running", "when that task has ended");
    }

    @Test
    void aFileThatWaitsForTheEndOfATaskFillsNoGroup() {
        int id = recorded.transformation(MERGE.replace("3", "2"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/b", "{'DataLevel':1}", "SE-A");
        recorded.set(id, "Status", "Stopped");
        recorded.tell(id, 1, "Failed");
        recorded.tell(id, 1, "Running");
        recorded.set(id, "Status", "Active");
        recorded.register("/vo/c", "{'DataLevel':1}", "SE-A");

        assertThat(codes("/vo/c", id)).containsExactly(Code.GROUP_NOT_FULL);
    }

    @Test
    void anOldGenerationInATaskIsTold() {
        int id = recorded.transformation(MERGE.replace("3", "1"));
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.tell(id, 1, "Running");
        recorded.remove("/vo/a");

        assertThat(codes("/vo/a", id)).startsWith(Code.IN_TASK, Code.OLD_GENERATION);
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        assertThat(explain("/vo/a", id).reasons().get(1).sentence()).contains("generation 2 begins");
    }

    @Test
    void whatIsAttachedStaysAndIsToldSo() {
        int id = recorded.transformation(MERGE);
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        recorded.handle(new FileMetadataSet(recorded.header(), "/vo/a", Recorded.metadata("{'DataLevel':5}")));

        assertThat(codes("/vo/a", id)).containsExactly(Code.GROUP_NOT_FULL, Code.MATCHED_BEFORE);
    }

    @Test
    void aMatchingFileThatIsNotInItIsToldWhy() {
        recorded.register("/vo/a", "{'DataLevel':1}", "SE-A");
        int idle = recorded.transformation(MERGE.replace("Active", "Idle"));
        int fresh = recorded.transformation(MERGE.replace("'Merge'", "'Other'"));
        int byHand = recorded.transformation("{'TransformationName':'By hand','Status':'Active'}");

        assertThat(codes("/vo/a", idle)).containsExactly(Code.STATUS_TAKES_NO_FILES);
        assertThat(codes("/vo/a", fresh)).containsExactly(Code.BACKFILL);
        assertThat(sentence("/vo/a", fresh)).contains("0 of 1");
        assertThat(codes("/vo/a", byHand)).containsExactly(Code.FED_BY_HAND);
    }

    @Test
    void aFileThatCollidesWithAnotherIsToldWhich() {
        recorded.register("/vo/s26/A", "{'DataLevel':1}", "SE-A");
        recorded.register("/vo/s26/a", "{'DataLevel':1}", "SE-A");
        int id = recorded.transformation(MERGE);
        recorded.work();

        assertThat(codes("/vo/s26/A", id)).containsExactly(Code.GROUP_NOT_FULL);
        assertThat(codes("/vo/s26/a", id)).containsExactly(Code.LFN_COLLISION);
        assertThat(sentence("/vo/s26/a", id)).contains("/vo/s26/A", "another name");
        recorded.set(id, "Status", "Idle");
        assertThat(codes("/vo/s26/a", id)).containsExactly(Code.STATUS_TAKES_NO_FILES, Code.LFN_COLLISION);
    }

    @Test
    void aFileThatLiesTooDeepIsToldHowDeep() {
        int id = recorded.transformation(MERGE);
        String product = "{'DataLevel':1,'ProducedBy':" + id + "}";
        for (int depth = 1; depth <= 33; depth++) {
            recorded.register("/vo/" + depth, product, "SE-A");
        }

        assertThat(codes("/vo/32", id)).doesNotContain(Code.MAX_LINEAGE, Code.NOT_YET_ATTACHED);
        assertThat(codes("/vo/33", id)).containsExactly(Code.MAX_LINEAGE);
        assertThat(sentence("/vo/33", id)).contains("33 transformations", "MaxLineage (32)", "transformation graph");
    }

    @Test
    void aProductThatWasRefusedBeforeItsDepthWasForgottenIsNotSaidToWaitForAnEngine() {
        int id = recorded.transformation(MERGE);
        recorded.work();
        String product = "{'DataLevel':1,'ProducedBy':" + id + "}";
        for (int depth = 1; depth <= 33; depth++) {
            recorded.register("/vo/" + depth, product, "SE-A");
        }
        recorded.set(id, "Status", "Active");

        assertThat(codes("/vo/33", id)).containsExactly(Code.NOT_YET_ATTACHED);
        assertThat(sentence("/vo/33", id)).contains("MaxLineage (32)", "next event");
        recorded.register("/vo/33", product, "SE-B");
        assertThat(codes("/vo/33", id)).doesNotContain(Code.NOT_YET_ATTACHED);
    }

    @Test
    void aFileThatWasOnlySpokenOfIsNotMatched() {
        int id = recorded.transformation(MERGE);
        recorded.handle(new FileMetadataSet(recorded.header(), "/vo/a", Recorded.metadata("{'DataLevel':1}")));

        assertThat(codes("/vo/a", id)).containsExactly(Code.NOT_REGISTERED);
    }

    @Test
    void anUnknownFileIsRefusedWithAdvice() {
        int id = recorded.transformation(MERGE);

        assertThatThrownBy(() -> explain("/vo/nobody", id))
                .isInstanceOf(RegistryException.class)
                .hasMessageContainingAll("/vo/nobody", "sluice import");
    }

    @Test
    void nothingIsChangedByAsking() {
        int id = recorded.transformation(MERGE);
        IntStream.range(0, 2).forEach(i -> recorded.register("/vo/" + i, "{'DataLevel':1}", "SE-A"));
        recorded.set(id, "GroupSize", "1");

        assertThat(codes("/vo/0", id)).containsExactly(Code.TO_BE_GROUPED);
        assertThat(recorded.store.tasks(id, 10)).isEmpty();
        recorded.work();
        assertThat(codes("/vo/0", id)).containsExactly(Code.IN_TASK);
    }
}
