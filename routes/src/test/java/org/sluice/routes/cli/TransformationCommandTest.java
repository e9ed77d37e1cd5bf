package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.routes.cli.Commands.Result;

class TransformationCommandTest {
    private static final String MERGE =
            """
            {"TransformationName":"Merge_LaPalma", "Type":"Merge", "Plugin":"Standard", "GroupSize":5,
             "InputMetaQuery":{"DataLevel":1, "Site":"LaPalma"}, "parameters":{"MaxWait":"1 h"}}""";

    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    private Result create(String json, String... options) {
        String file = commands.file("T.json", json);
        String[] args = new String[3 + options.length];
        args[0] = "transformation";
        args[1] = "create";
        args[2] = file;
        System.arraycopy(options, 0, args, 3, options.length);
        return commands.run(args);
    }

    private static JsonNode json(Result result) {
        return Json.text(result.out().getBytes(StandardCharsets.UTF_8));
    }

    private TransformationDefinition first() {
        return commands.registry().find(1).orElseThrow().definition();
    }

    @Test
    void createPrintsTheId() {
        Result first = create(MERGE);
        Result second = create(MERGE.replace("LaPalma\", \"Type", "Other\", \"Type"), "--json");

        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).isEqualTo("1\n");
        assertThat(second.out()).isEqualTo("{\"TransformationID\":2}\n");
        assertThat(first().inputQuery().orElseThrow().toString()).isEqualTo("{\"DataLevel\":1,\"Site\":\"LaPalma\"}");
        assertThat(first().status()).isEqualTo("New");
    }

    @Test
    void nameThatIsTakenIsRefused() {
        create(MERGE);

        Result again = create(MERGE);

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("Merge_LaPalma").doesNotContain("\tat ");
    }

    @Test
    void badFilterIsRefusedBeforeItIsStored() {
        String config = commands.file(
                "C.cfg",
                "Systems {",
                "Transformation {",
                "Sluice {",
                "MetadataFields {",
                "DataLevel = int",
                "}",
                "}",
                "}",
                "}");

        Result inferred = create(MERGE.replace("\"DataLevel\":1", "\"DataLevel\":{\"~\":1}"));
        Result typed = create(MERGE.replace("\"DataLevel\":1", "\"DataLevel\":\"one\""), "--config", config);

        assertThat(inferred.exitCode()).isEqualTo(1);
        assertThat(inferred.err()).contains("Merge_LaPalma", "InputMetaQuery", "DataLevel", "~");
        assertThat(typed.exitCode()).isEqualTo(1);
        assertThat(typed.err()).contains("Merge_LaPalma", "DataLevel", "one");
        assertThat(commands.registry().list()).isEmpty();
    }

    @Test
    void valuesThatNobodyCouldWorkWithAreRefused() {
        assertThat(create(MERGE.replace("1 h", "soon")).err())
                .contains("Merge_LaPalma", "MaxWait", "soon", "90 s, 15 min, 2 h or 3 d");
        assertThat(create(MERGE.replace("\"GroupSize\":5", "\"GroupSize\":-1")).err())
                .contains("Merge_LaPalma", "GroupSize", "-1", "at least 0");
        assertThat(create(MERGE.replace("\"GroupSize\":5", "\"MaxNumberOfTasks\":-4"))
                        .err())
                .contains("Merge_LaPalma", "MaxNumberOfTasks", "-4", "at least 0");
        assertThat(commands.registry().list()).isEmpty();

        create(MERGE);
        for (String change : new String[] {"MaxWait=soon", "MaxWait=-5", "GroupSize=-1", "MaxNumberOfTasks=-4"}) {
            Result refused = commands.run("transformation", "set", "1", "Description=changed", change);
            assertThat(refused.exitCode()).as(change).isEqualTo(1);
            assertThat(refused.err()).contains(change.split("=", -1)).contains("must be");
        }
        assertThat(first().description()).isEmpty();
        assertThat(commands.run("transformation", "set", "1", "MaxWait=15 min", "GroupSize=0.5", "MaxNumberOfTasks=0")
                        .exitCode())
                .isZero();
    }

    @Test
    void whatAnotherClientWroteDoesNotStandInTheWayOfOtherChanges() {
        String written = MERGE.replace("1 h", "soon").replace("\"GroupSize\":5", "\"GroupSize\":-1");
        commands.registry().create(TransformationJson.read(written), new Author("dirac", "", ""));

        assertThat(commands.run("transformation", "set", "1", "Status=Stopped").exitCode())
                .isZero();
        assertThat(commands.run("transformation", "set", "1", "GroupSize=-2").err())
                .contains("GroupSize", "-2");
    }

    @Test
    void badFileIsRefusedWithItsPlace() {
        assertThat(create("{\"TransformationName\":\"A\",\n \"Type\" \"Merge\"}")
                        .err())
                .contains("T.json")
                .containsIgnoringCase("line 2");
        assertThat(create("{\"Type\":\"Merge\"}").err()).contains("T.json", "TransformationName");
        assertThat(create("{\"TransformationName\":\"A\",\"Plugin\":\"Nix\"}").err())
                .contains("Nix", "Standard");
    }

    @ParameterizedTest
    @MethodSource("org.sluice.routes.cli.Beyond#values")
    void whatIsBeyondWhatIsReadIsRefused(String value) {
        create(MERGE);

        Result created = create("{\"TransformationName\":\"b\",\n\"InputMetaQuery\":{\"X\":" + value + "}}");
        Result set = commands.run("transformation", "set", "1", "InputMetaQuery={\"X\":" + value + "}");

        assertThat(created.exitCode()).isEqualTo(1);
        assertThat(created.err()).contains("T.json: Line 2", "this JSON is beyond what is read");
        assertThat(set.exitCode()).isEqualTo(1);
        assertThat(set.err()).contains("is refused: Line 1", "this JSON is beyond what is read");
        assertThat(commands.registry().list()).hasSize(1);
    }

    @Test
    void fileIsUtf8WithOrWithoutAMark() {
        Result latin1 = commands.run(
                "transformation",
                "create",
                commands.file("L.json", "{\"TransformationName\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)));
        Result marked = create("\uFEFF{\"TransformationName\":\"é\"}");

        assertThat(latin1.exitCode()).isEqualTo(1);
        assertThat(latin1.err()).contains("L.json: Line 1, column 24: this is not UTF-8");
        assertThat(marked.err()).isEmpty();
        assertThat(first().name()).isEqualTo("é");
    }

    @Test
    void listHasAllAsATableOrAsJson() {
        assertThat(commands.run("transformation", "list").out()).contains("no transformations yet");
        assertThat(commands.run("transformation", "list", "--json").out().strip())
                .isEqualTo("[ ]");
        create(MERGE);

        Result table = commands.run("transformation", "list");
        JsonNode json = json(commands.run("transformation", "list", "--json"));

        assertThat(table.lines()[0]).contains("ID", "Name", "Type", "Plugin", "Status", "Files", "Tasks");
        assertThat(table.lines()[1]).contains("1  Merge_LaPalma  Merge  Standard  New");
        assertThat(json).hasSize(1);
        assertThat(json.get(0).get("TransformationID").intValue()).isEqualTo(1);
        assertThat(json.get(0).get("TransformationName").textValue()).isEqualTo("Merge_LaPalma");
        assertThat(json.get(0).get("InputMetaQuery").toString()).isEqualTo("{\"DataLevel\":1,\"Site\":\"LaPalma\"}");
    }

    @Test
    void aQuarantineIsSeenInTheList() {
        create(MERGE.replace("\"GroupSize\"", "\"Status\":\"Active\", \"GroupSize\""));
        create(MERGE.replace("Merge_LaPalma", "Sound"));
        commands.store().inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(1)));
            t.quarantine(1, "the plugin Standard failed: out of order");
            return true;
        });

        JsonNode listed = json(commands.run("transformation", "list", "--json"));
        String[] lines = commands.run("transformation", "list").lines();

        assertThat(listed.at("/0/Quarantine").textValue()).isEqualTo("the plugin Standard failed: out of order");
        assertThat(listed.get(1).has("Quarantine")).isFalse();
        assertThat(lines[1]).contains("Active, quarantined");
        assertThat(lines[2]).doesNotContain("quarantined");
        assertThat(lines[3]).contains("quarantined", "transformation show ID");
        commands.run("transformation", "set", "1", "Status=Active");
        assertThat(commands.run("transformation", "list").out()).doesNotContain("quarantined");
    }

    @Test
    void pendingWorkIsShownWithItsProgress() {
        commands.run(
                "import",
                commands.file(
                        "E.jsonl",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/a\"}",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/b\"}"));
        create(MERGE.replace("\"GroupSize\"", "\"Status\":\"Active\", \"GroupSize\""));
        create(MERGE.replace("Merge_LaPalma", "Idle").replace("\"GroupSize\"", "\"Status\":\"Idle\", \"GroupSize\""));
        long first =
                commands.store().inTransaction(t -> t.filesAfter(0, 1)).get(0).position();
        commands.store().inTransaction(t -> {
            t.advance(t.lockPendingWork().orElseThrow(), first);
            return first;
        });

        JsonNode shown = json(commands.run("transformation", "show", "1", "--json"));
        JsonNode listed = json(commands.run("transformation", "list", "--json"));

        assertThat(shown.get("PendingWork")).hasSize(2).isEqualTo(listed.at("/0/PendingWork"));
        assertThat(shown.at("/PendingWork/0").toString())
                .isEqualTo("{\"Kind\":\"Backfill\",\"Position\":%d,\"FilesDone\":1,\"FilesKnown\":2,\"Message\":"
                                .formatted(first)
                        + "\"looking through the known files: 1 of 2 done\"}");
        assertThat(commands.run("transformation", "show", "1").out())
                .contains("looking through the known files: 1 of 2 done", "what waits is to be grouped");
        assertThat(commands.run("transformation", "list").lines()[1]).endsWith("backfill 1/2, group 0/0");
        assertThat(commands.run("transformation", "show", "2").out()).doesNotContain("PendingWork");
        assertThat(listed.at("/1/PendingWork")).isEmpty();
    }

    @Test
    void showGivesWhatCreateTakes() {
        create(MERGE);

        JsonNode shown = json(commands.run("transformation", "show", "Merge_LaPalma", "--json"));
        Set<String> members = new TreeSet<>();
        shown.fieldNames().forEachRemaining(members::add);

        assertThat(members).contains("TransformationID", "TransformationName", "GroupSize", "AgentType", "parameters");
        assertThat(shown.get("parameters").toString()).isEqualTo("{\"MaxWait\":\"1 h\"}");
        assertThat(commands.run("transformation", "show", "1").out())
                .contains("TransformationName", "Merge_LaPalma", "{\"MaxWait\":\"1 h\"}");
        Result again = create(shown.toString().replace("Merge_LaPalma", "Again"));
        assertThat(again.exitCode()).as(again.err()).isZero();
    }

    @Test
    void setChangesMembersQueriesAndParametersTogether() {
        create(MERGE);

        Result result = commands.run(
                "transformation",
                "set",
                "Merge_LaPalma",
                "Status=Active",
                "GroupSize=7",
                "InputMetaQuery={\"DataLevel\":2}",
                "GroupBy=RunNumber");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(first().status()).isEqualTo("Active");
        assertThat(first().groupSize()).isEqualByComparingTo("7");
        assertThat(first().inputQuery().orElseThrow().toString()).isEqualTo("{\"DataLevel\":2}");
        assertThat(first().parameters()).containsEntry("GroupBy", "RunNumber").containsEntry("MaxWait", "1 h");
        assertThat(commands.run("transformation", "log", "1").out()).contains("Status", "Active");
    }

    @Test
    void oneRefusedChangeRefusesAll() {
        create(MERGE);

        Result result = commands.run("transformation", "set", "1", "GroupSize=9", "Status=Activ");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Status=Activ", "Active");
        assertThat(first().groupSize()).isEqualByComparingTo("5");
    }

    @Test
    void setRefusesWhatTheEngineCouldNotWorkWith() {
        create(MERGE);

        assertThat(commands.run("transformation", "set", "1", "InputMetaQuery={\"A\":null}")
                        .err())
                .contains("Merge_LaPalma", "InputMetaQuery", "A");
        assertThat(commands.run("transformation", "set", "1", "Plugin=Nix").err())
                .contains("Nix");
        assertThat(commands.run("transformation", "set", "1", "status=Active").err())
                .contains("Status");
        assertThat(commands.run("transformation", "set", "1", "TransformationID=5")
                        .exitCode())
                .isEqualTo(1);
        assertThat(commands.run("transformation", "set", "1", "nonsense").exitCode())
                .isEqualTo(2);
    }

    @Test
    void transformationWhoseDataAreGoneStaysSo() {
        create(MERGE);
        commands.run("transformation", "set", "1", "Status=Cleaned");

        Result result = commands.run("transformation", "set", "1", "Status=Active");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Merge_LaPalma", "Cleaned", "Active", "may become TransformationCleaned");
    }

    @Test
    void simulationsAreExtended() {
        create(MERGE.replace("\"Merge\"", "\"MCSimulation\"").replace("\"GroupSize\":5", "\"MaxNumberOfTasks\":4"));

        Result first = commands.run("transformation", "extend", "Merge_LaPalma", "3");
        Result second = commands.run("transformation", "extend", "1", "1", "--json");
        Result third = commands.run("transformation", "extend", "1", "1");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).isEqualTo("transformation 1, Merge_LaPalma: made 3 tasks, 1 to 3\n");
        assertThat(second.out()).isEqualTo("{\"TransformationID\":1,\"TaskIDs\":[4]}\n");
        assertThat(third.exitCode()).isEqualTo(1);
        assertThat(third.err()).contains("MaxNumberOfTasks 4");
        assertThat(commands.run("transformation", "log", "1").out()).contains("Transformation extended by 3 tasks");
        assertThat(commands.run("transformation", "extend", "1", "0").exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatIsMadeFromFilesIsNotExtended() {
        create(MERGE);

        Result result = commands.run("transformation", "extend", "1", "3");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("type Merge", "Simulation, MCSimulation", "ExtendableTransfTypes");
    }

    @Test
    void cleanedTransformationKeepsDefinitionAndLog() {
        create(MERGE);

        Result result = commands.run("transformation", "clean", "1");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("cleaned transformation 1, Merge_LaPalma");
        assertThat(first().status()).isEqualTo("TransformationCleaned");
        assertThat(first().inputQuery()).isEmpty();
        assertThat(commands.run("transformation", "log", "1").out()).contains("Transformation Cleaned");
    }

    @Test
    void derivedTransformationIsToldInItsParentsLog() {
        create(MERGE.replace("\"GroupSize\"", "\"Status\":\"Active\", \"GroupSize\""));

        Result result = create(
                MERGE.replace("Merge_LaPalma", "Again").replace("\"GroupSize\"", "\"InheritedFrom\":1, \"GroupSize\""));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(first().status()).isEqualTo("Completing");
        assertThat(commands.run("transformation", "log", "1").out())
                .contains("Creation of the derived transformation (2)");
    }

    @Test
    void unknownTransformationIsNamed() {
        assertThat(commands.run("transformation", "show", "17").err()).contains("no transformation 17");
        assertThat(commands.run("transformation", "tasks", "Nobody").err()).contains("no transformation Nobody");
        assertThat(commands.run("transformation", "delete", "17").exitCode()).isEqualTo(1);
    }

    @Test
    void deletedTransformationIsGone() {
        create(MERGE);

        Result result = commands.run("transformation", "delete", "Merge_LaPalma");

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).contains("deleted transformation 1, Merge_LaPalma");
        assertThat(commands.registry().list()).isEmpty();
    }

    @Test
    void filesAndTasksOfANewTransformationAreEmptyLists() {
        create(MERGE);

        assertThat(commands.run("transformation", "files", "1", "--json").out().strip())
                .isEqualTo("[ ]");
        assertThat(commands.run("transformation", "tasks", "1", "--json").out().strip())
                .isEqualTo("[ ]");
        assertThat(commands.run("transformation", "files", "1").lines()).hasSize(1);
    }
}
