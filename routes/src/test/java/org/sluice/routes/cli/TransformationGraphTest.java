package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

class TransformationGraphTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    private Result create(String name, String status, String input, String output, String... options) {
        String file = commands.file(
                "T.json",
                "{\"TransformationName\":\"%s\",\"Status\":\"%s\",\"InputMetaQuery\":%s,\"OutputMetaQuery\":%s}"
                        .formatted(name, status, input, output));
        String[] args = new String[3 + options.length];
        args[0] = "transformation";
        args[1] = "create";
        args[2] = file;
        System.arraycopy(options, 0, args, 3, options.length);
        return commands.run(args);
    }

    private void createChain() {
        create("Calibrate", "Active", "{\"DataLevel\":0}", "{\"DataLevel\":1}");
        create("Merge", "Active", "{\"DataLevel\":{\">\":0,\"<=\":1}}", "{\"DataLevel\":2}");
        create("Select", "New", "{\"DataLevel\":2,\"$not\":{\"Site\":\"x\"}}", "{\"DataLevel\":0}");
        create("Old", "Cleaned", "{}", "{}");
    }

    private Result graph(String... options) {
        String[] args = new String[2 + options.length];
        args[0] = "transformation";
        args[1] = "graph";
        System.arraycopy(options, 0, args, 2, options.length);
        return commands.run(args);
    }

    @Test
    void theGraphIsTextForPeople() {
        assertThat(graph().out()).contains("no transformations to show");
        createChain();

        assertThat(graph().lines())
                .containsExactly(
                        "1 Calibrate (Active)",
                        "  → 2 Merge",
                        "2 Merge (Active)",
                        "  → 3 Select, perhaps",
                        "3 Select (New)",
                        "  → 1 Calibrate",
                        "Cycle, perhaps: 1 Calibrate → 2 Merge → 3 Select → 1 Calibrate");
        assertThat(graph("--all").out()).contains("4 Old (Cleaned)");
    }

    @Test
    void theGraphIsDotForGraphviz() {
        createChain();

        assertThat(graph("--format", "dot").lines())
                .containsExactly(
                        "digraph transformations {",
                        "  1 [label=\"1 Calibrate\\nActive\"];",
                        "  2 [label=\"2 Merge\\nActive\"];",
                        "  3 [label=\"3 Select\\nNew\"];",
                        "  1 -> 2;",
                        "  2 -> 3 [style=dashed];",
                        "  3 -> 1;",
                        "}");
    }

    @Test
    void theGraphIsJsonForPrograms() {
        createChain();

        JsonNode json = Json.text(graph("--format", "json").out().getBytes(StandardCharsets.UTF_8));

        assertThat(json.get("Transformations")).hasSize(3);
        assertThat(json.at("/Links/1").toString()).isEqualTo("{\"From\":2,\"To\":3,\"Certain\":false}");
        assertThat(json.get("Cycles").toString()).isEqualTo("[[1,2,3,1]]");
        assertThat(graph("--json").out()).isEqualTo(graph("--format", "json").out());
    }

    @Test
    void activationThatClosesACycleIsRefusedUnlessAllowed() {
        createChain();

        Result refused = commands.run("transformation", "set", "Select", "Status=Active");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("3 Select → 1 Calibrate → 2 Merge → 3 Select", "perhaps", "--allow-cycle");
        assertThat(commands.registry().find(3).orElseThrow().definition().status())
                .isEqualTo("New");

        Result allowed = commands.run("transformation", "set", "--allow-cycle", "Select", "Status=Active");
        assertThat(allowed.exitCode()).as(allowed.err()).isZero();
        assertThat(allowed.err()).contains("warning", "closes a cycle");
        assertThat(commands.registry().find(3).orElseThrow().definition().status())
                .isEqualTo("Active");
    }

    @Test
    void creationThatClosesACycleIsRefusedUnlessTheConfigurationOnlyWarns() {
        createChain();
        String config =
                commands.file("C.cfg", "Systems {", "Transformation {", "Sluice {", "RefuseCycles = no", "}", "}", "}");

        Result refused = create("Back", "Active", "{\"DataLevel\":2}", "{\"DataLevel\":0}");
        Result warned = create("Back", "Active", "{\"DataLevel\":2}", "{\"DataLevel\":0}", "--config", config);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("Back → 1 Calibrate → 2 Merge → Back");
        assertThat(warned.exitCode()).isZero();
        assertThat(warned.err()).contains("warning");
    }
}
