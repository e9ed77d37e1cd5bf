package org.sluice.routes.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.trigger.Boundary;
import org.sluice.routes.mq.MqUnavailableException;

@Timeout(30)
class PipelineTest {

    @Test
    void messagesThatWaitTogetherAreOneBatchAndAFullBatchCloses() {
        try (Bench bench = new Bench(3, 1, 100)) {
            List<CompletableFuture<Void>> done =
                    IntStream.range(0, 7).mapToObj(i -> bench.submit("m" + i)).toList();
            bench.start();
            done.forEach(CompletableFuture::join);
            assertThat(bench.batches)
                    .containsExactly(List.of("m0", "m1", "m2"), List.of("m3", "m4", "m5"), List.of("m6"));
        }
    }

    @Test
    void aBatchClosesWhenItsTimeIsUp() {
        PipelineSettings noTime = new PipelineSettings(100, Duration.ZERO, 1, 100, Bench.AT_ONCE);
        try (Bench bench = new Bench(noTime)) {
            CompletableFuture<Void> first = bench.submit("a");
            CompletableFuture<Void> second = bench.submit("b");
            bench.start();
            first.join();
            second.join();
            assertThat(bench.batches).containsExactly(List.of("a"), List.of("b"));
        }
    }

    @Test
    void aMessageWithMoreEventsThanABatchIsDoneAfterItsLastPart() {
        try (Bench bench = new Bench(2, 1, 100)) {
            CompletableFuture<Void> done = bench.submit("a b c d e");
            bench.start();
            done.join();
            assertThat(bench.batches).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        }
    }

    @Test
    void eachRejectedEventIsALetterOfItsOwnAndTheOthersOfItsMessageGoThrough() {
        try (Bench bench = new Bench(10, 1, 100).start()) {
            bench.submit("a bad1 refused2 b bad3").join();
            assertThat(bench.committed()).containsExactly("a", "b");
            assertThat(bench.letterBodies).containsExactlyInAnyOrder("bad1", "bad3", "refused2");
            int refused = bench.letterBodies.indexOf("refused2");
            assertThat(bench.letters.get(refused))
                    .containsEntry("sluice-reason", "LfnCollision")
                    .containsEntry("sluice-message", "Another file has refused2")
                    .containsEntry("sluice-source", "test::Queues::q")
                    .containsEntry("sluice-event-id", "id-refused2");
            assertThat(Instant.parse(bench.letters.get(refused).get("sluice-received")))
                    .isBefore(Instant.MAX);
            assertThat(bench.letters.get(bench.letterBodies.indexOf("bad1")))
                    .containsEntry("sluice-reason", "MalformedJson")
                    .doesNotContainKey("sluice-event-id");
        }
    }

    @Test
    void aMessageThatTheCodecFailsOnIsDeadLettered() {
        try (Bench bench = new Bench(10, 1, 100).start()) {
            bench.submit("crash").join();
            assertThat(bench.letters).singleElement().satisfies(headers -> assertThat(headers)
                    .containsEntry("sluice-reason", "Unprocessable"));
        }
    }

    @Test
    void boundariesArePassedInOrder() {
        try (Bench bench = new Bench(10, 1, 100)) {
            CompletableFuture<Void> good = bench.submit("a");
            CompletableFuture<Void> bad = bench.submit("bad");
            CompletableFuture<Void> told = CompletableFuture.allOf(
                    good.thenRun(() -> bench.story.add("acknowledged a")),
                    bad.thenRun(() -> bench.story.add("acknowledged bad")));
            bench.start();
            told.join();
            assertThat(bench.story)
                    .containsExactly(
                            Boundary.AFTER_COMMIT,
                            "acknowledged a",
                            Boundary.AFTER_ACKNOWLEDGEMENT,
                            "committed",
                            Boundary.AFTER_DEAD_LETTER,
                            "acknowledged bad");
        }
    }

    @Test
    void aBatchIsRepeatedUnansweredUntilTheStoreIsBack() {
        AtomicInteger tries = new AtomicInteger();
        try (Bench bench = new Bench(10, 1, 100)) {
            bench.handler = (events, received) -> {
                if (tries.incrementAndGet() <= 5) {
                    throw new StoreUnavailableException("The database at nowhere:1 is away.", new RuntimeException());
                }
                assertThat(bench.database.state().problem()).contains("The database at nowhere:1 is away.");
                return bench.commit(events, received);
            };
            CompletableFuture<Void> done = bench.submit("a b bad");
            bench.start();
            done.join();
            assertThat(tries).hasValue(6);
            assertThat(bench.committed()).containsExactly("a", "b");
            assertThat(bench.letterBodies).containsExactly("bad");
            assertThat(bench.database.state().isUp()).isTrue();
        }
    }

    @Test
    void aMistakeInTheEngineNeitherLosesTheBatchNorEndsTheWorker() {
        AtomicInteger tries = new AtomicInteger();
        try (Bench bench = new Bench(10, 1, 100)) {
            bench.handler = (events, received) -> {
                switch (tries.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("a mistake");
                    case 2 -> throw new StackOverflowError();
                    default -> {
                        return bench.commit(events, received);
                    }
                }
            };
            bench.start().submit("a").join();
            assertThat(bench.committed()).containsExactly("a");
            assertThat(bench.letters).isEmpty();
        }
    }

    @Test
    void aMessageIsNotDoneBeforeItsLetterIsConfirmedButOthersGoOn() {
        CompletableFuture<Void> confirm = new CompletableFuture<>();
        try (Bench bench = new Bench(10, 1, 100)) {
            bench.sender = new Sending(() -> confirm);
            CompletableFuture<Void> bad = bench.submit("bad");
            bench.start();
            bench.submit("a").join();
            bench.submit("b").join();
            assertThat(bad).isNotDone();
            confirm.complete(null);
            bad.join();
        }
    }

