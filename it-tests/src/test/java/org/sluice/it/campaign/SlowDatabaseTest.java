package org.sluice.it.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.Servers;

/** A database that does not answer holds up consumption: neither the broker's connection nor the memory suffers. */
class SlowDatabaseTest {
    private static final Path FOLDER = Servers.folder("slow-database");
    private static final Path MESSAGES = FOLDER.resolve("messages.b64");
    private static final int PREFETCH = 500;
    private static final int COUNT = 1_500;
    /** All messages together are larger than the engine's memory. */
    private static final int BODY_BYTES = 128 * 1024;

    private static final String MEMORY = "-Xmx160m";

    private static final Set<String> LFNS =
            IntStream.range(0, COUNT).mapToObj(number -> "/vo/slow/" + number).collect(Collectors.toSet());

    @BeforeAll
    static void writeMessages() throws IOException {
        Base64.Encoder base64 = Base64.getEncoder();
        try (BufferedWriter lines = Files.newBufferedWriter(MESSAGES)) {
            for (String lfn : LFNS) {
                String event = "{\"event\": \"FileRegistered\", \"lfn\": \"%s\", \"replicas\": [\"SE1\"],"
                        + " \"metadata\": {\"kind\": \"good\"}}";
                String body = event.formatted(lfn);
                lines.write(base64.encodeToString((body + " ".repeat(BODY_BYTES - body.length())).getBytes(UTF_8)));
                lines.newLine();
            }
        }
    }

    @Test
    void consumptionOverStompWaitsForTheDatabase() throws Exception {
        waits(Protocol.STOMP);
    }

    @Test
    @Tag("long")
    void consumptionOverAmqpWaitsForTheDatabase() throws Exception {
        waits(Protocol.AMQP);
    }

    private static void waits(Protocol protocol) throws Exception {
        Campaign campaign = Campaign.ofGoodFiles(FOLDER, LFNS);
        Installation installation = Installation.of(campaign, protocol)
                .connectedBy("HeartBeat = 1")
                .registeringBy("Prefetch = " + PREFETCH);
        String queue = installation.registrations();
        try (EngineServer engine = installation.startEngine(MEMORY)) {
            try (AutoCloseable lock = installation.tables().lock("TransformationFiles")) {
                installation.publish(MESSAGES, "--base64");
                // Longer than it takes RabbitMQ to give up a client with a heart-beat of one second.
                Awaitility.await("all that is allowed is in flight, and stays there")
                        .atMost(Duration.ofMinutes(1))
                        .during(Duration.ofSeconds(5))
                        .until(() -> installation.broker().unacknowledged(queue) == PREFETCH
                                && installation.broker().depth(queue) >= COUNT - PREFETCH);
                assertThat(installation.tables().count("SluiceJournal")).isZero();
            }
            installation.awaitDone();
            assertThat(engine.healthStatus()).isEqualTo(200);
            assertThat(engine.metrics())
                    .contains("sluice_mq_reconnects{service=\"rabbit-" + protocol.word() + "\",use=\"consumers\"} 0.0");
        }
        CampaignAssertions.assertHolds(campaign, installation.tables());
    }
}
