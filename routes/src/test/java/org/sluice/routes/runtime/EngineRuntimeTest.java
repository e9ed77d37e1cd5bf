package org.sluice.routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.Configuration;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.routes.mq.MqSender;

/** The whole engine over stores in memory and the real broker inside the process. */
@Timeout(120)
class EngineRuntimeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path directory = Path.of("");

    private final MemoryStores stores = new MemoryStores();
    private int transformation;

    @BeforeEach
    void aTransformationOfOneFileTasks() {
        transformation = stores.memory.create(
                TransformationJson.read(
                        """
                        {"TransformationName":"gammas", "Type":"DataReprocessing", "Plugin":"Standard", "GroupSize":1,
                         "Status":"Active", "InputMetaQuery":{"Particle":"gamma"}}"""),
                new Author("test", "", "test"));
    }

    @Test
    void messagesBecomeTasksNoticesAndDeadLetters() throws Exception {
        try (EngineRuntime engine = start();
                MqSender sender = engine.sender(EmbeddedBroker.REGISTRATIONS)) {
            awaitHealthy(engine);
            send(sender, event(1, "gamma"), event(2, "proton"), event(1, "gamma"), "not json", event(3, "gamma"));
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(tasks()).hasSize(2);
                assertThat(depth(engine, "dead-letters")).isEqualTo(1);
                assertThat(depth(engine, "task-notices")).isEqualTo(2);
                assertThat(depth(engine, "registrations")).isZero();
            });
            assertThat(get(engine, "/observe/metrics").body())
                    .contains("sluice_tasks_total 2.0")
                    .contains("sluice_events_rejected_total{reason=\"MalformedJson\"} 1.0")
                    .contains("sluice_mq_connected{service=\"embedded\",use=\"consumers\"} 1.0")
                    .contains("sluice_mq_reconnects{service=\"embedded\",use=\"producers\"} 0.0");
        }
    }

    @Test
    void transformationsInQuarantineAreCounted() throws Exception {
        try (EngineRuntime engine = start()) {
            awaitHealthy(engine);
            assertThat(get(engine, "/observe/metrics").body()).contains("sluice_transformations_quarantined 0.0");
            quarantine();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(engine, "/observe/metrics").body())
                    .contains("sluice_transformations_quarantined 1.0"));
            stores.memory.update(transformation, now -> now.withStatus("Active"), new Author("test", "", "test"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(engine, "/observe/metrics").body())
                    .contains("sluice_transformations_quarantined 0.0"));
        }
    }

    private void quarantine() {
        stores.memory.inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(List.of(transformation)));
            t.quarantine(transformation, "the plugin is out of order");
            return true;
        });
    }

    @Test
    void whatIsSentWhileTheStoreIsAwayBecomesTasksWhenItIsBack() throws Exception {
        stores.goAway("The database at nowhere:1 cannot be reached.");
        try (EngineRuntime engine = start();
                MqSender sender = engine.sender(EmbeddedBroker.REGISTRATIONS)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(engine, "/observe/health").body())
                    .contains("The database at nowhere:1 cannot be reached."));
            assertThat(get(engine, "/observe/health").statusCode()).isEqualTo(503);
            send(sender, event(1, "gamma"));
            stores.comeBack();
            awaitHealthy(engine);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks()).hasSize(1));
            stores.goAway("The database went away.");
            send(sender, event(2, "gamma"), event(3, "gamma"));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(get(engine, "/observe/health").body()).contains("The database went away."));
            assertThat(depth(engine, "registrations")).isEqualTo(2);
            stores.comeBack();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks()).hasSize(3));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(depth(engine, "registrations"))
                    .isZero());
            assertThat(depth(engine, "dead-letters")).isZero();
        }
    }

    @Test
    void anEngineThatStopsInTheMiddleLeavesTheRestToTheNext() throws Exception {
        int events = 3_000;
        try (EngineRuntime engine = start();
                MqSender sender = engine.sender(EmbeddedBroker.REGISTRATIONS)) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                all.add(event(i, "gamma"));
            }
            send(sender, all.toArray(String[]::new));
            await().atMost(PATIENCE).until(() -> !tasks().isEmpty());
        }
        int before = tasks().size();
        assertThat(before).isBetween(1, events);
        try (EngineRuntime engine = start()) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(depth(engine, "registrations"))
                    .isZero());
            assertThat(tasks()).hasSize(events);
            assertThat(depth(engine, "dead-letters")).isZero();
        }
    }

    @Test
    void anArrayOfManyEventsIsOneMessage() throws Exception {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            events.add(i == 700 ? "{\"event\":\"Nonsense\"}" : event(i, "gamma"));
        }
        try (EngineRuntime engine = start();
                MqSender sender = engine.sender(EmbeddedBroker.REGISTRATIONS)) {
            send(sender, "[" + String.join(",", events) + "]");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(depth(engine, "registrations"))
                    .isZero());
            assertThat(tasks()).hasSize(1_999);
            assertThat(depth(engine, "dead-letters")).isEqualTo(1);
        }
    }

    @Test
    void routesOfTheUsersOwnLeadToTheEngine() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        Files.writeString(
                routes.resolve("files.yaml"),
                """
                - route:
                    id: files
                    from:
                      uri: file:%s
                      parameters:
                        initialDelay: 0
                        delay: 50
                      steps:
                        - to: sluice:drop-box
                """
                        .formatted(Files.createDirectory(directory.resolve("drop-box"))));
        try (EngineRuntime engine = start()) {
            awaitHealthy(engine);
            Path draft = Files.writeString(directory.resolve("event.json"), event(7, "gamma"));
            Files.move(draft, directory.resolve("drop-box").resolve("event.json"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks()).hasSize(1));
        }
    }

    @Test
    void saysThatTheHttpPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Configuration configuration = configuration("HttpPort = " + taken.getLocalPort());
            assertThatThrownBy(() -> EngineRuntime.start(configuration, stores))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("HttpPort");
        }
    }

    @Test
    void startsWhileABrokerIsAwayAndSaysSo() throws Exception {
        Configuration configuration = Configuration.parse(
                "test",
                """
                Resources { MQServices {
                  away
                  {
                    MQType = Stomp
                    Host = 127.0.0.1
                    Port = 1
                    Queues { q { } }
                  }
                  elsewhere
                  {
                    MQType = RabbitMQ
                    Host = 127.0.0.1
                    Port = 2
                    Queues { q { } }
                  }
                } }
                Systems { Transformation { Sluice {
                  Source = away::Queues::q, elsewhere::Queues::q
                  HttpPort = 0
                } } }
                """);
        try (EngineRuntime engine = EngineRuntime.start(configuration, stores)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode health = new ObjectMapper()
                        .readTree(get(engine, "/observe/health").body());
                assertThat(health.path("status").asText()).isEqualTo("DOWN");
                assertThat(health.findValuesAsText("message"))
                        .anyMatch(message -> message.contains("127.0.0.1:1") && message.contains("refused"))
                        .anyMatch(message -> message.contains("127.0.0.1:2") && message.contains("refused"));
            });
        }
    }

    private EngineRuntime start() {
        return EngineRuntime.start(configuration("HttpPort = 0"), stores);
    }

    private Configuration configuration(String port) {
        return Configuration.parse(
                "test",
                """
                Systems { Transformation { Sluice {
                  %s
                  EmbeddedBrokerPort = 0
                  DataDirectory = %s
                  RoutesDirectory = %s
                  MetadataFields
                  {
                    Particle = string
                  }
                } } }
                """
                        .formatted(port, directory.resolve("data"), directory.resolve("routes")));
    }

    private static void send(MqSender sender, String... bodies) {
        CompletableFuture<?>[] confirmed = new CompletableFuture<?>[bodies.length];
        for (int i = 0; i < bodies.length; i++) {
            confirmed[i] = sender.send(bodies[i].getBytes(UTF_8), Map.of());
        }
        CompletableFuture.allOf(confirmed).join();
    }

    private static String event(int number, String particle) {
        return """
                {"event":"FileRegistered", "id":"e%d", "time":"2026-11-22T00:23:41.250Z", "lfn":"/vo/sim/%d.dst",\
                 "size":1000, "replicas":["CERN-DST"], "metadata":{"Particle":"%s"}}"""
                .formatted(number, number, particle);
    }

    private List<TaskRow> tasks() {
        return stores.memory.tasks(transformation, Integer.MAX_VALUE);
    }

    private static long depth(EngineRuntime engine, String queue) {
        return engine.broker().orElseThrow().depth(queue).orElse(0);
    }

    private static void awaitHealthy(EngineRuntime engine) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(engine, "/observe/health").body()).startsWith("{\"status\":\"UP\""));
    }

    private static HttpResponse<String> get(EngineRuntime engine, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + engine.httpPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
