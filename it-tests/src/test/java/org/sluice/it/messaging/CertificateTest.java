package org.sluice.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.it.server.Authority;
import org.sluice.it.server.Authority.Credential;
import org.sluice.it.server.Authority.ProxyKind;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.ServerProcess;
import org.sluice.routes.mq.Messaging;
import org.sluice.routes.mq.MqUnavailableException;
import org.sluice.routes.mq.PolledConsumer;
import org.sluice.routes.mq.Producer;
import org.sluice.routes.tls.PemTls;

/** Every certificate that cannot be used is refused, by us or by the broker, with a sentence that says which and why. */
@Timeout(120)
class CertificateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration A_MOMENT = Duration.ofMillis(100);
    private static final Authority AUTHORITY = TlsBroker.AUTHORITY;
    private static final Path FOLDER = TlsBroker.FOLDER;
    private static final Authority STRANGERS = Authority.create(FOLDER.resolve("strangers"));
    private static final int EXPIRED_PORT = FreePorts.next();
    private static final int EARLY_PORT = FreePorts.next();
    private static final int OLD_VERSION_PORT = FreePorts.next();

    private static final List<ServerProcess> SERVERS = new ArrayList<>();

    @BeforeAll
    static void startServersThatNobodyShouldTrust() {
        Credential old = AUTHORITY.validBetween("20200101000000Z", "20200201000000Z", "old", "/O=Tests/CN=old");
        Credential early = AUTHORITY.validBetween("20900101000000Z", "20910101000000Z", "early", "/O=Tests/CN=early");
        SERVERS.add(serve(EXPIRED_PORT, old, "-tls1_3"));
        SERVERS.add(serve(EARLY_PORT, early, "-tls1_3"));
        SERVERS.add(serve(OLD_VERSION_PORT, AUTHORITY.server(), "-tls1_2"));
        SERVERS.forEach(
                server -> Awaitility.await("openssl s_server").atMost(PATIENCE).until(() -> server.output()
                        .contains("ACCEPT")));
    }

    @AfterAll
    static void stopThem() {
        SERVERS.forEach(ServerProcess::close);
    }

    /** A server that can do nothing but the handshake. */
    private static ServerProcess serve(int port, Credential own, String version) {
        return ServerProcess.start(
                List.of(
                        "openssl",
                        "s_server",
                        "-www",
                        version,
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        own.certificate().toString(),
                        "-key",
                        own.key().toString()),
                Map.of(),
                FOLDER,
                FOLDER.resolve("s_server" + port + ".log"));
    }

    /** A configuration that cannot work, and what has to be said about it; a port of 0 is the broker's. */
    private record Wrong(String what, String type, String host, int port, String options, List<String> said) {
        @Override
        public String toString() {
            return what + ", " + type;
        }
    }

    static Stream<Wrong> everythingThatCannotWork() throws IOException {
        String trust = TlsBroker.trust(AUTHORITY);
        String jane = TlsBroker.login(Optional.of(TlsBroker.OF_JANE)) + "\n" + trust;
        Credential john = AUTHORITY.client("john", "/O=Tests/CN=john");
        Credential strange = STRANGERS.client("stranger", "/O=Elsewhere/CN=stranger");
        Credential old = AUTHORITY.validBetween("20200101000000Z", "20200201000000Z", "past", "/O=Tests/CN=past");
        Credential early = AUTHORITY.validBetween("20900101000000Z", "20910101000000Z", "next", "/O=Tests/CN=next");
        Path encrypted = rewritten("encrypted.key", "-aes256", "-passout", "pass:secret");
        Path encryptedOld = rewritten("encryptedOld.key", "-traditional", "-aes256", "-passout", "pass:secret");
        Path oldForm = rewritten("old.key", "-traditional");
        Path noPem = Files.writeString(FOLDER.resolve("no.pem"), "hello\n");
        Path emptyDirectory = Files.createDirectories(FOLDER.resolve("empty"));
        return Stream.of("Stomp", "RabbitMQ")
                .flatMap(type -> Stream.of(
                        wrong("server expired", type, "127.0.0.1", EXPIRED_PORT, trust)
                                .andSaid("the broker's certificate (/O=Tests/CN=old) expired on 2020-02-01T00:00:00Z"),
                        wrong("server early", type, "127.0.0.1", EARLY_PORT, trust)
                                .andSaid(
                                        "the broker's certificate (/O=Tests/CN=early) is not valid before 2090-01-01T"),
                        wrong("server of an unknown authority", type, "localhost", 0, TlsBroker.trust(STRANGERS))
                                .andSaid(
                                        "the broker's certificate (/O=Tests/CN=localhost) is by an authority that is not"
                                                + " trusted, /O=Tests/CN=Authority authority",
                                        STRANGERS.certificate() + " holds 1"),
                        wrong("server that Java does not know", type, "localhost", 0, "")
                                .andSaid("is not trusted, /O=Tests/CN=Authority authority", "without CALocation"),
                        wrong("server of another name", type, "127.0.0.1", 0, jane)
                                .andSaid("(/O=Tests/CN=localhost) is not for 127.0.0.1 but for localhost"),
                        wrong("own expired", type, "localhost", 0, of(old) + trust)
                                .andSaid("our certificate " + old.certificate()
                                        + " (/O=Tests/CN=past) expired on 2020-02-01T00:00:00Z"),
                        wrong("own early", type, "localhost", 0, of(early) + trust)
                                .andSaid("our certificate " + early.certificate()
                                        + " (/O=Tests/CN=next) is not valid before 2090-01-01T00:00:00Z"),
                        wrong("own of an authority unknown to the broker", type, "localhost", 0, of(strange) + trust)
                                .andSaid(
                                        "does not know the authority of our certificate",
                                        strange.certificate() + " (/O=Elsewhere/CN=stranger), issued by"
                                                + " /O=Tests/CN=Authority strangers"),
                        wrong("own of nobody whom the broker knows", type, "localhost", 0, of(john) + trust)
                                .andSaid("/O=Tests/CN=john", "'CN=john,O=Tests'", "sluice rabbitmq sync"),
                        wrong("own missing", type, "localhost", 0, of("/nowhere.pem", "/nowhere.key") + trust)
                                .andSaid("/nowhere.pem does not exist"),
                        wrong("own no PEM", type, "localhost", 0, of(noPem, john.key()) + trust)
                                .andSaid(noPem + " holds no certificate"),
                        wrong("key missing", type, "localhost", 0, of(john.certificate(), "/nowhere.key") + trust)
                                .andSaid("/nowhere.key does not exist"),
                        wrong("key of another", type, "localhost", 0, of(john.certificate(), strange.key()) + trust)
                                .andSaid("the key " + strange.key() + " is not that of our certificate "
                                        + john.certificate()),
                        wrong("key encrypted", type, "localhost", 0, of(john.certificate(), encrypted) + trust)
                                .andSaid("the key " + encrypted + " is encrypted"),
                        wrong(
                                        "key encrypted long ago",
                                        type,
                                        "localhost",
                                        0,
                                        of(john.certificate(), encryptedOld) + trust)
                                .andSaid("the key " + encryptedOld + " is encrypted"),
                        wrong("key in an old form", type, "localhost", 0, of(john.certificate(), oldForm) + trust)
                                .andSaid(
                                        "the key " + oldForm + " is in the old form 'EC PRIVATE KEY'", "openssl pkcs8"),
                        wrong("an old version", type, "127.0.0.1", OLD_VERSION_PORT, "SSLVersion = TLSv1.3\n" + trust)
                                .andSaid("protocol_version", "SSLVersion = TLS"),
                        wrong("authorities missing", type, "localhost", 0, "CALocation = /nowhere")
                                .andSaid("CALocation /nowhere does not exist"),
                        wrong("no authorities", type, "localhost", 0, "CALocation = " + emptyDirectory)
                                .andSaid("CALocation " + emptyDirectory + " holds no certificate"),
                        wrong("a port without TLS", type, "localhost", plainPort(type), trust)
                                .andSaid("what listens there does not speak TLS")));
    }

    @ParameterizedTest
    @MethodSource("everythingThatCannotWork")
    void whatCannotBeUsedIsToldInASentence(Wrong wrong) {
        requireSaid(wrong);
    }

    @ParameterizedTest
    @EnumSource(ProxyKind.class)
    void aProxyIsToldOfBeforeAnybodyConnects(ProxyKind kind) {
        Credential proxy = AUTHORITY.proxy(TlsBroker.OF_JANE, TlsBroker.JANE, kind);
        for (String type : List.of("Stomp", "RabbitMQ")) {
            // Nobody listens there, which is not what is said.
            requireSaid(wrong("proxy", type, "localhost", 1, of(proxy) + TlsBroker.trust(AUTHORITY))
                    .andSaid(
                            proxy.certificate() + " is a proxy certificate of " + TlsBroker.JANE + ":",
                            "RabbitMQ refuses proxies",
                            "the certificate and key that the proxy was made from",
                            "User and Password (or a token"));
        }
    }

    @ParameterizedTest
    @EnumSource(ProxyKind.class)
    void aProxyIsRefusedByRabbitMqIndeed(ProxyKind kind) throws IOException {
        TlsBroker.server();
        Credential proxy = AUTHORITY.proxy(TlsBroker.OF_JANE, TlsBroker.JANE, kind);
        for (String type : List.of("Stomp", "RabbitMQ")) {
            assertThat(handshake(type, TlsBroker.OF_JANE)).as("the end entity").contains("Verify return code: 0 (ok)");
            assertThat(handshake(type, proxy)).as("the proxy").containsIgnoringCase("alert");
        }
    }

    @Test
    void theStompComponentTellsOfItToo() throws Exception {
        Credential proxy = AUTHORITY.proxy(TlsBroker.OF_JANE, TlsBroker.JANE, ProxyKind.RFC_3820);
        PemTls tls = new PemTls();
        tls.setHostCertificate(proxy.certificate().toString());
        tls.setHostKey(proxy.key().toString());
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("tls", tls);
            camel.start();
            assertThatThrownBy(() -> camel.createProducerTemplate()
                            .sendBody(
                                    "stomp:/queue/refused?requestTimeout=500&sslContextParameters=#tls"
                                            + "&brokerURL=ssl://localhost:1",
                                    "body"))
                    .hasStackTraceContaining("No connection to ssl://localhost:1 can be made: TLS: "
                            + proxy.certificate() + " is a proxy certificate of " + TlsBroker.JANE)
                    .hasStackTraceContaining("nothing was sent");
        }
    }

    /** What OpenSSL's client sees, which shows any certificate; TLS 1.2, where the server answers within the handshake. */
    private static String handshake(String type, Credential shown) throws IOException {
        Path log = Files.createTempFile(FOLDER, "s_client", ".log");
        List<String> command = List.of(
                "openssl",
                "s_client",
                "-tls1_2",
                "-connect",
                "localhost:" + TlsBroker.port(type),
                "-CAfile",
                AUTHORITY.certificate().toString(),
                "-cert",
                shown.certificate().toString(),
                "-key",
                shown.key().toString(),
                "-cert_chain",
                shown.certificate().toString());
        try (ServerProcess client = ServerProcess.start(command, Map.of(), FOLDER, log)) {
            client.awaitExit(PATIENCE);
            return client.output();
        }
    }

    private static void requireSaid(Wrong wrong) {
        int port = wrong.port == 0 ? TlsBroker.port(wrong.type) : wrong.port;
        if (wrong.port == 0) {
            TlsBroker.server();
        }
        try (Messaging messaging =
                        Messaging.of(TlsBroker.configuration(wrong.type, wrong.host, port, "refused", wrong.options)
                                .queues());
                Producer producer = messaging.producer("broker::Queues::refused");
                PolledConsumer consumer = messaging.consumer("broker::Queues::refused")) {
            Awaitility.await(wrong.toString())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            producer.problem().isPresent() && consumer.problem().isPresent());
            assertThat(producer.problem().orElseThrow()).contains(wrong.said);
            assertThat(consumer.problem().orElseThrow()).contains(wrong.said);
            assertThatThrownBy(() -> producer.put(JsonNodeFactory.instance.objectNode(), Map.of(), A_MOMENT))
                    .isInstanceOf(MqUnavailableException.class)
                    .message()
                    .contains(wrong.said);
            assertThat(consumer.isSubscribed()).isFalse();
        }
    }

    private static Unsaid wrong(String what, String type, String host, int port, String options) {
        return said -> new Wrong(what, type, host, port, options, said);
    }

    private interface Unsaid {
        Wrong with(List<String> said);

        default Wrong andSaid(String... said) {
            return with(List.of(said));
        }
    }

    private static int plainPort(String type) {
        RabbitMqServer server = TlsBroker.server();
        return type.equals("Stomp") ? server.stompPort() : server.amqpPort();
    }

    /** A key in another form. */
    private static Path rewritten(String name, String... options) {
        Path rewritten = FOLDER.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("openssl", "pkey", "-in", TlsBroker.OF_JANE.key().toString(), "-out", rewritten.toString()));
        command.addAll(List.of(options));
        ServerProcess.run(command, Map.of(), FOLDER, PATIENCE);
        return rewritten;
    }

    private static String of(Credential own) {
        return of(own.certificate(), own.key());
    }

    private static String of(Object certificate, Object key) {
        return "HostCertificate = " + certificate + "\nHostKey = " + key + "\n";
    }
}
