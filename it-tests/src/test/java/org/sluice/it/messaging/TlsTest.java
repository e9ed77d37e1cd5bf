package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.it.server.Authority.Credential;
import org.sluice.it.server.ServerProcess;
import org.sluice.routes.mq.Consumer;
import org.sluice.routes.mq.Message;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqComponent;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;
import org.sluice.routes.tls.PemTls;

/** What producers and consumers promise holds over encrypted connections too, with a password and with a certificate. */
@Timeout(120)
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PASSWORD = "changeit";
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final String name = "tls" + TESTS.incrementAndGet();

    /** How we say who we are. */
    enum Login {
        PASSWORD(Optional.empty()),
        CERTIFICATE(Optional.of(TlsBroker.OF_JANE));

        private final Optional<Credential> credential;

        Login(Optional<Credential> credential) {
            this.credential = credential;
        }

        String options() {
            return TlsBroker.login(credential) + "\n" + TlsBroker.trust(TlsBroker.AUTHORITY);
        }
    }

    static Stream<Arguments> everyWay() {
        return Stream.of("Stomp", "RabbitMQ")
                .flatMap(type -> Stream.of(Login.values()).map(login -> Arguments.of(type, login)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void messagesComeAndAreAcknowledged(String type, Login login) throws InterruptedException {
        Queue<JsonNode> called = new ConcurrentLinkedQueue<>();
        try (Messaging messaging = messaging(type, login.options());
                Producer producer = messaging.producer(queue());
                Consumer callback = messaging.consumer(topic(), message -> called.add(message.json()));
                Producer toTopic = messaging.producer(topic())) {
            try (PolledConsumer consumer = messaging.consumer(queue())) {
                producer.put(number(1));
                Message first = next(consumer);
                assertThat(first.json()).isEqualTo(number(1));
                first.giveBack();
                Message again = next(consumer);
                assertThat(again.json()).isEqualTo(number(1));
                assertThat(again.isRedelivered()).isTrue();
                assertThat(again.acknowledge()).isTrue();
                producer.put(number(2));
                assertThat(next(consumer).json()).as("not acknowledged").isEqualTo(number(2));
            }
            try (PolledConsumer consumer = messaging.consumer(queue())) {
                Message second = next(consumer);
                assertThat(second.json()).isEqualTo(number(2));
                assertThat(second.isRedelivered()).isTrue();
                assertThat(second.acknowledge()).isTrue();
            }
            Awaitility.await().atMost(PATIENCE).until(callback::isSubscribed);
            toTopic.put(number(3));
            Awaitility.await().atMost(PATIENCE).until(() -> called.contains(number(3)));
        }
    }

    /** All of them at once: RabbitMQ takes some seconds to list connections, which have to be listed to be closed. */
    @Test
    void connectionsThatTheBrokerClosesComeBack() throws InterruptedException {
        List<Way> ways = everyWay()
                .map(way -> new Way((String) way.get()[0], (Login) way.get()[1]))
                .toList();
        try {
            for (Way way : ways) {
                way.producer.put(number(1));
                way.held.add(next(way.consumer));
            }
            Awaitility.await("all connections")
                    .atMost(PATIENCE)
                    .until(() -> TlsBroker.server().connections() >= 2 * ways.size());
            TlsBroker.server().closeConnections();
            for (Way way : ways) {
                Message again = next(way.consumer);
                assertThat(again.json()).isEqualTo(number(1));
                assertThat(way.held).noneMatch(Message::acknowledge);
                assertThat(again.acknowledge()).isTrue();
                Awaitility.await("confirmed")
                        .atMost(PATIENCE)
                        .ignoreException(MqUnavailableException.class)
                        .until(() -> {
                            way.producer.put(number(2));
                            return true;
                        });
                assertThat(next(way.consumer).json()).isEqualTo(number(2));
                assertThat(way.producer.problem()).isEmpty();
            }
        } finally {
            ways.forEach(way -> way.messaging.close());
        }
    }

    /** A producer and a consumer on connections of their own. */
    private final class Way {
        private final Messaging messaging;
        private final Producer producer;
        private final PolledConsumer consumer;
        private final List<Message> held = new ArrayList<>();

        Way(String type, Login login) {
            String uri = queue() + type + login;
            this.messaging = messaging(type, login.options(), name + type + login);
            this.producer = messaging.producer(uri);
            this.consumer = messaging.consumer(uri);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void routesByMqUri(String type, Login login) throws Exception {
        try (Messaging messaging = messaging(type, login.options());
                CamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("mq", new MqComponent(messaging));
            requireArrival(camel, "mq:" + queue(), "mq:" + queue());
        }
    }

    static Stream<Arguments> everyBean() throws IOException, GeneralSecurityException {
        List<Arguments> beans = new ArrayList<>();
        for (Login login : Login.values()) {
            beans.add(Arguments.of(login, keyStores(login)));
            beans.add(Arguments.of(login, pem(login)));
        }
        return beans.stream();
    }

    @ParameterizedTest
    @MethodSource("everyBean")
    void routesByTheStompComponent(Login login, SSLContextParameters parameters) throws Exception {
        TlsBroker.server();
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("tls", parameters);
            String uri = "stomp:/queue/" + name + "?host=/&sslContextParameters=#tls&brokerURL=ssl://localhost:"
                    + TlsBroker.port("Stomp")
                    + (login == Login.PASSWORD ? "&login=guest&passcode=guest" : "");
            requireArrival(camel, uri, uri);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Stomp", "RabbitMQ"})
    void aCertificateThatIsRenewedOnDiskIsUsedFromTheNextAttemptOn(String type)
            throws IOException, InterruptedException {
        Path certificate = TlsBroker.FOLDER.resolve("renewed-" + type + ".pem");
        Path key = TlsBroker.FOLDER.resolve("renewed-" + type + ".key");
        copy(
                TlsBroker.AUTHORITY.validBetween(
                        "20200101000000Z", "20200201000000Z", "lapsed-" + type, TlsBroker.JANE),
                certificate,
                key);
        String options =
                "HostCertificate = " + certificate + "\nHostKey = " + key + "\n" + TlsBroker.trust(TlsBroker.AUTHORITY);
        try (Messaging messaging = messaging(type, options);
                Producer producer = messaging.producer(queue());
                PolledConsumer consumer = messaging.consumer(queue())) {
            Awaitility.await().atMost(PATIENCE).until(() -> consumer.problem()
                    .filter(problem -> problem.contains("expired on 2020-02-01"))
                    .isPresent());
            copy(TlsBroker.OF_JANE, certificate, key);
            producer.put(number(1));
            assertThat(next(consumer).json()).isEqualTo(number(1));
            assertThat(consumer.problem()).isEmpty();
        }
    }

    private void requireArrival(CamelContext camel, String from, String to) throws Exception {
        Queue<String> arrived = new ConcurrentLinkedQueue<>();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).process(exchange -> arrived.add(exchange.getMessage().getBody(String.class)));
            }
        });
        camel.start();
        for (String body : List.of("a", "b")) {
            camel.createProducerTemplate().sendBody(to, body);
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived)
                .containsExactly("a", "b"));
    }

    /** Java's key stores, which Camel's TLS options name. */
    private static SSLContextParameters keyStores(Login login) throws IOException, GeneralSecurityException {
        Path trust = TlsBroker.FOLDER.resolve("trust.p12");
        Path own = TlsBroker.FOLDER.resolve("jane.p12");
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        try (InputStream in = Files.newInputStream(TlsBroker.AUTHORITY.certificate());
                OutputStream out = Files.newOutputStream(trust)) {
            authorities.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            authorities.store(out, PASSWORD.toCharArray());
        }
        SSLContextParameters parameters = new SSLContextParameters();
        TrustManagersParameters trusted = new TrustManagersParameters();
        trusted.setKeyStore(store(trust));
        parameters.setTrustManagers(trusted);
        login.credential.ifPresent(credential -> {
            ServerProcess.run(
                    List.of(
                            "openssl",
                            "pkcs12",
                            "-export",
                            "-passout",
                            "pass:" + PASSWORD,
                            "-in",
                            credential.certificate().toString(),
                            "-inkey",
                            credential.key().toString(),
                            "-out",
                            own.toString()),
                    Map.of(),
                    TlsBroker.FOLDER,
                    PATIENCE);
            KeyManagersParameters keys = new KeyManagersParameters();
            keys.setKeyStore(store(own));
            keys.setKeyPassword(PASSWORD);
            parameters.setKeyManagers(keys);
        });
        return parameters;
    }

    private static SSLContextParameters pem(Login login) {
        PemTls tls = new PemTls();
        tls.setCaLocation(TlsBroker.AUTHORITY.certificate().toString());
        login.credential.ifPresent(credential -> {
            tls.setHostCertificate(credential.certificate().toString());
            tls.setHostKey(credential.key().toString());
        });
        return tls;
    }

    private static KeyStoreParameters store(Path file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(PASSWORD);
        return store;
    }

    private static void copy(Credential from, Path certificate, Path key) throws IOException {
        Files.copy(from.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    private Messaging messaging(String type, String options) {
        return messaging(type, options, name);
    }

    private static Messaging messaging(String type, String options, String destination) {
        TlsBroker.server();
        return Messaging.of(TlsBroker.configuration(type, "localhost", TlsBroker.port(type), destination, options)
                .queues());
    }

    private String queue() {
        return "broker::Queues::" + name;
    }

    private String topic() {
        return "broker::Topics::" + name;
    }

    private static Message next(PolledConsumer consumer) throws InterruptedException {
        return consumer.get(PATIENCE).orElseThrow(() -> new AssertionError("no message; " + consumer.problem()));
    }

    private static JsonNode number(int number) {
        return JsonNodeFactory.instance.objectNode().put("number", number);
    }
}
