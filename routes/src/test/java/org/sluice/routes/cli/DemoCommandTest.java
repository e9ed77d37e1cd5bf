package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

class DemoCommandTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    @Test
    void summaryTellsOfTransformationsRejectionsAndSpeed(@TempDir Path kept) {
        Result result = commands.run("demo", "--events", "60", "--keep", kept.toString());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("Transformation", "Condition", "Tasks by target", "Prod6_protons_DL0toDL1")
                .contains("Rejected", "MalformedUtf8", "InvalidLfn")
                .contains("60 registrations", "files a second", "bookkeeping")
                .contains("The database was kept: jdbc:h2:file:" + kept);
        assertThat(Files.exists(kept.resolve("data/transformations.mv.db"))).isTrue();
    }

    @Test
    void jsonIsExactlyOneObject() {
        checkJson(commands.run("demo", "--events", "60", "--json"));
    }

    @Test
    @Tag("long")
    void fullCampaignIsAsItShouldBe() {
        JsonNode json = checkJson(commands.run("demo", "--json"));

        assertThat(json.get("events").intValue()).isGreaterThan(5_000);
    }

    private static JsonNode checkJson(Result result) {
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode json = Json.text(result.out().getBytes(StandardCharsets.UTF_8));
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "events", "rejected", "transformations", "attachments", "tasks", "seconds", "databases");
        assertThat(json.get("rejected").intValue()).isEqualTo(14);
        assertThat(json.get("transformations").intValue()).isGreaterThanOrEqualTo(20);
        assertThat(json.get("tasks").intValue()).isPositive();
        return json;
    }

    @Test
    void nothingToSendIsWrongUsage() {
        assertThat(commands.run("demo", "--events", "0").exitCode()).isEqualTo(2);
    }
}
