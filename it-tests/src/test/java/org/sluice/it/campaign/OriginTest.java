package org.sluice.it.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.Python;
import org.sluice.it.server.Servers;

/** Only whom RabbitMQ has checked, and the configuration allows, makes tasks; the others are found in the dead letters. */
class OriginTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String RULES =
            """
            AllowedProducers
            {
              production
              {
                User = prod
                LFNPrefixes = /vo/prod
              }
            }
            """;

    private final Path folder = Servers.folder("origin");

    @Test
    void onlyAllowedProducersMakeTasks() throws IOException {
        Installation installation = guarded(Protocol.AMQP, Set.of("/vo/prod/good"));
        try (EngineServer engine = installation.startEngine()) {
            send(installation, "prod", "'prod'", "{}", "/vo/prod/good");
            send(installation, "prod", "'prod'", "{}", "/vo/production/elsewhere");
            send(installation, "prod", "null", "{}", "/vo/prod/nobody");
            send(installation, "stranger", "'stranger'", "{}", "/vo/prod/stranger");
            send(installation, "stranger", "null", "{'user-id':'prod'}", "/vo/prod/forged");
            installation.awaitDone();
            assertThat(forbidden(installation, 4))
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "/vo/production/elsewhere", "prod",
                            "/vo/prod/nobody", "",
                            "/vo/prod/stranger", "stranger",
                            "/vo/prod/forged", ""));
            assertThat(engine.healthStatus()).isEqualTo(200);
            assertThat(engine.process().output())
                    .contains("forbidden event=FileRegistered id=id-/vo/prod/stranger path=/vo/prod/stranger source=")
                    .contains("user=stranger dn=/DC=org/CN=prod host=wn7.example.org");
        }
        CampaignAssertions.assertHolds(Campaign.ofGoodFiles(folder, Set.of("/vo/prod/good")), installation.tables());
    }

    /** The property that RabbitMQ checks comes to a STOMP consumer as a header; so does a header that anybody wrote. */
    @Test
    void overStompNobodyIsKnown() throws IOException {
        Installation installation = guarded(Protocol.STOMP, Set.of());
        try (EngineServer engine = installation.startEngine()) {
            send(installation, "prod", "'prod'", "{}", "/vo/prod/good");
            send(installation, "stranger", "null", "{'user-id':'prod'}", "/vo/prod/forged");
            assertThat(forbidden(installation, 2)).containsOnlyKeys("/vo/prod/good", "/vo/prod/forged");
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
    }

    private Installation guarded(Protocol protocol, Set<String> good) {
        Installation installation =
                new Installation(Campaign.ofGoodFiles(folder, good), protocol, Map.of()).registeringBy(RULES);
        installation.broker().user("prod", "secret");
        installation.broker().user("stranger", "secret");
        return installation;
    }

    private void send(Installation installation, String user, String userId, String headers, String lfn)
            throws IOException {
        Path message = folder.resolve("message.jsonl");
        Files.writeString(
                message,
                """
                {"user_id": %s, "headers": %s, "body": {"event": "FileRegistered", "id": "id-%s", "lfn": "%s",\
                 "replicas": ["SE1"], "metadata": {"kind": "good"},\
                 "producer": {"dn": "/DC=org/CN=prod", "host": "wn7.example.org"}}}
                """
                        .formatted(userId.replace('\'', '"'), headers.replace('\'', '"'), lfn, lfn));
        Python.run(
                folder,
                LIMIT,
                "send_as.py",
                Integer.toString(installation.broker().amqpPort()),
                user,
                "secret",
                installation.registrations(),
                message.toString());
    }

    /** The LFNs of the dead letters, each with the user that its header names. */
    private static Map<String, String> forbidden(Installation installation, int count) throws IOException {
        Awaitility.await("dead letters")
                .atMost(LIMIT)
                .until(() -> installation.broker().depth(installation.deadLetters()) >= count);
        Map<String, String> users = new TreeMap<>();
        for (JsonNode letter : installation.broker().take(installation.deadLetters(), 10 * count)) {
            JsonNode headers = letter.path("properties").path("headers");
            JsonNode event = JSON.readTree(
                    Base64.getDecoder().decode(letter.path("payload").asText().getBytes(UTF_8)));
            assertThat(headers.path("sluice-reason").asText()).isEqualTo("ForbiddenProducer");
            assertThat(headers.path("sluice-message").asText()).contains("/DC=org/CN=prod", "wn7.example.org");
            users.put(event.path("lfn").asText(), headers.path("sluice-user-id").asText());
        }
        return users;
    }
}
