package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.broker.LocalBroker;
import org.sluice.routes.cli.Commands.Result;

class SendCommandTest {
    private Commands commands;
    private LocalBroker broker;
    private String config;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
        broker = LocalBroker.start(folder.resolve("broker"), 0, List.of("registrations", "other"));
        config = commands.file(
                "C.cfg",
                "Systems {",
                "Transformation {",
                "Sluice {",
                "EmbeddedBrokerPort = " + broker.port(),
                "}",
                "}",
                "}",
                "Resources {",
                "MQServices {",
                "local {",
                "MQType = Stomp",
                "Host = 127.0.0.1",
                "Port = " + broker.port(),
                "Queues {",
                "other {",
                "}",
                "}",
                "}",
                "}",
                "}");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"number\":" + i + "}").collect(Collectors.joining("\n"));
    }

    @Test
    void everyLineThatIsNotBlankIsAMessage() {
        String file = commands.file("E.jsonl", lines(5000), "", "not JSON, which is not the sender's to judge");

        Result result = commands.run("send", file, "--config", config);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .startsWith("Sent 5,001 messages to embedded::Queues::registrations in ")
                .contains("a second");
        assertThat(broker.depth("registrations")).hasValue(5001);
    }

    @Test
    void standardInputGoesToTheDestinationThatIsNamed() {
        Result result =
                commands.input(lines(3)).run("send", "-", "--to", "local::Queue::other", "-c", config, "--json");

        JsonNode json = Json.text(result.out().getBytes(StandardCharsets.UTF_8));
        assertThat(json.get("sent").intValue()).isEqualTo(3);
        assertThat(json.get("to").textValue()).isEqualTo("local::Queues::other");
        assertThat(json.get("seconds").isNumber()).isTrue();
        assertThat(broker.depth("other")).hasValue(3);
    }

    @Test
    void aPortThatWasLeftOpenIsThatOfTheRunningEngine(@TempDir Path data) {
        String open = commands.file(
                "Open.cfg",
                "Systems {",
                "Transformation {",
                "Sluice {",
                "EmbeddedBrokerPort = 0",
                "DataDirectory = " + data,
                "}",
                "}",
                "}");
        try (LocalBroker running = LocalBroker.start(data.resolve("broker"), 0, List.of("registrations"))) {
            Result sent = commands.input(lines(3)).run("send", "-", "--config", open);

            assertThat(sent.exitCode()).as(sent.err()).isZero();
            assertThat(running.depth("registrations")).hasValue(3);
        }
        Result alone = commands.input(lines(1)).run("send", "-", "--config", open);
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).contains("EmbeddedBrokerPort", data.toString(), "sluice run");
    }

    @Test
    void unknownDestinationIsNamedWithWhatExists() {
        Result result = commands.input(lines(1)).run("send", "-", "--to", "local::Queues::othr", "-c", config);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("othr", "local::Queues::other");
    }

    @Test
    void brokerThatIsAwayIsASentenceWithItsAddress() {
        broker.close();

        Result result = commands.input(lines(1)).run("send", "-", "--config", config);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("127.0.0.1:" + broker.port()).doesNotContain("\tat ");
    }
}
