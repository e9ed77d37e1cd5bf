package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

class TransformationPreviewTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
        commands.run(
                "transformation",
                "create",
                commands.file(
                        "Other.json",
                        "{\"TransformationName\":\"Other\", \"Status\":\"New\", \"InputMetaQuery\":{\"Site\":\"Any\"}}"));
        commands.run("import", commands.file("E.jsonl", registered("/vo/a"), registered("/vo/b"), registered("/vo/c")));
    }

    private static String registered(String lfn) {
        return "{\"event\":\"FileRegistered\",\"lfn\":\"" + lfn + "\",\"size\":1,\"replicas\":[\"SE-A\"],"
                + "\"metadata\":{\"Site\":\"LaPalma\"}}";
    }

    private Result preview(String... options) {
        String file = commands.file(
                "T.json",
                "{\"TransformationName\":\"Merge\", \"Plugin\":\"Standard\", \"GroupSize\":2, \"Status\":\"Active\",",
                " \"InputMetaQuery\":{\"Site\":\"LaPalma\"}}");
        String[] args = new String[3 + options.length];
        args[0] = "transformation";
        args[1] = "preview";
        args[2] = file;
        System.arraycopy(options, 0, args, 3, options.length);
        return commands.run(args);
    }

    @Test
    void itTellsPeopleWhatWouldCome() {
        Result result = preview();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "Merge would take 3 of the 3 files known, and make 1 tasks of them.",
                        "  /vo/a",
                        "1, such as /vo/c: its group for SE-A is not full: 1 of 2 files");
        assertThat(result.out().lines()).anyMatch(line -> line.matches("SE-A +1 +2"));
        assertThat(result.out().lines()).anyMatch(line -> line.matches(" *1 +Other +New +3 +3"));
        assertThat(commands.registry().list()).hasSize(1);
    }

    @Test
    void itTellsProgramsTheSame() {
        JsonNode json = Json.text(preview("--json").out().getBytes(StandardCharsets.UTF_8));

        assertThat(json.get("FilesMatching").intValue()).isEqualTo(3);
        assertThat(json.get("TasksByTarget").toString()).isEqualTo("[{\"TargetSE\":\"SE-A\",\"Tasks\":1,\"Files\":2}]");
        assertThat(json.at("/Waiting/0/Code").textValue()).isEqualTo("GroupNotFull");
        assertThat(json.at("/Overlaps/0/Attached").intValue()).isEqualTo(3);
    }

    @Test
    void aBadFileIsRefused() {
        Result result = commands.run(
                "transformation",
                "preview",
                commands.file("T.json", "{\"TransformationName\":\"X\",\"InputMetaQuery\":{\"A\":null}}"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("X", "InputMetaQuery", "A");
    }
}
