package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.trigger.Boundary;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.Python;
import org.sluice.it.server.Servers;

/** Messages that are no events end in the dead-letter queue, each with its reason, and keep no good one back. */
class MalformedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Servers.folder("malformed");
    private static final int BAD_ALONE_IN_ITS_BODY = 2_000;
    private static final int BAD = BAD_ALONE_IN_ITS_BODY + 20 + 1;

    private static Campaign campaign = Campaign.none();

    @BeforeAll
    static void makeMessages() throws IOException {
        Python.run(FOLDER, Duration.ofMinutes(1), "malformed.py", FOLDER.toString());
        Set<String> good = new HashSet<>();
        JSON.readTree(FOLDER.resolve("good.json").toFile()).forEach(lfn -> good.add(lfn.asText()));
        campaign = Campaign.ofGoodFiles(FOLDER, good);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void eachIsADeadLetterWithItsReason(Protocol protocol) throws IOException {
        Installation installation = Installation.of(campaign, protocol);
        try (EngineServer engine = installation.startEngine()) {
            installation.publish(FOLDER.resolve("messages.b64"), "--base64");
            awaitDeadLetters(installation);
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        CampaignAssertions.assertHolds(campaign, installation.tables());
        assertThat(deadLetters(installation)).containsExactlyInAnyOrderElementsOf(expected());
    }

    @Test
    void anEngineThatDiesWhileDeadLetteringOverStompLosesNone() throws IOException {
        dieWhileDeadLettering(Protocol.STOMP);
    }

    @Test
    @Tag("long")
    void anEngineThatDiesWhileDeadLetteringOverAmqpLosesNone() throws IOException {
        dieWhileDeadLettering(Protocol.AMQP);
    }

    private static void dieWhileDeadLettering(Protocol protocol) throws IOException {
        Installation installation = Installation.of(campaign, protocol);
        installation.publish(FOLDER.resolve("messages.b64"), "--base64");
        try (EngineServer engine = installation.startHaltingEngine(Boundary.AFTER_DEAD_LETTER, 5)) {
            assertThat(engine.process().awaitExit(Duration.ofMinutes(2))).isEqualTo(137);
        }
        try (EngineServer engine = installation.startEngine()) {
            awaitDeadLetters(installation);
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        CampaignAssertions.assertHolds(campaign, installation.tables());
        // What was confirmed just before the end may be there twice, but nothing else may be there, and nothing
        // missing.
        assertThat(new HashSet<>(deadLetters(installation))).isEqualTo(new HashSet<>(expected()));
    }

    private static void awaitDeadLetters(Installation installation) {
        installation.awaitDone();
        Awaitility.await("dead letters")
                .atMost(Duration.ofMinutes(3))
                .until(() -> installation.broker().depth(installation.deadLetters()) >= BAD);
    }

    /** Each dead letter as its reason and its body. */
    private static List<String> deadLetters(Installation installation) {
        List<String> letters = new ArrayList<>();
        JsonNode taken = installation.broker().take(installation.deadLetters(), 2 * BAD);
        for (JsonNode letter : taken) {
            JsonNode headers = letter.path("properties").path("headers");
            assertThat(headers.path("sluice-message").asText())
                    .as(letter.toString())
                    .isNotBlank();
            assertThat(headers.path("sluice-source").asText()).endsWith("::Queues::" + installation.registrations());
            assertThat(headers.path("sluice-received").asText()).isNotBlank();
            letters.add(headers.path("sluice-reason").asText() + " "
                    + letter.path("payload").asText());
        }
        return letters;
    }

    private static List<String> expected() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("rejected.jsonl"))) {
            JsonNode letter = JSON.readTree(line);
            lines.add(letter.path("reason").asText() + " " + letter.path("body").asText());
        }
        return lines;
    }
}
