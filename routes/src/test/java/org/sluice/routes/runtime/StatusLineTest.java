package org.sluice.routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.consumer.ConsumerFigures.Snapshot;

class StatusLineTest {
    private static final MqUri QUEUE = MqUri.parse("rabbit::Queues::q");

    @Test
    void tellsWhatWasCounted() {
        assertThat(StatusLine.sentence(new Snapshot(
                        "S/C",
                        QUEUE,
                        10,
                        7,
                        2,
                        1,
                        OptionalLong.of(5),
                        Optional.of(Instant.parse("2026-11-22T09:00:00Z")),
                        3)))
                .isEqualTo(
                        "S/C: received 10, accepted 7, rejected 2, in flight 1, waiting in the queue 5, reconnects 3,"
                                + " last message at 2026-11-22T09:00:00Z");
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(StatusLine.sentence(
                        new Snapshot("S/C", QUEUE, 0, 0, 0, 0, OptionalLong.empty(), Optional.empty(), 0)))
                .isEqualTo("S/C: received 0, accepted 0, rejected 0, in flight 0, reconnects 0");
    }
}
