package org.sluice.it.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.it.server.Servers;
import org.sluice.routes.broker.LocalBroker;

/** What is sent arrives as it is, in both versions of STOMP, over RabbitMQ and over ActiveMQ Artemis. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StompMessagesTest {
    private static final int MIB = 1024 * 1024;

    private final CamelContext camel = new DefaultCamelContext();
    private final Queue<Exchange> arrived = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    static Stream<Arguments> brokersAndVersions() {
        return Stream.of("RabbitMQ", "Artemis")
                .flatMap(broker -> Stream.of("1.1", "1.2").map(version -> Arguments.of(broker, version)));
    }

    @ParameterizedTest
    @MethodSource("brokersAndVersions")
    void bodiesOfAnySizeAndContent(String broker, String version) throws Exception {
        List<byte[]> bodies = List.of(
                new byte[0],
                "γ-ray, 100 €, 𝄞".getBytes(UTF_8),
                new byte[] {0, 10, 13, 0, 58, -1, 0},
                random(1),
                random(65_537),
                random(MIB),
                random(16 * MIB));
        String uri = endpoint(broker, version);
        consume(uri);
        for (byte[] body : bodies) {
            assertThat(send(uri, body, Map.of()).getException()).isNull();
        }
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> arrived.size() == bodies.size());
        assertThat(arrived.stream().map(exchange -> exchange.getMessage().getBody(byte[].class)))
                .containsExactlyElementsOf(bodies);
    }

    @ParameterizedTest
    @MethodSource("brokersAndVersions")
    void headersOfAnyText(String broker, String version) throws Exception {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("plain", "value");
        headers.put("colon", "sluice:a::b:");
        headers.put("lines", "first\nsecond\n");
        headers.put("backslash", "C:\\new\\table \\c \\n");
        headers.put("blanks", "  in and around  ");
        headers.put("umlaut", "Größe ≥ 3 µm");
        headers.put("empty", "");
        headers.put("a:name\\of\nits own", "kept");
        String uri = endpoint(broker, version);
        consume(uri);
        assertThat(send(uri, "event", headers).getException()).isNull();
        Awaitility.await().until(() -> !arrived.isEmpty());
        assertThat(arrived.remove().getMessage().getHeaders()).containsAllEntriesOf(headers);
    }

    private void consume(String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(arrived::add);
            }
        });
    }

    private Exchange send(String uri, Object body, Map<String, Object> headers) {
        return camel.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new LinkedHashMap<>(headers));
        });
    }

    private static String endpoint(String broker, String version) {
        int port = broker.equals("RabbitMQ") ? Servers.rabbitMq().stompPort() : Artemis.SERVER.port();
        return "stomp:/queue/messages-" + UUID.randomUUID() + "?brokerURL=tcp://127.0.0.1:" + port
                + "&login=guest&passcode=guest&host=/&persistent=true&consumerWindowSize=-1&version=" + version;
    }

    private static byte[] random(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    private static final class Artemis {
        static final LocalBroker SERVER = LocalBroker.start(Servers.folder("artemis"), 0, List.of());
    }
}
