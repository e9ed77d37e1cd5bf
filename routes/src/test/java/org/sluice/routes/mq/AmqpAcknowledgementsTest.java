package org.sluice.routes.mq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmqpAcknowledgementsTest {
    private final List<String> frames = new ArrayList<>();
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private final Deque<Runnable> afterAWhile = new ArrayDeque<>();
    private final AmqpAcknowledgements acknowledgements =
            new AmqpAcknowledgements((tag, multiple) -> frames.add(multiple ? "up to " + tag : "" + tag), this::later);

    @BeforeEach
    void deliver() {
        for (long tag = 1; tag <= 5; tag++) {
            acknowledgements.delivered(tag);
        }
    }

    private boolean later(Runnable task, Duration delay) {
        return (delay.isZero() ? soon : afterAWhile).add(task);
    }

    private static void run(Deque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private void acknowledge(long... tags) {
        for (long tag : tags) {
            acknowledgements.acknowledge(tag);
        }
    }

    @Test
    void aBatchIsOneFrame() {
        acknowledge(2, 1, 3);
        run(soon);
        assertThat(frames).containsExactly("up to 3");
        acknowledge(4);
        run(soon);
        assertThat(frames).containsExactly("up to 3", "up to 4");
    }

    @Test
    void whatIsBehindAnOpenOneWaitsForIt() {
        acknowledge(1, 3, 4);
        run(soon);
        assertThat(frames).containsExactly("up to 1");
        acknowledge(2);
        run(soon);
        assertThat(frames).containsExactly("up to 1", "up to 4");
        run(afterAWhile);
        assertThat(frames).hasSize(2);
    }

    @Test
    void whatIsBehindOneThatStaysOpenGoesByItselfAfterAWhile() {
        acknowledge(2, 3);
        run(soon);
        assertThat(frames).isEmpty();
        run(afterAWhile);
        assertThat(frames).containsExactly("2", "3");
        acknowledge(1);
        run(soon);
        assertThat(frames).containsExactly("2", "3", "up to 1");
        acknowledge(4);
        run(soon);
        assertThat(frames).last().isEqualTo("up to 4");
    }

    @Test
    void oneThatWasGivenBackHoldsUpNothing() {
        acknowledgements.settledOtherwise(1);
        acknowledge(2, 3);
        acknowledgements.settledOtherwise(4);
        run(soon);
        assertThat(frames).containsExactly("up to 3");
        acknowledge(5);
        run(soon);
        assertThat(frames).last().isEqualTo("up to 5");
    }

    @Test
    void aChannelThatIsGoneIsNoFault() {
        AmqpAcknowledgements gone = new AmqpAcknowledgements(
                (tag, multiple) -> {
                    throw new IOException("gone");
                },
                this::later);
        gone.delivered(1);
        gone.acknowledge(1);
        run(soon);
        assertThat(soon).isEmpty();
    }
}
