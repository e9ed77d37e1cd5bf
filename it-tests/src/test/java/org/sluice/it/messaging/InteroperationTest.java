package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.config.Configuration;
import org.sluice.config.mq.MqUri;
import org.sluice.it.server.Python;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

/** stomp.py (DIRAC's client) and pika, both ways, with either protocol on our side, on RabbitMQ. */
@Timeout(120)
class InteroperationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TEXT = "été 日本 😀";
    private static final int COUNT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final Path folder = Servers.folder("interoperation");
    private final String name = "interop" + TESTS.incrementAndGet();

    static Stream<Arguments> everyPair() {
        return Stream.of(Brokers.rabbitMqByAmqp(), Brokers.rabbitMqByStomp()).flatMap(ours -> Stream.of("stomp", "amqp")
                .flatMap(theirs -> Stream.of(MqUri.Kind.values()).map(kind -> Arguments.of(ours, theirs, kind))));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void theyReceiveWhatWePut(TestBroker ours, String theirs, MqUri.Kind kind) {
        try (Messaging messaging = messaging(ours);
                Producer producer = messaging.producer(uri(kind));
                ServerProcess receiver = start(theirs, "receive", kind)) {
            Awaitility.await("subscribed").atMost(LIMIT).until(() -> receiver.output()
                    .contains("ready"));
            for (int i = 0; i < COUNT; i++) {
                producer.put(document(i));
            }
            assertThat(receiver.awaitExit(LIMIT)).as(receiver.output()).isZero();
            assertThat(receiver.output()
                            .lines()
                            .filter(line -> line.startsWith("{"))
                            .map(InteroperationTest::parse))
                    .containsExactlyElementsOf(IntStream.range(0, COUNT)
                            .mapToObj(InteroperationTest::document)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void weReceiveWhatTheySend(TestBroker ours, String theirs, MqUri.Kind kind) throws InterruptedException {
        try (Messaging messaging = messaging(ours);
                PolledConsumer consumer = messaging.consumer(uri(kind))) {
            Awaitility.await("subscribed").atMost(LIMIT).until(consumer::isSubscribed);
            List<JsonNode> received = new ArrayList<>();
            try (ServerProcess sender = start(theirs, "send", kind)) {
                assertThat(sender.awaitExit(LIMIT)).as(sender.output()).isZero();
            }
            while (received.size() < COUNT) {
                Message message = consumer.get(LIMIT).orElseThrow();
                assertThat(message.headers()).containsEntry("content-type", "application/json");
                if (theirs.equals("amqp")) {
                    assertThat(message.headers()).containsEntry("user-id", "guest");
                }
                received.add(message.json());
                message.acknowledge();
            }
            assertThat(received)
                    .containsExactlyElementsOf(IntStream.range(0, COUNT)
                            .mapToObj(InteroperationTest::document)
                            .toList());
        }
    }

    @Test
    void aDurableSubscriptionIsTheSameInBothProtocols() throws InterruptedException {
        try (Messaging amqp = messaging(Brokers.rabbitMqByAmqp());
                Messaging stomp = messaging(Brokers.rabbitMqByStomp());
                Producer producer = stomp.producer("broker::Topics::durable")) {
            try (PolledConsumer consumer = amqp.consumer("broker::Topics::durable")) {
                Awaitility.await().atMost(LIMIT).until(consumer::isSubscribed);
            }
            producer.put(document(1));
            try (PolledConsumer consumer = stomp.consumer("broker::Topics::durable")) {
                Message message = consumer.get(LIMIT).orElseThrow();
                assertThat(message.json()).isEqualTo(document(1));
                assertThat(message.acknowledge()).isTrue();
            }
            producer.put(document(2));
            try (PolledConsumer consumer = amqp.consumer("broker::Topics::durable")) {
                assertThat(consumer.get(LIMIT).orElseThrow().json()).isEqualTo(document(2));
            }
        }
    }

    private ServerProcess start(String protocol, String way, MqUri.Kind kind) {
        return Python.start(
                folder,
                folder.resolve(name + ".log"),
                "interop.py",
                protocol,
                way,
                "--port",
                Integer.toString(
                        protocol.equals("stomp")
                                ? Brokers.rabbitMq().stompPort()
                                : Brokers.rabbitMq().amqpPort()),
                "--kind",
                kind.name().toLowerCase(Locale.ROOT),
                "--name",
                name,
                "--count",
                Integer.toString(COUNT));
    }

    private String uri(MqUri.Kind kind) {
        return new MqUri("broker", kind, name).toString();
    }

    private Messaging messaging(TestBroker broker) {
        return Messaging.of(Configuration.parse(
                        "test",
                        """
                        Resources { MQServices { broker
                        {
                          MQType = %1$s
                          Host = 127.0.0.1
                          Port = %2$d
                          User = guest
                          Password = guest
                          Queues { %3$s { } }
                          Topics
                          {
                            %3$s { }
                            durable
                            {
                              Durable = True
                            }
                          }
                        } } }
                        """
                                .formatted(broker.type(), broker.port(), name))
                .queues());
    }

    private static JsonNode document(int number) {
        return JSON.createObjectNode().put("number", number).put("text", TEXT);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
