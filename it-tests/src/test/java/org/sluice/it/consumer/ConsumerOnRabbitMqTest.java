package org.sluice.it.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.Configuration;
import org.sluice.routes.consumer.ConsumerModule;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.runtime.ConsumerRuntime;

/** What consumers promise, over both protocols. */
@Timeout(120)
class ConsumerOnRabbitMqTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int BATCH = 20;

    /** Counts; fails once on each hundredth message; holds the first batch that is full until it is let go. */
    public static final class Counting extends ConsumerModule {
        static final Map<String, AtomicInteger> TIMES = new ConcurrentHashMap<>();
        static final Set<Integer> SIZES = ConcurrentHashMap.newKeySet();
        static volatile CountDownLatch go = new CountDownLatch(0);

        @Override
        protected void handle(List<Message> batch) throws Exception {
            SIZES.add(batch.size());
            go.await();
            for (Message message : batch) {
                String text = new String(message.body(), UTF_8);
                int times = TIMES.computeIfAbsent(text, first -> new AtomicInteger())
                        .incrementAndGet();
                if (text.endsWith("00}") && times == 1) {
                    message.giveBack();
                }
            }
        }
    }

    @BeforeEach
    void forget() {
        Counting.TIMES.clear();
        Counting.SIZES.clear();
        Counting.go = new CountDownLatch(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RabbitMQ", "Stomp"})
    void everyMessageIsHandledInBatchesAndAccountedFor(String type) throws Exception {
        Site site = site(type, "Concurrency = 3\nBatchSize = " + BATCH + "\nBatchTimeout = 2 s");
        Counting.go = new CountDownLatch(1);
        site.send(0, 1000);
        try (ConsumerRuntime consumer = start(site)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            figures(consumer).path("inFlight").asInt())
                    .isEqualTo(3 * BATCH));
            assertThat(Counting.SIZES).as("although Prefetch is 10").containsExactly(BATCH);
            // Over STOMP the management tells, some seconds late.
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(figures(consumer).path("lag").asInt()).isEqualTo(1000 - 3 * BATCH));
            assertThat(metrics(consumer)).contains("sluice_consumer_lag{consumer=\"C\",system=\"Tests\"} 940.0");
            Counting.go.countDown();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            figures(consumer).path("accepted").asInt())
                    .isEqualTo(1000));
            assertThat(figures(consumer).path("rejected").asInt()).isEqualTo(9);
            assertThat(figures(consumer).path("received").asInt()).isEqualTo(1009);
            assertThat(Counting.TIMES).hasSize(1000);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(site.depth()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RabbitMQ", "Stomp"})
    void aBrokenConnectionComesBackAndIsCounted(String type) throws Exception {
        Site site = site(type, "Concurrency = 2");
        try (ConsumerRuntime consumer = start(site)) {
            site.send(1, 100);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            figures(consumer).path("accepted").asInt())
                    .isEqualTo(99));
            // The management lists a connection some seconds after it was made.
            await().atMost(PATIENCE).untilAsserted(() -> {
                site.closeConnections();
                assertThat(figures(consumer).path("reconnects").asInt()).isPositive();
            });
            site.send(101, 200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Counting.TIMES).hasSize(198));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(health(consumer).path("status").asText()).isEqualTo("UP"));
            assertThat(metrics(consumer)).contains("sluice_consumer_reconnects_total");
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(site.depth()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RabbitMQ", "Stomp"})
    void aYamlFileTakesFromOneQueueAndSendsToAnother(String type) throws Exception {
        Site site = new Site(type, "Module = route.yaml\nConcurrency = 4\nTo = out");
        Files.writeString(
                site.folder().resolve("route.yaml"),
                """
                - route:
                    from:
                      uri: consumer:messages
                      steps:
                        - setHeader:
                            name: x-from
                            constant: "{{To}}"
                        - to: mq:rabbit::Queues::{{To}}
                """);
        try (ConsumerRuntime consumer = start(site);
                Messaging messaging = Messaging.of(site.configuration().queues());
                PolledConsumer out = messaging.consumer("rabbit::Queues::out")) {
            site.send(0, 50);
            for (int i = 0; i < 50; i++) {
                Message message = out.get(PATIENCE).orElseThrow();
                assertThat(message.headers()).containsEntry("x-from", "out");
                message.acknowledge();
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            figures(consumer).path("accepted").asInt())
                    .isEqualTo(50));
            assertThat(figures(consumer).path("rejected").asInt()).isZero();
        }
    }

    private static Site site(String type, String options) {
        return new Site(type, "Module = " + Counting.class.getName() + "\n" + options);
    }

    private static ConsumerRuntime start(Site site) {
        Configuration configuration = site.configuration();
        return ConsumerRuntime.start(configuration, configuration.consumers().get(0), Optional.of(0));
    }

    private static JsonNode figures(ConsumerRuntime consumer) throws IOException {
        return health(consumer).path("consumers").path(0);
    }

    private static JsonNode health(ConsumerRuntime consumer) throws IOException {
        return new ObjectMapper().readTree(get(consumer, "health"));
    }

    private static String metrics(ConsumerRuntime consumer) throws IOException {
        return get(consumer, "metrics");
    }

    private static String get(ConsumerRuntime consumer, String page) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + consumer.httpPort().orElseThrow() + "/observe/" + page);
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
