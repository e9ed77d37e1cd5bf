package org.sluice.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    /** So many that acknowledgements wait for each other. */
    private static final int MORE = 100;

    private final List<String> frames = new ArrayList<>();
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private final Deque<Runnable> afterAWhile = new ArrayDeque<>();
    private final Acknowledgements<Long> acknowledgements = new Acknowledgements<>(this::send, this::later);

    @BeforeEach
    void deliver() {
        for (long tag = 1; tag <= 5 + MORE; tag++) {
            acknowledgements.delivered(tag);
        }
    }

    private void send(List<Long> together, List<Long> singly) {
        if (!together.isEmpty()) {
            frames.add("together " + together);
        }
        if (!singly.isEmpty()) {
            frames.add("singly " + singly);
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
    void aBatchGoesTogetherAndInOrder() {
        acknowledge(2, 1, 3);
        run(soon);
        assertThat(frames).containsExactly("together [1, 2, 3]");
        acknowledge(4);
        run(soon);
        assertThat(frames).containsExactly("together [1, 2, 3]", "together [4]");
    }

    @Test
    void whatIsBehindAnOpenOneWaitsForIt() {
        acknowledge(1, 3, 4);
        run(soon);
        assertThat(frames).containsExactly("together [1]");
        acknowledge(2);
        run(soon);
        assertThat(frames).containsExactly("together [1]", "together [2, 3, 4]");
        run(afterAWhile);
        assertThat(frames).hasSize(2);
    }

    @Test
    void whatIsBehindOneThatStaysOpenGoesByItselfAfterAWhile() {
        acknowledge(2, 3);
        run(soon);
        assertThat(frames).isEmpty();
        run(afterAWhile);
        assertThat(frames).containsExactly("singly [2, 3]");
        acknowledge(1);
        run(soon);
        assertThat(frames).containsExactly("singly [2, 3]", "together [1]");
        acknowledge(4);
        run(soon);
        assertThat(frames).last().isEqualTo("together [4]");
    }

    @Test
    void oneThatWasGivenBackHoldsUpNothing() {
        acknowledgements.settledOtherwise(1L);
        acknowledge(2, 3);
        acknowledgements.settledOtherwise(4L);
        run(soon);
        assertThat(frames).containsExactly("together [2, 3]");
        acknowledge(5);
        run(soon);
        assertThat(frames).last().isEqualTo("together [5]");
    }

    /** As where the prefetch is small: the broker would send nothing further. */
    @Test
    void whereFewAreOpenNothingWaits() {
        Acknowledgements<Long> ofFew = new Acknowledgements<>(this::send, this::later);
        for (long tag = 1; tag <= 33; tag++) {
            ofFew.delivered(tag);
        }
        ofFew.acknowledge(2L);
        run(soon);
        assertThat(frames).containsExactly("singly [2]");
        assertThat(afterAWhile).isEmpty();
    }

    @Test
    void whatIsHeldBackCanBeSentAtOnce() {
        acknowledge(2, 1, 5, 4);
        acknowledgements.sendAll();
        assertThat(frames).containsExactly("together [1, 2]", "singly [4, 5]");
        run(soon);
        run(afterAWhile);
        assertThat(frames).hasSize(2);
    }
}
