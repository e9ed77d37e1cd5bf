package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

class ConfigCommandTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    @Test
    void noConfigurationIsGood() {
        Result result = commands.run("config", "check");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo("The configuration is good.\n");
    }

    @Test
    void syntaxErrorFailsWithFileLineAndColumn() {
        String file = commands.file("bad.cfg", "Resources", "{", "  Host = a", "  = b", "}");

        Result check = commands.run("config", "check", "--config", file);
        Result other = commands.run("transformation", "list", "--config", file);

        assertThat(check.exitCode()).isEqualTo(1);
        assertThat(check.out()).contains("bad.cfg:4:").contains("cannot be used");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("bad.cfg:4:").doesNotContain("\tat ");
    }

    @Test
    void unknownOptionIsAWarningWithThePlace() {
        String file =
                commands.file("C.cfg", "Systems {", "Transformation {", "Sluice {", "BatchSise = 5", "}", "}", "}");

        Result check = commands.run("config", "check", "-c", file);
        JsonNode json = Json.text(
                commands.run("config", "check", "-c", file, "--json").out().getBytes(StandardCharsets.UTF_8));

        assertThat(check.exitCode()).isZero();
        assertThat(check.out()).contains("warning: ").contains("C.cfg:4:").contains("BatchSize");
        assertThat(json.get(0).get("severity").textValue()).isEqualTo("warning");
        assertThat(json.get(0).get("line").intValue()).isEqualTo(4);
    }

    @Test
    void showMergesFilesAndMasksPasswords() {
        String first = commands.file("a.cfg", "Resources {", "Password = geheim", "Port = 1", "}");
        String second = commands.file("b.cfg", "Resources {", "Port = 2", "}");

        Result text = commands.run("config", "show", "-c", first, "-c", second);
        Result json = commands.run("config", "show", "-c", first, "-c", second, "--json");

        assertThat(text.out()).contains("Port = 2").doesNotContain("geheim").doesNotContain("Port = 1");
        assertThat(Json.text(json.out().getBytes(StandardCharsets.UTF_8))
                        .at("/Resources/Port")
                        .textValue())
                .isEqualTo("2");
        assertThat(json.out()).doesNotContain("geheim");
    }
}
