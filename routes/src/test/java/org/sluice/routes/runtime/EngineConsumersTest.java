package org.sluice.routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.Configuration;
import org.sluice.config.ConsumerSettings;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqUri;
import org.sluice.routes.consumer.ConsumerModule;
import org.sluice.routes.consumer.ModuleException;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Producer;

/** Consumers beside the engine and in a process of their own, on the broker inside this process. */
@Timeout(120)
class EngineConsumersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder = Path.of("");

    private final MemoryStores stores = new MemoryStores();

    /** Remembers what it was given. */
    public static final class Remembering extends ConsumerModule {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();

        @Override
        protected void handle(Message message) {
            SEEN.add(new String(message.body(), UTF_8));
        }
    }

    @BeforeEach
    void forget() {
        Remembering.SEEN.clear();
    }

    @Test
    void theEngineRunsThoseThatAreEnabledAndTellsWhatTheyDo() throws Exception {
        try (EngineRuntime engine = EngineRuntime.start(
                configuration(consumer("Good", Remembering.class.getName()), consumer("Off", "Nothing\nEnabled = no")),
                stores)) {
            send(engine, EmbeddedBroker.TASK_NOTICES, "one", "two");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Remembering.SEEN).containsExactly("one", "two"));
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode health = health(engine.httpPort());
                assertThat(health.path("status").asText()).isEqualTo("UP");
                assertThat(health.path("checks").findValuesAsText("name")).contains("The consumer S/Good");
                JsonNode consumer = health.path("consumers").path(0);
                assertThat(health.path("consumers")).hasSize(1);
                assertThat(consumer.path("consumer").asText()).isEqualTo("S/Good");
                assertThat(consumer.path("mq").asText()).isEqualTo("embedded::Queues::task-notices");
                assertThat(consumer.path("received").asInt()).isEqualTo(2);
                assertThat(consumer.path("accepted").asInt()).isEqualTo(2);
                assertThat(consumer.path("inFlight").asInt()).isZero();
                assertThat(consumer.has("lag")).isFalse();
                assertThat(consumer.has("lastMessage")).isTrue();
            });
            assertThat(get(engine.httpPort(), "/observe/metrics").body())
                    .contains("sluice_consumer_received_total{consumer=\"Good\",system=\"S\"} 2.0")
                    .contains("sluice_consumer_accepted_total{consumer=\"Good\",system=\"S\"} 2.0")
                    .doesNotContain("sluice_consumer_lag");
        }
    }

    @Test
    void oneThatCannotStartIsToldOfAndTriedAgainWhileTheOthersGoOn() throws Exception {
        try (EngineRuntime engine = EngineRuntime.start(
                configuration(consumer("Good", Remembering.class.getName()), consumer("Broken", "route.yaml")),
                stores)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(get(engine.httpPort(), "/observe/health").statusCode())
                        .isEqualTo(503);
                assertThat(health(engine.httpPort()).path("checks").findValuesAsText("message"))
                        .anyMatch(message -> message.contains("route.yaml"));
            });
            send(engine, EmbeddedBroker.TASK_NOTICES, "one");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Remembering.SEEN).containsExactly("one"));
            Files.writeString(
                    folder.resolve("route.yaml"),
                    "- route:\n    from:\n      uri: consumer:messages\n      steps:\n        - log: seen\n");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(engine.httpPort(), "/observe/health").statusCode())
                    .isEqualTo(200));
        }
    }

    @Test
    void oneInAProcessOfItsOwnIsObservedOnItsOwnPort() throws Exception {
        try (EngineRuntime engine = EngineRuntime.start(configuration(), stores)) {
            Configuration configuration =
                    configuration(engine.broker().orElseThrow().port(), consumer("Own", Remembering.class.getName()));
            ConsumerSettings settings = configuration.consumers().get(0);
            try (ConsumerRuntime consumer = ConsumerRuntime.start(configuration, settings, Optional.of(0))) {
                send(engine, EmbeddedBroker.TASK_NOTICES, "one");
                int port = consumer.httpPort().orElseThrow();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(get(port, "/observe/health").statusCode()).isEqualTo(200);
                    assertThat(get(port, "/observe/metrics").body()).contains("sluice_consumer_accepted_total");
                    assertThat(health(port)
                                    .path("consumers")
                                    .path(0)
                                    .path("accepted")
                                    .asInt())
                            .isEqualTo(1);
                });
                assertThat(consumer.ended()).isNotDone();
                consumer.close();
                assertThat(consumer.ended()).isCompleted();
            }
        }
    }

    @Test
    void oneThatCannotStartEndsItsProcess() throws IOException {
        Configuration configuration = configuration(consumer("Broken", "no.such.Module"));
        ConsumerSettings settings = configuration.consumers().get(0);
        assertThatThrownBy(() -> ConsumerRuntime.start(configuration, settings, Optional.empty()))
                .isInstanceOf(ModuleException.class)
                .hasMessageContaining("no.such.Module");
    }

    private static String consumer(String name, String module) {
        return """
                %s
                {
                  Module = %s
                  MQ = embedded::Queues::task-notices
                }
                """
                .formatted(name, module);
    }

    private Configuration configuration(String... consumers) throws IOException {
        return configuration(0, consumers);
    }

    private Configuration configuration(int brokerPort, String... consumers) throws IOException {
        Path file = Files.writeString(
                folder.resolve("test.cfg"),
                """
                Systems
                {
                  Transformation { Sluice {
                    HttpPort = 0
                    EmbeddedBrokerPort = %d
                    DataDirectory = %s
                    RoutesDirectory = %s
                  } }
                  S { Consumers {
                %s
                  } }
                }
                """
                        .formatted(
                                brokerPort,
                                folder.resolve("data"),
                                folder.resolve("none"),
                                String.join("", consumers)));
        return Configuration.load(List.of(file));
    }

    private static void send(EngineRuntime engine, MqUri queue, String... bodies) {
        try (Producer producer = engine.sender(queue)) {
            for (String body : bodies) {
                producer.send(body.getBytes(UTF_8), Map.of()).join();
            }
        }
    }

    private static JsonNode health(int port) throws Exception {
        return JSON.readTree(get(port, "/observe/health").body());
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
