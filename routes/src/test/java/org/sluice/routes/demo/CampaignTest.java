package org.sluice.routes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventCodec;

class CampaignTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    static final List<Message> MALFORMED = Malformed.messages();

    @Test
    void sameSeedGivesTheSameCampaign() {
        assertThat(Campaign.files(300, 7)).isEqualTo(Campaign.files(300, 7)).hasSize(300);
        assertThat(Campaign.files(300, 8)).isNotEqualTo(Campaign.files(300, 7));
        assertThat(bodies(Traffic.of(Campaign.files(300, 7), 7)))
                .isEqualTo(bodies(Traffic.of(Campaign.files(300, 7), 7)));
    }

    private static List<String> bodies(Traffic traffic) {
        return traffic.all().stream()
                .map(message -> new String(message.body(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void everyFileHasANameOfItsOwnAndSomeAreToldOfLateOrEarly() {
        List<SimulatedFile> files = Campaign.files(6000, 1);

        assertThat(files).extracting(SimulatedFile::lfn).doesNotHaveDuplicates();
        assertThat(files).anyMatch(file -> !file.earlyMetadata().isEmpty());
        assertThat(files).anyMatch(file -> !file.lateMetadata().isEmpty());
        assertThat(files).anyMatch(file -> !file.lateReplicas().isEmpty());
        assertThat(files).anyMatch(file -> file.inTheEnd().storageElements().isEmpty());
    }

    @ParameterizedTest
    @FieldSource("MALFORMED")
    void malformedMessageIsRejectedWithItsReason(Message message) {
        List<Decoded> decoded = new EventCodec().decode(message.body(), NOW);

        assertThat(decoded).singleElement().isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> assertThat(
                        rejected.reason().code())
                .isEqualTo(message.rejections().get(0)));
    }

    @Test
    void otherMessagesHoldTheEventsThatTheySay() {
        Traffic traffic = Traffic.of(Campaign.files(200, 3), 3);
        EventCodec codec = new EventCodec();

        for (Message message : traffic.all()) {
            List<Decoded> decoded = codec.decode(message.body(), NOW);
            assertThat(decoded).hasSize(message.events());
            assertThat(decoded.stream().filter(Decoded.Rejected.class::isInstance))
                    .hasSameSizeAs(message.rejections());
        }
    }

    @Test
    void thereAreTwentyTransformationsAndMoreOfAllKinds() {
        List<DemoTransformation> all = DemoTransformation.all();

        assertThat(all).hasSizeGreaterThanOrEqualTo(20);
        assertThat(all).anyMatch(DemoTransformation::flushed);
        Set<String> queries = all.stream()
                .map(transformation ->
                        transformation.definition().inputQuery().orElseThrow().toString())
                .collect(Collectors.toSet());
        for (String form : List.of(
                "\"!=\"", "\"nin\"", "\"in\"", "\"like\"", "\"exists\"", "$or", "$not", "Any", "Missing", "\"<=\"")) {
            assertThat(queries).as(form).anyMatch(query -> query.contains(form));
        }
    }
}
