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
import java.util.Optional;
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
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.ServerProcess;
import org.sluice.it.server.Servers;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;

/**
 * stomp.py (DIRAC's client) and pika, both ways, with either protocol on our side, on RabbitMQ: in the clear, encrypted, and
 * logged in by certificates.
 */
@Timeout(120)
class InteroperationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TEXT = "été 日本 😀";
    private static final int COUNT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final Path folder = Servers.folder("interoperation");
    private final String name = "interop" + TESTS.incrementAndGet();

    /** How both sides connect, and who they are then. */
    enum Security {
        CLEAR("guest"),
        ENCRYPTED("guest"),
        CERTIFICATES(TlsBroker.JANE_AT_RABBITMQ);

        private final String user;

        Security(String user) {
            this.user = user;
        }
    }

    static Stream<Arguments> everyPair() {
        return Stream.of(Security.values()).flatMap(security -> Stream.of("stomp", "amqp")
                .flatMap(ours -> Stream.of("stomp", "amqp").flatMap(theirs -> Stream.of(MqUri.Kind.values())
                        .map(kind -> Arguments.of(security, ours, theirs, kind)))));
    }

    @ParameterizedTest
    @MethodSource("everyPair")
    void theyReceiveWhatWePut(Security security, String ours, String theirs, MqUri.Kind kind) {
        try (Messaging messaging = messaging(security, ours);
                Producer producer = messaging.producer(uri(kind));
                ServerProcess receiver = start(security, theirs, "receive", kind)) {
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
    void weReceiveWhatTheySend(Security security, String ours, String theirs, MqUri.Kind kind)
            throws InterruptedException {
        try (Messaging messaging = messaging(security, ours);
                PolledConsumer consumer = messaging.consumer(uri(kind))) {
            Awaitility.await("subscribed").atMost(LIMIT).until(consumer::isSubscribed);
            List<JsonNode> received = new ArrayList<>();
            try (ServerProcess sender = start(security, theirs, "send", kind)) {
                assertThat(sender.awaitExit(LIMIT)).as(sender.output()).isZero();
            }
            while (received.size() < COUNT) {
                Message message = consumer.get(LIMIT).orElseThrow();
                assertThat(message.headers()).containsEntry("content-type", "application/json");
                if (theirs.equals("amqp")) {
                    assertThat(message.headers()).containsEntry("user-id", security.user);
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
        try (Messaging amqp = messaging(Security.CLEAR, "amqp");
                Messaging stomp = messaging(Security.CLEAR, "stomp");
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

    private ServerProcess start(Security security, String protocol, String way, MqUri.Kind kind) {
        List<String> arguments = new ArrayList<>(List.of(
                protocol,
                way,
                "--port",
                Integer.toString(port(security, protocol)),
                "--kind",
                kind.name().toLowerCase(Locale.ROOT),
                "--name",
                name,
                "--count",
                Integer.toString(COUNT),
                "--user",
                security.user));
        if (security != Security.CLEAR) {
            arguments.addAll(List.of("--ca", TlsBroker.AUTHORITY.certificate().toString()));
        }
        if (security == Security.CERTIFICATES) {
            arguments.addAll(List.of(
                    "--certificate",
                    TlsBroker.OF_JANE.certificate().toString(),
                    "--key",
                    TlsBroker.OF_JANE.key().toString()));
        }
        return Python.start(folder, folder.resolve(name + ".log"), "interop.py", arguments.toArray(String[]::new));
    }

    private static int port(Security security, String protocol) {
        RabbitMqServer server = security == Security.CLEAR ? Brokers.rabbitMq() : TlsBroker.server();
        if (security != Security.CLEAR) {
            return TlsBroker.port(type(protocol));
        }
        return protocol.equals("stomp") ? server.stompPort() : server.amqpPort();
    }

    private static String type(String protocol) {
        return protocol.equals("stomp") ? "Stomp" : "RabbitMQ";
    }

    private String uri(MqUri.Kind kind) {
        return new MqUri("broker", kind, name).toString();
    }

    private Messaging messaging(Security security, String protocol) {
        String tls = "SSLVersion = TLS\n" + TlsBroker.trust(TlsBroker.AUTHORITY) + "\n";
        String options =
                switch (security) {
                    case CLEAR -> TlsBroker.login(Optional.empty());
                    case ENCRYPTED -> tls + TlsBroker.login(Optional.empty());
                    case CERTIFICATES -> tls + TlsBroker.login(Optional.of(TlsBroker.OF_JANE));
                };
        return Messaging.of(Configuration.parse(
                        "test",
                        """
                        Resources { MQServices { broker
                        {
                          MQType = %1$s
                          Host = localhost
                          Port = %2$d
                          %3$s
                          Queues { %4$s { } }
                          Topics
                          {
                            %4$s { }
                            durable
                            {
                              Durable = True
                            }
                          }
                        } } }
                        """
                                .formatted(type(protocol), port(security, protocol), options, name))
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
