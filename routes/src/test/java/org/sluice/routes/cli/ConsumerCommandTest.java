package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

class ConsumerCommandTest {
    private Commands commands;
    private String config = "";

    @BeforeEach
    void configure(@TempDir Path folder) {
        commands = new Commands(folder);
        config = commands.file(
                "site.cfg",
                "Systems { Logging { Consumers {",
                "Pilots {",
                "  Module = org.example.Pilots",
                "  MQ = embedded::Queues::registrations",
                "  HttpPort = 8081",
                "  Token = secret",
                "}",
                "Notices {",
                "  Module = notices.yaml",
                "  MQ = embedded::Queues::task-notices",
                "  Enabled = no",
                "} } } }");
    }

    @Test
    void listsWhatThereIs() {
        Result result = commands.run("consumer", "--list", "-c", config);

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines())
                .containsExactly(
                        "Consumer         Enabled  Messages                         Module              Concurrency  BatchSize",
                        "Logging/Pilots   yes      embedded::Queues::registrations  org.example.Pilots            1          1",
                        "Logging/Notices  no       embedded::Queues::task-notices   notices.yaml                  1          1");
    }

    @Test
    void listsAsJsonWithoutTheValuesOfOptions() throws Exception {
        JsonNode list = new ObjectMapper()
                .readTree(commands.run("consumer", "--list", "--json", "-c", config)
                        .out());

        assertThat(list).hasSize(2);
        assertThat(list.get(0).toString())
                .isEqualTo(
                        "{\"consumer\":\"Logging/Pilots\",\"enabled\":true,\"mq\":\"embedded::Queues::registrations\","
                                + "\"module\":\"org.example.Pilots\",\"concurrency\":1,\"batchSize\":1,\"batchTimeoutMs\":50,"
                                + "\"httpPort\":8081,\"options\":[\"Token\"]}");
    }

    @Test
    void listsNothingWhereThereIsNothing() {
        assertThat(commands.run("consumer", "--list").out()).contains("names no consumer");
        assertThat(commands.run("consumer", "--list", "--json").out()).isEqualToIgnoringWhitespace("[]");
    }

    @Test
    void oneThatIsNotThereFailsAndTellsWhichAre() {
        Result result = commands.run("consumer", "Logging/Pilot", "-c", config);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToIgnoringNewLines(
                        "sluice: there is no consumer 'Logging/Pilot'; there are: Logging/Pilots, Logging/Notices");
        assertThat(commands.run("consumer", "Logging/Pilots").err()).contains("names no consumer");
    }

    @Test
    void oneWhoseModuleIsNotThereFailsWithThePlace() {
        Result result = commands.run("consumer", "/Logging/Pilots", "--http-port", "0", "-c", config);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("site.cfg:3:12: there is no module 'org.example.Pilots'");
        assertThat(commands.run("consumer", "Logging/Notices", "-c", config).err())
                .contains("site.cfg:9:12: there is no file")
                .contains("notices.yaml");
    }

    @Test
    void eitherANameOrTheList() {
        assertThat(commands.run("consumer", "-c", config).exitCode()).isEqualTo(2);
        assertThat(commands.run("consumer", "Logging/Pilots", "--list", "-c", config)
                        .err())
                .contains("Say which consumer, System/Name, or --list.");
    }
}
