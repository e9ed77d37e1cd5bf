package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.trigger.Boundary;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;

/** Whatever breaks meanwhile: of what the broker confirmed nothing is lost, doubled or wrongly dead-lettered. */
@Tag("long")
class FaultTest {
    private static final int FILES = 6_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static Campaign campaign = Campaign.none();

    @BeforeAll
    static void makeCampaign() {
        campaign = Campaign.make(Servers.folder("faults"), FILES, 30, 2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theEngineIsKilledAtRandomMoments(Protocol protocol) {
        Installation installation = Installation.of(campaign, protocol);
        long seed = 20261122L;
        Random random = new Random(seed);
        ServerProcess publisher = installation.startPublishing(campaign.events(), "--rate", "600");
        for (int i = 0; i < 5; i++) {
            EngineServer engine = installation.startEngine();
            long attached = installation.tables().count("TransformationFiles");
            long goal = attached + 1 + random.nextInt((int) campaign.attachmentCount() / 12);
            Awaitility.await("progress before the kill")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> installation.tables().count("TransformationFiles") >= goal);
            engine.process().kill();
        }
        Installation.awaitPublished(publisher);
        try (EngineServer engine = installation.startEngine()) {
            installation.awaitDone();
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        assertNothingLostOrDoubled(installation);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theEngineHaltsAtEachBoundary(Protocol protocol) {
        Installation installation = Installation.of(campaign, protocol);
        ServerProcess publisher = installation.startPublishing(campaign.events(), "--rate", "600");
        Deque<Boundary> boundaries = new ArrayDeque<>(
                List.of(Boundary.BEFORE_COMMIT, Boundary.AFTER_COMMIT, Boundary.AFTER_ACKNOWLEDGEMENT));
        while (!boundaries.isEmpty()) {
            try (EngineServer engine = installation.startHaltingEngine(boundaries.remove(), 3)) {
                assertThat(engine.process().awaitExit(LIMIT)).isEqualTo(137);
            }
        }
        Installation.awaitPublished(publisher);
        try (EngineServer engine = installation.startEngine()) {
            installation.awaitDone();
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        assertNothingLostOrDoubled(installation);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theServersGoAwayAndComeBack(Protocol protocol) {
        Installation installation = Installation.of(campaign, protocol);
        try (EngineServer engine = installation.startEngine()) {
            ServerProcess publisher = installation.startPublishing(campaign.events(), "--rate", "300");
            awaitProgress(installation, 8);
            Servers.mariaDb().kill();
            Awaitility.await("health down").atMost(LIMIT).until(() -> engine.healthStatus() == 503);
            Servers.mariaDb().startAgain();
            awaitProgress(installation, 6);
            Servers.rabbitMq().kill();
            Awaitility.await("health down").atMost(LIMIT).until(() -> engine.healthStatus() == 503);
            Servers.rabbitMq().startAgain();
            awaitProgress(installation, 4);
            Servers.mariaDb().setReadOnly(true);
            Awaitility.await("health down").atMost(LIMIT).until(() -> engine.healthStatus() == 503);
            Servers.mariaDb().setReadOnly(false);
            Installation.awaitPublished(publisher);
            installation.awaitDone();
            Awaitility.await("health up").atMost(LIMIT).until(() -> engine.healthStatus() == 200);
        }
        assertNothingLostOrDoubled(installation);
    }

    private static void awaitProgress(Installation installation, int part) {
        Awaitility.await("a part of the campaign")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> installation.tables().count("TransformationFiles") > campaign.attachmentCount() / part);
    }

    private static void assertNothingLostOrDoubled(Installation installation) {
        CampaignAssertions.assertHolds(campaign, installation.tables());
        assertThat(installation.broker().take(installation.deadLetters(), 1)).isEmpty();
    }
}
