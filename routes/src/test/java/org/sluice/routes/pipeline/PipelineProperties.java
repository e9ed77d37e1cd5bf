package org.sluice.routes.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.mq.MqUnavailableException;

/** Whatever fails on the way: every message is done, every event is in one committed batch or in one letter. */
class PipelineProperties {
    private final List<String> good = new ArrayList<>();
    private final List<String> rejected = new ArrayList<>();

    @Property(tries = 60)
    void nothingIsLostOrDoubledOrDoneTooEarly(
            @ForAll @Size(min = 1, max = 120) List<@IntRange(min = 1, max = 9) Integer> eventsPerMessage,
            @ForAll @IntRange(min = 1, max = 12) int batchSize,
            @ForAll @IntRange(min = 1, max = 4) int workers,
            @ForAll @IntRange(min = 1, max = 40) int capacity,
            @ForAll long seed) {
        Random random = new Random(seed);
        good.clear();
        rejected.clear();
        List<String> messages = new ArrayList<>();
        for (int count : eventsPerMessage) {
            messages.add(message(messages.size(), count, random));
        }
        Set<String> tooEarly = ConcurrentHashMap.newKeySet();
        try (Bench bench = new Bench(batchSize, workers, capacity)) {
            bench.handler = (events, received) -> {
                assertThat(events).hasSizeBetween(1, batchSize);
                if (random.nextInt(4) == 0) {
                    throw new StoreUnavailableException("away", new RuntimeException());
                }
                return bench.commit(events, received);
            };
            bench.sender = new Unreliable(bench.new Letterbox(), random);
            bench.start();
            CompletableFuture<?>[] done = messages.stream()
                    .map(text -> bench.submit(text).thenRun(() -> {
                        if (!effects(bench).containsAll(Arrays.asList(text.split(" ")))) {
                            tooEarly.add(text);
                        }
                    }))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(done).join();
            assertThat(tooEarly).isEmpty();
            assertThat(bench.committed()).containsExactlyInAnyOrderElementsOf(good);
            assertThat(bench.letterBodies).containsExactlyInAnyOrderElementsOf(rejected);
            if (workers == 1) {
                assertThat(bench.committed()).containsExactlyElementsOf(good);
            }
        }
    }

    private String message(int number, int events, Random random) {
        List<String> words = new ArrayList<>();
        for (int e = 0; e < events; e++) {
            String word = List.of("", "", "", "bad", "refused").get(random.nextInt(5)) + "m" + number + "e" + e;
            words.add(word);
            (word.startsWith("m") ? good : rejected).add(word);
        }
        return String.join(" ", words);
    }

    private static Set<String> effects(Bench bench) {
        Set<String> effects = ConcurrentHashMap.newKeySet();
        effects.addAll(bench.committed());
        effects.addAll(bench.letterBodies);
        return effects;
    }

    /** Loses a quarter of the messages, and says so. */
    private record Unreliable(MqSender sender, Random random) implements MqSender {
        @Override
        public CompletableFuture<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
            return random.nextInt(4) == 0
                    ? CompletableFuture.failedFuture(new MqUnavailableException("away", null))
                    : sender.send(body, headers);
        }

        @Override
        public void close() {}
    }
}
