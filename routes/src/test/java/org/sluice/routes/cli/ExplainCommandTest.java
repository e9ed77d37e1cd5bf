package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

class ExplainCommandTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
        String transformation = commands.file(
                "T.json",
                "{\"TransformationName\":\"Merge\", \"Type\":\"Merge\", \"Plugin\":\"Standard\", \"GroupSize\":2,",
                " \"Status\":\"Active\", \"InputMetaQuery\":{\"DataLevel\":1, \"Site\":\"LaPalma\"}}");
        commands.run("transformation", "create", transformation);
        commands.run(
                "import",
                commands.file(
                        "E.jsonl",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/in\",\"size\":1,\"replicas\":[\"SE-A\"],"
                                + "\"metadata\":{\"DataLevel\":1,\"Site\":\"LaPalma\"}}",
                        "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/out\",\"size\":1,\"replicas\":[\"SE-A\"],"
                                + "\"metadata\":{\"DataLevel\":1,\"Site\":\"Paranal\"}}"));
    }

    @Test
    void aWaitingFileIsExplainedForPeople() {
        Result result = commands.run("explain", "/vo/in", "Merge");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.lines())
                .containsExactly(
                        "/vo/in in transformation 1, Merge (Active, plugin Standard): Unused",
                        "- its group for SE-A is not full: 1 of 2 files",
                        "Its InputMetaQuery now matches",
                        "  holds  DataLevel 1, the file has 1",
                        "  holds  Site \"LaPalma\", the file has \"LaPalma\"");
    }

    @Test
    void aFileThatDoesNotMatchIsExplainedAsJson() {
        Result result = commands.run("explain", "/vo/out", "1", "--json");

        JsonNode json = Json.text(result.out().getBytes(StandardCharsets.UTF_8));
        assertThat(json.get("Attached").booleanValue()).isFalse();
        assertThat(json.get("Matches").booleanValue()).isFalse();
        assertThat(json.at("/Reasons/0/Code").textValue()).isEqualTo("DoesNotMatch");
        assertThat(json.at("/Conditions/1").toString())
                .isEqualTo("{\"Place\":\"Site\",\"Condition\":\"\\\"LaPalma\\\"\",\"Holds\":false,"
                        + "\"Value\":\"Paranal\"}");
    }

    @Test
    void theUnknownIsNamedWithAdvice() {
        Result file = commands.run("explain", "/vo/nobody", "1");
        Result transformation = commands.run("explain", "/vo/in", "17");

        assertThat(file.exitCode()).isEqualTo(1);
        assertThat(file.err()).contains("/vo/nobody", "sluice import").doesNotContain("\tat ");
        assertThat(transformation.exitCode()).isEqualTo(1);
        assertThat(transformation.err()).contains("no transformation 17", "sluice transformation list");
    }
}
