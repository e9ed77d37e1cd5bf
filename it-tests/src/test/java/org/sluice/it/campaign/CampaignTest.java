package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.Servers;

/** A whole campaign through real queues into the real database, by both protocols. */
class CampaignTest {
    private static final int FILES = 20_000;
    private static final int TRANSFORMATIONS = 50;

    private static Campaign campaign = Campaign.none();

    @BeforeAll
    static void makeCampaign() {
        campaign = Campaign.make(Servers.folder("campaign"), FILES, TRANSFORMATIONS, 1);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void everyMatchingFileIsAttachedAndGrouped(Protocol protocol) {
        Installation installation = Installation.of(campaign, protocol);
        try (EngineServer engine = installation.startEngine()) {
            installation.publish(campaign.events());
            installation.awaitDone();
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        CampaignAssertions.assertHolds(campaign, installation.tables());
        assertThat(installation.broker().take(installation.deadLetters(), 1)).isEmpty();
    }

    /** With fewer files in every run: {@link TwoEnginesTest#twoEnginesOnOneQueueDoubleNothing}. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    @Tag("long")
    void repeatedAndShuffledMessagesChangeNothing(Protocol protocol) {
        Installation installation = Installation.of(campaign, protocol);
        try (EngineServer engine = installation.startEngine()) {
            installation.publish(campaign.events(), "--twice", "--shuffle", "7");
            installation.awaitDone();
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        CampaignAssertions.assertHolds(campaign, installation.tables());
        assertThat(installation.broker().take(installation.deadLetters(), 1)).isEmpty();
    }
}
