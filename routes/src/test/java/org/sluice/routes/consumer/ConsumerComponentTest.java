package org.sluice.routes.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.Configuration;
import org.sluice.config.ConsumerSettings;
import org.sluice.config.cfg.ConfigException;
import org.sluice.routes.broker.LocalBroker;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

/** Modules on the broker inside this process. */
@Timeout(60)
class ConsumerComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder = Path.of("");

    private final LocalBroker broker = LocalBroker.start(
            Path.of("target", "consumer-component", UUID.randomUUID().toString()), 0, List.of());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void forget() {
        Recording.clear();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        broker.close();
    }

    // -- one by one

    @Test
    void aMessageIsAcknowledgedWhenItsModuleReturns() throws Exception {
        try (ConsumerComponent consumer = start("Module = " + Recording.OneByOne.class.getName() + "\nOwner = me")) {
            send("one", "two");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(2));
            assertThat(Recording.SEEN).containsExactly("one", "two");
            assertThat(consumer.isSubscribed()).isTrue();
            assertThat(consumer.problem()).isEmpty();
            await().untilAsserted(() -> assertThat(depth("in")).isZero());
        }
        assertThat(Recording.LIFE).containsExactly("started for me", "stopped");
    }

    @Test
    void whatTheModuleThrowsOnComesAgain() throws Exception {
        try (ConsumerComponent consumer = start("Module = " + Recording.OneByOne.class.getName())) {
            send("bad", "error", "good");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(3));
            assertThat(Recording.SEEN).containsExactlyInAnyOrder("bad", "error", "good", "bad", "error");
            assertThat(consumer.now().rejected()).isEqualTo(2);
            assertThat(consumer.now().received()).isEqualTo(5);
            assertThat(consumer.now().inFlight()).isZero();
        }
    }

    @Test
    void aModuleThatLeavesItsThreadInterruptedIsGivenTheNextMessage() throws Exception {
        try (ConsumerComponent consumer = start("Module = " + Recording.OneByOne.class.getName())) {
            send("interrupted", "next");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(2));
            assertThat(Recording.SEEN).containsExactly("interrupted", "next");
        }
    }

    @Test
    void withoutAcknowledgementItDoesNot() throws Exception {
        try (ConsumerComponent consumer =
                start("Module = " + Recording.OneByOne.class.getName() + "\nMQ = mq.example.org::Queues::once")) {
            sendTo("once", "bad", "good");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(1));
            assertThat(Recording.SEEN).containsExactly("bad", "good");
            assertThat(consumer.now().rejected()).isEqualTo(1);
            await().untilAsserted(() -> assertThat(depth("once")).isZero());
        }
    }

    @Test
    void asManyAtOnceAsConcurrencySays() throws Exception {
        try (ConsumerComponent consumer =
                start("Module = " + Recording.OneByOne.class.getName() + "\nConcurrency = 3")) {
            send("three", "three", "three");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(3));
            assertThat(consumer.now().rejected()).as("handled alone").isZero();
        }
    }

    @Test
    void whatIsInHandIsFinishedAndTheRestIsLeft() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Recording.HELD.put("held", go);
        ConsumerComponent consumer = start("Module = " + Recording.OneByOne.class.getName());
        send("held", "left");
        await().untilAsserted(() -> assertThat(consumer.now().inFlight()).isEqualTo(1));
        Thread closing = new Thread(consumer::close);
        closing.start();
        await("nothing more is taken").until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        closing.join();
        assertThat(Recording.LIFE).containsExactly("started for nobody", "handled held", "stopped");
        assertThat(consumer.now().accepted()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(depth("in")).isEqualTo(1));
    }

    @Test
    void aModuleThatDoesNotReturnIsNotWaitedForAndItsMessageIsDeliveredAgain() throws Exception {
        Recording.HELD.put("held", new CountDownLatch(1));
        ConsumerComponent consumer = start("Module = " + Recording.OneByOne.class.getName(), Duration.ofMillis(100));
        send("held");
        await().untilAsserted(() -> assertThat(consumer.now().inFlight()).isEqualTo(1));
        consumer.close();
        assertThat(consumer.now().accepted()).isZero();
        try (PolledConsumer next = messaging().consumer("mq.example.org::Queues::in")) {
            Message again = next.get(PATIENCE).orElseThrow();
            assertThat(again.body()).isEqualTo("held".getBytes(UTF_8));
        }
    }

    @Test
    void aModuleThatHandlesNothingSaysSo() throws Exception {
        try (ConsumerComponent consumer = start("Module = " + Recording.Idle.class.getName())) {
            send("x");
            await().untilAsserted(() -> assertThat(consumer.now().rejected()).isPositive());
            assertThat(consumer.now().accepted()).isZero();
        }
    }

    // -- batches

    @Test
    void batchesAreFullOrAsOldAsTheTimeoutAndAcknowledgedAlike() throws Exception {
        send("1", "2", "3", "4", "5", "6", "7");
        try (ConsumerComponent consumer =
                start("Module = " + Recording.Batches.class.getName() + "\nBatchSize = 5\nBatchTimeout = 3 s")) {
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(7));
            assertThat(Recording.SEEN).containsExactly("1 2 3 4 5", "6 7");
        }
    }

    @Test
    void aBatchThatIsBeingFilledIsHandledAtTheEnd() throws Exception {
        sendTo("once", "1", "2", "3");
        ConsumerComponent consumer = start("Module = " + Recording.Batches.class.getName()
                + "\nMQ = mq.example.org::Queues::once\nBatchSize = 5\nBatchTimeout = 1 h");
        // Each was acknowledged when it was taken.
        await().untilAsserted(() -> assertThat(depth("once")).isZero());
        assertThat(Recording.SEEN).isEmpty();
        consumer.close();
        assertThat(Recording.SEEN).containsExactly("1 2 3");
        assertThat(consumer.now().accepted()).isEqualTo(3);
    }

    @Test
    void aModuleCanGiveBackThoseOfABatchThatAreBad() throws Exception {
        send("1", "bad", "3");
        try (ConsumerComponent consumer =
                start("Module = " + Recording.Batches.class.getName() + "\nBatchSize = 3\nBatchTimeout = 5 s")) {
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(2));
            assertThat(consumer.now().rejected()).isEqualTo(1);
            await().untilAsserted(() -> assertThat(depth("in")).isEqualTo(1));
        }
    }

    @Test
    void aBatchThatFailsComesAgainButForWhatItAcknowledged() throws Exception {
        send("first", "all", "3");
        try (ConsumerComponent consumer =
                start("Module = " + Recording.Batches.class.getName() + "\nBatchSize = 3\nBatchTimeout = 2 s")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(3));
            assertThat(Recording.SEEN.get(0)).isEqualTo("first all 3");
            assertThat(String.join(" ", Recording.SEEN.subList(1, Recording.SEEN.size())))
                    .doesNotContain("first");
            assertThat(consumer.now().rejected()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aModuleForSingleMessagesTakesABatchOneByOne() throws Exception {
        send("1", "bad", "3");
        try (ConsumerComponent consumer =
                start("Module = " + Recording.OneByOne.class.getName() + "\nBatchSize = 3\nBatchTimeout = 500 ms")) {
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(3));
            assertThat(Recording.SEEN).containsExactlyInAnyOrder("1", "bad", "bad", "3");
        }
    }

    // -- routes

    @Test
    void anExchangeIsAcknowledgedWhenItIsCompleteAndComesAgainWhenItFails() throws Exception {
        try (ConsumerComponent consumer = start("Module = " + Recording.Routed.class.getName() + "\nConcurrency = 2")) {
            send("bad", "roll", "good");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(3));
            assertThat(consumer.now().rejected()).isEqualTo(2);
            assertThat(Recording.SEEN).containsExactlyInAnyOrder("bad", "bad", "roll", "roll", "good");
            await().untilAsserted(() -> assertThat(depth("in")).isZero());
        }
    }

    /** The environment has a PATH as well. */
    @Test
    void aYamlFileBesideTheConfigurationIsAModule() throws Exception {
        yaml(
                """
                - route:
                    from:
                      uri: consumer:messages
                      steps:
                        - setBody:
                            simple: "{{Greeting}} ${body} ${header.x-from} {{Path}}"
                        - to: mq:mq.example.org::Queues::out
                """);
        try (ConsumerComponent consumer = start("Module = route.yaml\nGreeting = hello\nPath = on its own path");
                PolledConsumer out = messaging().consumer("mq.example.org::Queues::out")) {
            messaging()
                    .producer("mq.example.org::Queues::in")
                    .send("world".getBytes(UTF_8), Map.of("x-from", "me"))
                    .join();
            assertThat(new String(out.get(PATIENCE).orElseThrow().body(), UTF_8))
                    .isEqualTo("hello world me on its own path");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(1));
        }
    }

    @Test
    void twoModulesMayCallTheirRoutesTheSame() throws Exception {
        try (ConsumerComponent first = start("Module = " + Recording.Routed.class.getName());
                ConsumerComponent second =
                        start("Module = " + Recording.Routed.class.getName() + "\nMQ = mq.example.org::Queues::once")) {
            send("one");
            sendTo("once", "two");
            await().untilAsserted(() -> {
                assertThat(first.now().accepted()).isEqualTo(1);
                assertThat(second.now().accepted()).isEqualTo(1);
            });
        }
    }

    // -- what is wrong

    @Test
    void aModuleThatIsNotThereIsNamedWithItsPlace() {
        refused(
                "Module = org.example.Nothing",
                "test.cfg",
                ":23:",
                "there is no module 'org.example.Nothing'",
                "SLUICE_CLASSPATH");
        refused("Module = nothing.yaml", "test.cfg:23:", "there is no file " + folder.resolve("nothing.yaml"));
    }

    @Test
    void aClassThatIsNoModuleIsToldWhy() {
        refused("Module = " + Recording.NoModule.class.getName(), "test.cfg:23:", "does not extend");
        refused("Module = " + Recording.Demanding.class.getName(), "test.cfg:23:", "public constructor");
        refused("Module = " + Recording.Failing.class.getName(), "test.cfg:23:", "no licence");
    }

    @Test
    void aModuleThatThrowsAtItsStartIsToldWithItsReason() {
        refused(
                "Module = " + Recording.OneByOne.class.getName() + "\nBroken = yes",
                "test.cfg:23:",
                "Systems/C cannot start: the disk is full");
        assertThat(Recording.LIFE).containsExactly("started for nobody");
    }

    @Test
    void anOptionThatAModuleDoesNotLikeIsNamedWithItsPlace() {
        assertThatThrownBy(() -> start("Module = " + Recording.OneByOne.class.getName() + "\nMost = 9"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("test.cfg:24:8: expected a whole number from 1 to 5 for 'Most', found '9'");
    }

    @Test
    void aYamlFileThatCannotBeReadIsToldWithItsLine() throws IOException {
        yaml("- route:\n    from:\n      uri: consumer:messages\n     steps: [\n");
        refused("Module = route.yaml", "test.cfg:23:", "route.yaml", "line 4");
    }

    @Test
    void aYamlFileThatIsNoRouteIsToldWithItsLine() throws IOException {
        yaml("- route:\n    from:\n      uri: consumer:messages\n      steps:\n        - nonsense: x\n");
        refused("Module = route.yaml", "test.cfg:23:", "route.yaml", "nonsense", "line 5");
    }

    @Test
    void aYamlFileNeedsARouteFromTheMessages() throws IOException {
        yaml("- route:\n    from:\n      uri: direct:x\n      steps:\n        - log: x\n");
        refused("Module = route.yaml", "begins at consumer:messages");
        yaml("- route:\n    from:\n      uri: consumer:other\n      steps:\n        - log: x\n");
        refused("Module = route.yaml", "there is only consumer:messages");
        yaml("- route:\n    from:\n      uri: consumer:messages\n      steps:\n        - log: \"{{Missing}}\"\n");
        refused("Module = route.yaml", "Missing");
    }

    @Test
    void aRouteTakesNoBatches() {
        refused("Module = " + Recording.Routed.class.getName() + "\nBatchSize = 2", "BatchSize is 2");
    }

    // -- figures

    @Test
    void figuresAreMeters() throws Exception {
        try (ConsumerComponent consumer = start("Module = " + Recording.OneByOne.class.getName())) {
            assertThat(meters.find("sluice.consumer.lag").gauge()).isNull();
            assertThat(meters.find("sluice.consumer.last.message.timestamp.seconds")
                            .gauge())
                    .isNull();
            send("bad");
            await().untilAsserted(() -> assertThat(consumer.now().accepted()).isEqualTo(1));
            consumer.measure();
            assertThat(meters.get("sluice.consumer.received")
                            .tags("system", "Systems", "consumer", "C")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("sluice.consumer.accepted").functionCounter().count())
                    .isEqualTo(1);
            assertThat(meters.get("sluice.consumer.rejected").functionCounter().count())
                    .isEqualTo(1);
            assertThat(meters.get("sluice.consumer.inflight").gauge().value()).isZero();
            assertThat(meters.get("sluice.consumer.reconnects")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(meters.get("sluice.consumer.lag").gauge().value()).isEqualTo(42);
            assertThat(meters.get("sluice.consumer.last.message.timestamp.seconds")
                            .gauge()
                            .value())
                    .isCloseTo(System.currentTimeMillis() / 1000.0, org.assertj.core.data.Offset.offset(60.0));
        }
    }

    // -- the way there

    private void refused(String options, String... words) {
        assertThatThrownBy(() -> start(options))
                .isInstanceOf(ModuleException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains(words));
    }

    private void yaml(String text) throws IOException {
        Files.writeString(folder.resolve("route.yaml"), text);
    }

    private ConsumerComponent start(String options) throws IOException {
        return start(options, Duration.ofSeconds(10));
    }

    private ConsumerComponent start(String options, Duration patience) throws IOException {
        ConsumerSettings settings = configuration(options).consumers().get(0);
        return ConsumerComponent.start(
                settings,
                messaging(),
                new ConsumerFigures(settings, meters, Clock.systemUTC()),
                uri -> OptionalLong.of(42),
                patience);
    }

    private Messaging messaging() throws IOException {
        Messaging messaging = Messaging.of(configuration("Module = X").queues());
        open.add(messaging);
        return messaging;
    }

    private Configuration configuration(String options) throws IOException {
        String queue = options.contains("MQ =") ? "" : "MQ = mq.example.org::Queues::in";
        Path file = Files.writeString(
                folder.resolve("test.cfg"),
                """
                Resources { MQServices { mq.example.org
                {
                  MQType = Stomp
                  Host = 127.0.0.1
                  Port = %d
                  Queues
                  {
                    in { }
                    out { }
                    once
                    {
                      Acknowledgement = False
                    }
                  }
                } } }
                Systems
                {
                  Systems { Consumers {
                C
                {
                %s

                %s
                } } }
                }
                """
                        .formatted(broker.port(), queue, options));
        return Configuration.load(List.of(file));
    }

    private void send(String... bodies) throws IOException {
        sendTo("in", bodies);
    }

    private void sendTo(String queue, String... bodies) throws IOException {
        try (Producer producer = messaging().producer("mq.example.org::Queues::" + queue)) {
            for (String body : bodies) {
                producer.send(body.getBytes(UTF_8), Map.of()).join();
            }
        }
    }

    private long depth(String queue) {
        return broker.depth(queue).orElse(0);
    }
}
