package org.sluice.routes.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.trigger.BatchResult;
import org.sluice.engine.trigger.Boundary;
import org.sluice.routes.health.Backoff;
import org.sluice.routes.health.Condition;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.mq.MqSender;

/**
 * A pipeline between doubles of its ports. A message is text: words separated by blanks, each an event; a word that
 * begins with {@code bad} is rejected by the decoder, one that begins with {@code refused} by the engine; one that begins
 * with {@code end} is the end of a run.
 */
final class Bench implements AutoCloseable {
    static final Backoff AT_ONCE = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    final List<List<String>> batches = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> letters = new CopyOnWriteArrayList<>();
    final List<String> letterBodies = new CopyOnWriteArrayList<>();
    final List<Object> story = new CopyOnWriteArrayList<>();
    final Conditions conditions = new Conditions();
    final Condition database = conditions.of("The database");
    final Condition deadLetterQueue = conditions.of("The dead-letter queue");
    final Pipeline pipeline;

    Pipeline.Handler handler = this::commit;
    MqSender sender = new Letterbox();

    Bench(int batchSize, int workers, int capacity) {
        this(new PipelineSettings(batchSize, Duration.ofSeconds(10), workers, capacity, AT_ONCE));
    }

    Bench(PipelineSettings settings) {
        MqSender current = new MqSender() {
            @Override
            public CompletableFuture<Void> ready() {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
                return sender.send(body, headers);
            }

            @Override
            public void close() {}
        };
        pipeline = new Pipeline(
                settings,
                new Pipeline.Outlet(current, deadLetterQueue, database, story::add, () -> story.add("committed")),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    Bench start() {
        pipeline.start(Bench::decode, (events, received) -> handler.handle(events, received));
        return this;
    }

    CompletableFuture<Void> submit(String text) {
        return pipeline.submit(text.getBytes(UTF_8), Origin.of("test::Queues::q"));
    }

    BatchResult commit(List<Decoded.Accepted> events, Instant received) {
        List<String> taken = new ArrayList<>();
        List<BatchResult.Refusal> refused = new ArrayList<>();
        for (Decoded.Accepted event : events) {
            String word = new String(event.body(), UTF_8);
            if (word.startsWith("refused")) {
                refused.add(new BatchResult.Refusal(event, RejectionReason.LFN_COLLISION, "Another file has " + word));
            } else {
                taken.add(word);
            }
        }
        batches.add(taken);
        return new BatchResult(taken.size(), 0, refused, 0, 0);
    }

    List<String> committed() {
        return batches.stream().flatMap(List::stream).toList();
    }

    static List<Decoded> decode(byte[] body, Origin origin, Instant received) {
        return Arrays.stream(new String(body, UTF_8).split(" "))
                .map(word -> decodeWord(word, received))
                .toList();
    }

    private static Decoded decodeWord(String word, Instant received) {
        byte[] body = word.getBytes(UTF_8);
        if (word.startsWith("bad")) {
            return new Decoded.Rejected(RejectionReason.MALFORMED_JSON, "Not JSON: " + word, Optional.empty(), body);
        }
        if (word.startsWith("crash")) {
            throw new IllegalStateException("the codec has a mistake");
        }
        EventHeader header = new EventHeader("id-" + word, received, Optional.empty());
        if (word.startsWith("end")) {
            return new Decoded.Accepted(new FileEvent.RunEnded(header, "Run", TextNode.valueOf(word)), body);
        }
        return new Decoded.Accepted(
                new FileEvent.FileRegistered(
                        header,
                        "/vo/" + word,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of()),
                body);
    }

    @Override
    public void close() {
        pipeline.close();
    }

    /** Confirms at once. */
    final class Letterbox implements MqSender {
        @Override
        public CompletableFuture<Void> ready() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
            letters.add(headers);
            letterBodies.add(new String(body, UTF_8));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    long passed(Boundary boundary) {
        return story.stream().filter(boundary::equals).count();
    }
}