    @Test
    void aLetterIsSentAgainUntilItsDestinationIsBack() {
        AtomicInteger tries = new AtomicInteger();
        try (Bench bench = new Bench(10, 1, 100)) {
            bench.sender = new Sending(() -> tries.incrementAndGet() < 4
                    ? CompletableFuture.failedFuture(
                            new MqUnavailableException("The broker at nowhere:2 is away.", null))
                    : CompletableFuture.completedFuture(null));
            bench.start().submit("bad").join();
            assertThat(tries).hasValue(4);
            assertThat(bench.deadLetterQueue.state().isUp()).isTrue();
        }
    }

    @Test
    void whoeverSubmitsMoreThanFitsWaits() throws Exception {
        try (Bench bench = new Bench(1, 1, 2)) {
            CountDownLatch third = new CountDownLatch(1);
            bench.submit("a");
            bench.submit("b");
            Thread submitter = new Thread(() -> {
                bench.submit("c").join();
                third.countDown();
            });
            submitter.start();
            await().until(() -> submitter.getState() == Thread.State.WAITING);
            bench.start();
            assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(bench.committed()).containsExactly("a", "b", "c");
        }
    }

    @Test
    void finishingSeesTheBatchInHandThroughAndKeepsTheRestUnanswered() throws Exception {
        CountDownLatch inHand = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Bench bench = new Bench(1, 1, 100)) {
            bench.handler = (events, received) -> {
                inHand.countDown();
                awaitUninterruptibly(goOn);
                return bench.commit(events, received);
            };
            bench.start();
            CompletableFuture<Void> first = bench.submit("a");
            assertThat(inHand.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> waiting = bench.submit("b");
            Thread finishing = new Thread(() -> bench.pipeline.finish(Duration.ofSeconds(20)));
            finishing.start();
            // It waits for the worker, so nothing more is taken in.
            Awaitility.await().until(() -> finishing.getState() == Thread.State.TIMED_WAITING);
            goOn.countDown();
            finishing.join();
            assertThat(first).isCompleted();
            CompletableFuture<Void> late = bench.submit("c");
            assertThat(waiting).isNotDone();
            assertThat(late).isNotDone();
            bench.pipeline.close();
            assertThatThrownBy(waiting::join).hasCauseInstanceOf(PipelineClosedException.class);
            assertThatThrownBy(late::join).hasCauseInstanceOf(PipelineClosedException.class);
            assertThatThrownBy(bench.submit("d")::join).hasCauseInstanceOf(PipelineClosedException.class);
            assertThat(bench.committed()).containsExactly("a");
        }
    }

    @Test
    void theEndOfARunWaitsForWhatCameBeforeItAndNothingElseDoes() {
        CountDownLatch goOn = new CountDownLatch(1);
        try (Bench bench = new Bench(1, 3, 10)) {
            bench.handler = (events, received) -> {
                if (new String(events.get(0).body(), UTF_8).equals("a")) {
                    awaitUninterruptibly(goOn);
                }
                return bench.commit(events, received);
            };
            CompletableFuture<Void> first = bench.start().submit("a");
            CompletableFuture<Void> end = bench.submit("end");
            CompletableFuture<Void> after = bench.submit("b");
            await().until(after::isDone);
            assertThat(end).isNotDone();
            assertThat(bench.committed()).containsExactly("b");
            goOn.countDown();
            await().until(() -> first.isDone() && end.isDone());
            assertThat(bench.committed()).containsExactly("b", "a", "end");
        }
    }

    @Test
    void endsOfRunsComeAfterTheOtherEventsOfTheirBatchAndDoNotWaitForEachOther() {
        try (Bench bench = new Bench(10, 4, 100)) {
            List<CompletableFuture<Void>> messages = IntStream.range(0, 50)
                    .mapToObj(i -> bench.submit("end" + i + " a" + i))
                    .toList();
            bench.start();
            await().until(() -> messages.stream().allMatch(CompletableFuture::isDone));
            assertThat(bench.committed()).hasSize(100).doesNotHaveDuplicates();
            List<String> committed = bench.committed();
            for (int i = 0; i < 50; i++) {
                assertThat(committed.indexOf("a" + i)).isLessThan(committed.indexOf("end" + i));
            }
        }
    }

    @Test
    void finishingDoesNotWaitForAStoreThatIsAway() {
        PipelineSettings slow = new PipelineSettings(
                10,
                Duration.ZERO,
                1,
                10,
                new org.sluice.routes.health.Backoff(Duration.ofHours(1), Duration.ofHours(1)));
        try (Bench bench = new Bench(slow)) {
            bench.handler = (events, received) -> {
                throw new StoreUnavailableException("away", new RuntimeException());
            };
            CompletableFuture<Void> message = bench.start().submit("a");
            await().until(() ->
                    bench.database.state().problem().filter("away"::equals).isPresent());
            bench.pipeline.finish(Duration.ofHours(1));
            assertThat(message).isNotDone();
        }
    }

    @Test
    void letterMessagesAreBounded() {
        DeadLetter letter = new DeadLetter(
                new byte[0],
                org.sluice.engine.event.RejectionReason.WRONG_TYPE,
                "x".repeat(5000),
                Origin.of("s::Queues::q"),
                Instant.EPOCH,
                java.util.Optional.empty());
        assertThat(letter.headers().get("sluice-message")).hasSize(1001).endsWith("x…");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
