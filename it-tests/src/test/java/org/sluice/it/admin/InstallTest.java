package org.sluice.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SaslConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.config.mq.MqTls;
import org.sluice.it.server.Authority;
import org.sluice.it.server.Authority.Credential;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.InstalledRabbitMq;
import org.sluice.it.server.Servers;
import org.sluice.routes.tls.TlsContext;

/** A server with the configuration that {@code sluice rabbitmq install} writes is closed to all but its own. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class InstallTest {
    private static final Path FOLDER = Servers.folder("installed");
    private static final Path SETTINGS = FOLDER.resolve("etc");
    private static final int AMQP = FreePorts.next();
    private static final int STOMP = FreePorts.next();
    private static final int MANAGEMENT = FreePorts.next();
    private static final Authority AUTHORITY = Authority.create(FOLDER.resolve("authority"));
    private static final Authority STRANGERS = Authority.create(FOLDER.resolve("strangers"));
    /** As DIRAC's registry has it; OpenSSL wants the slash inside the name escaped. */
    private static final String DN = "/DC=org/O=Acme, Inc./UID=r+CN=René host/se.example.org";

    private static final Credential KNOWN =
            AUTHORITY.client("known", "/DC=org/O=Acme, Inc./UID=r+CN=René host\\/se.example.org");
    private static final Credential UNREGISTERED = AUTHORITY.client("unregistered", "/DC=org/CN=Nobody");
    private static final Credential STRANGER = STRANGERS.client("stranger", "/DC=org/CN=Stranger");

    private static InstalledRabbitMq server;
    private static Path service;

    @BeforeAll
    static void install() throws IOException {
        Credential own = AUTHORITY.server();
        Sluice installed = Sluice.run(
                "rabbitmq",
                "install",
                "--apply",
                SETTINGS.toString(),
                "--certificate",
                own.certificate().toString(),
                "--key",
                own.key().toString(),
                "--ca",
                AUTHORITY.certificate().toString(),
                "--amqp-port",
                Integer.toString(AMQP),
                "--stomp-port",
                Integer.toString(STOMP),
                "--management-port",
                Integer.toString(MANAGEMENT),
                "--disk-free",
                "50MB");
        assertThat(installed.exitCode()).as(installed.err()).isZero();
        assertThat(installed.err()).isEmpty();
        server = InstalledRabbitMq.start(SETTINGS, FOLDER.resolve("data"));
        service = EngineServer.writeConfiguration(FOLDER.resolve("service.cfg"), configuration());
        Sluice synced = Sluice.run("rabbitmq", "sync", "-c", service.toString());
        assertThat(synced.exitCode()).as(synced.err()).isZero();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itListensWhereItShouldAndNowhereElse() {
        assertThat(server.listening())
                .allMatch(socket -> isEverywhere(socket) == (socket.endsWith(hex(AMQP)) || socket.endsWith(hex(STOMP))))
                .extracting(socket -> socket.substring(socket.indexOf(':')))
                .containsExactlyInAnyOrder(hex(AMQP), hex(STOMP), hex(MANAGEMENT), hex(server.distributionPort()));
    }

    @Test
    void aRegisteredCertificateLogsInByAmqpAndMayDoWhatItsGroupMay() throws Exception {
        try (Connection connection = amqp(KNOWN, AUTHORITY, DefaultSaslConfig.EXTERNAL)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish("", "registrations", null, new byte[] {1});
            channel.waitForConfirmsOrDie(10_000);
            assertThatThrownBy(() -> channel.queueDeclare("mine", false, false, false, Map.of()))
                    .hasStackTraceContaining("ACCESS_REFUSED");
        }
    }

    @Test
    void aRegisteredCertificateLogsInByStomp() throws Exception {
        assertThat(stomp(context(KNOWN, AUTHORITY), "")).startsWith("CONNECTED");
    }

    @Test
    void aCertificateThatIsNotInTheRegistryIsRefused() {
        assertThatThrownBy(() -> amqp(UNREGISTERED, AUTHORITY, DefaultSaslConfig.EXTERNAL))
                .isInstanceOf(IOException.class);
        assertThat(stompOrRefusal(UNREGISTERED, "")).doesNotStartWith("CONNECTED");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() {
        assertThatThrownBy(() -> amqp(STRANGER, AUTHORITY, DefaultSaslConfig.EXTERNAL))
                .isInstanceOf(IOException.class);
        assertThat(stompOrRefusal(STRANGER, "")).isEqualTo("refused");
    }

    @Test
    void nobodyGetsInWithoutACertificate() {
        assertThatThrownBy(() -> amqp(null, AUTHORITY, DefaultSaslConfig.PLAIN)).isInstanceOf(IOException.class);
        assertThat(stompOrRefusal(null, "login:guest\npasscode:guest\n")).isEqualTo("refused");
    }

    @Test
    void passwordsOpenNoQueue() throws IOException {
        String password = Files.readString(SETTINGS.resolve("admin-password")).strip();

        assertThatThrownBy(() -> amqp(KNOWN, AUTHORITY, DefaultSaslConfig.PLAIN))
                .hasStackTraceContaining("No compatible authentication mechanism");
        assertThat(stompOrRefusal(KNOWN, "login:guest\npasscode:guest\n")).doesNotStartWith("CONNECTED");
        assertThat(password).hasSizeGreaterThan(30);
    }

    @Test
    void theServerProvesWhoItIs() {
        assertThatThrownBy(() -> amqp(KNOWN, STRANGERS, DefaultSaslConfig.EXTERNAL))
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void nothingIsSaidInTheClear() throws Exception {
        for (int port : new int[] {AMQP, STOMP}) {
            String greeting = port == AMQP ? "AMQP\0\0\11\1" : "CONNECT\naccept-version:1.2\n\n\0";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(reply(socket, greeting)).doesNotContain("CONNECTED", "PLAIN", "EXTERNAL", "ERROR");
            }
        }
    }

    @Test
    void oldVersionsOfTlsAreRefused() throws Exception {
        for (int port : new int[] {AMQP, STOMP, MANAGEMENT}) {
            try (SSLSocket socket =
                    (SSLSocket) context(KNOWN, AUTHORITY).getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void theManagementKnowsTheAdministratorOnly() throws Exception {
        assertThat(Sluice.run("rabbitmq", "user", "list", "--json", "-c", service.toString())
                        .json()
                        .findValuesAsText("name"))
                .containsExactlyInAnyOrder(
                        "sluice-admin", "UID=r+CN=Ren\\C3\\A9 host/se.example.org,O=Acme\\, Inc.,DC=org");
        assertThat(management("https", "guest:guest").map(HttpResponse::statusCode))
                .hasValue(401);
        assertThat(management("https", "sluice-admin:sluice-admin").map(HttpResponse::statusCode))
                .hasValue(401);
        assertThat(management("http", "guest:guest").map(HttpResponse::statusCode))
                .as("in the clear")
                .isNotEqualTo(Optional.of(200))
                .isNotEqualTo(Optional.of(401));
    }

    @Test
    void producersAreHeldUpBeforeDiskAndMemoryRunOut() throws Exception {
        String password = Files.readString(SETTINGS.resolve("admin-password")).strip();

        // A node tells of its limits with its first statistics, a few seconds after its start.
        await().atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(management("https", "sluice-admin:" + password, "/api/nodes")
                                .orElseThrow()
                                .body())
                        .contains("\"disk_free_limit\":50000000")
                        .containsPattern("\"mem_limit\":[1-9]"));
    }

    @Test
    void whoAsksWronglyIsToldHowToAsk() throws IOException {
        String good = Files.readString(service);
        Path plain = EngineServer.writeConfiguration(
                FOLDER.resolve("plain.cfg"),
                good.replaceAll("SSLVersion = TLS", "").replaceAll("CALocation = .*", ""));
        Path untrusting = EngineServer.writeConfiguration(
                FOLDER.resolve("untrusting.cfg"),
                good.replace(
                        AUTHORITY.certificate().toString(),
                        STRANGERS.certificate().toString()));
        Path unencrypted = EngineServer.writeConfiguration(
                FOLDER.resolve("unencrypted.cfg"),
                good.replaceAll(
                        "ManagementPort = .*",
                        "ManagementPort = " + Servers.rabbitMq().managementPort()));

        assertThat(failure(plain)).contains("ManagementTLS");
        assertThat(failure(untrusting)).contains("is not trusted").contains("CALocation of 'rabbit'");
        assertThat(failure(unencrypted)).contains("no encrypted connection").contains("ManagementTLS");
    }

    private static String failure(Path configuration) {
        Sluice failed = Sluice.run("rabbitmq", "user", "list", "-c", configuration.toString());
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).startsWith("sluice: ").doesNotContain("\tat ");
        return failed.err();
    }

    @Test
    void anotherInstallationKeepsWhatWasThere() throws IOException {
        Path other = Files.createDirectories(FOLDER.resolve("other"));
        Files.writeString(other.resolve("rabbitmq.conf"), "mine\n");
        Path password = Files.writeString(FOLDER.resolve("given"), "given password\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        String[] command = {"rabbitmq", "install", "--apply", other.toString(), "--password-file", password.toString()};

        Sluice.run(command);
        Sluice again = Sluice.run(command);

        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("there is no file /etc/rabbitmq/ca.pem yet");
        assertThat(other.resolve("rabbitmq.conf.before-sluice")).hasContent("mine");
        assertThat(other.resolve("admin-password")).doesNotExist();
        assertThat(other.resolve("definitions.json")).content().doesNotContain("given password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other.resolve("definitions.json"))))
                .isEqualTo("rw-r-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SETTINGS.resolve("admin-password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutApplyItIsPrintedOnly() {
        Sluice printed = Sluice.run("rabbitmq", "install", "--amqp-port", "5555");

        assertThat(printed.exitCode()).isZero();
        assertThat(printed.out())
                .contains("### rabbitmq.conf", "listeners.ssl.default = 5555", "\"password_hash\" : \"********\"");
        assertThat(Sluice.run("rabbitmq", "install", "--memory", "2").exitCode())
                .isEqualTo(2);
        assertThat(Sluice.run("rabbitmq", "install", "--disk-free", "1; x").exitCode())
                .isEqualTo(2);
    }

    private static String configuration() {
        return """
        Resources
        {
          MQServices
          {
            rabbit
            {
              MQType = RabbitMQ
              Host = 127.0.0.1
              Port = %d
              SSLVersion = TLS
              CALocation = %s
              ManagementPort = %d
              ManagementUser = sluice-admin
              ManagementPassword = ${file:%s}
              Permissions
              {
                producers
                {
                  Write = ^(amq\\.default|registrations)$
                }
              }
            }
          }
        }
        Registry
        {
          Users
          {
            rene
            {
              DN = %s
            }
          }
          Groups
          {
            producers
            {
              Users = rene
            }
          }
        }
        """
                .formatted(AMQP, AUTHORITY.certificate(), MANAGEMENT, SETTINGS.resolve("admin-password"), DN);
    }

    private static Connection amqp(@Nullable Credential credential, Authority trusted, SaslConfig login)
            throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(AMQP);
        factory.setConnectionTimeout(10_000);
        factory.setHandshakeTimeout(10_000);
        factory.useSslProtocol(context(credential, trusted));
        factory.setSaslConfig(login);
        return factory.newConnection();
    }

    private static String stompOrRefusal(@Nullable Credential credential, String headers) {
        try {
            String reply = stomp(context(credential, AUTHORITY), headers);
            return reply.isEmpty() ? "refused" : reply;
        } catch (IOException e) {
            return "refused";
        }
    }

    private static String stomp(SSLContext context, String headers) throws IOException {
        try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", STOMP)) {
            return reply(socket, "CONNECT\naccept-version:1.2\nhost:/\n" + headers + "\n\0");
        }
    }

    /** What the server says before it ends the connection, or the first frame. */
    private static String reply(Socket socket, String greeting) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(greeting.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        InputStream input = socket.getInputStream();
        StringBuilder reply = new StringBuilder();
        for (int octet = input.read(); octet > 0; octet = input.read()) {
            reply.append((char) octet);
        }
        return reply.toString();
    }

    private static Optional<HttpResponse<String>> management(String scheme, String login) throws Exception {
        return management(scheme, login, "/api/whoami");
    }

    private static Optional<HttpResponse<String>> management(String scheme, String login, String path)
            throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(context(null, AUTHORITY)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + MANAGEMENT + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .build();
        try {
            return Optional.of(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SSLContext context(@Nullable Credential credential, Authority trusted) {
        Optional<Credential> own = Optional.ofNullable(credential);
        MqTls files = new MqTls(
                "TLS", own.map(Credential::certificate), own.map(Credential::key), Optional.of(trusted.certificate()));
        try {
            return TlsContext.of(files).context();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(int port) {
        return String.format(Locale.ROOT, ":%04X", port);
    }

    private static boolean isEverywhere(String socket) {
        return socket.substring(0, socket.indexOf(':')).matches("0+");
    }
}
