package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StompTlsTest {

    private static final String PASSWORD = "changeit";

    private final Path directory;

    StompTlsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void speaksTlsToAHostWhoseCertificateItTrusts() throws Exception {
        try (EmbeddedBroker broker = tlsBroker("ip:127.0.0.1")) {
            assertThat(send(broker, true).getException()).isNull();
            assertThat(broker.messages("events")).isEqualTo(1);
        }
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        try (EmbeddedBroker broker = tlsBroker("dns:elsewhere.example")) {
            assertThat(send(broker, true).getException())
                    .hasMessageContaining("nothing was sent")
                    .hasMessageContaining("TLS: the broker's certificate is for another host")
                    .hasMessageContaining("127.0.0.1");
        }
    }

    @Test
    void refusesACertificateThatItDoesNotTrust() throws Exception {
        try (EmbeddedBroker broker = tlsBroker("ip:127.0.0.1")) {
            assertThat(send(broker, false).getException())
                    .hasMessageContaining("nothing was sent")
                    .hasMessageContaining("TLS: the broker's certificate is by an authority that is not trusted");
        }
    }

    @Test
    void aBeanOfARouteInYamlNamesPemFiles() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            ResourceHelper.fromString(
                                    "route.yaml",
                                    """
                            - beans:
                                - name: grid
                                  type: org.sluice.routes.tls.PemTls
                                  properties:
                                    hostCertificate: /nowhere/hostcert.pem
                                    hostKey: /nowhere/hostkey.pem
                                    caLocation: /nowhere/certificates
                            - from:
                                uri: stomp:/queue/events?brokerURL=ssl://localhost:1&sslContextParameters=#grid
                                steps:
                                  - log: "${body}"
                            """));
            camel.start();
            StompComponent component = camel.getComponent("stomp", StompComponent.class);
            await().untilAsserted(() -> assertThat(component.connectionStates())
                    .singleElement()
                    .satisfies(state -> assertThat(state.lastError())
                            .contains(
                                    "No connection to ssl://localhost:1 can be made: TLS: /nowhere/hostcert.pem does not"
                                            + " exist")));
        }
    }

    private EmbeddedBroker tlsBroker(String subjectAlternativeName) throws Exception {
        Path keys = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "broker",
                        "-dname",
                        "CN=broker",
                        "-ext",
                        "san=" + subjectAlternativeName,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        EmbeddedBroker broker = EmbeddedBroker.withTls(keys, PASSWORD);
        broker.start();
        return broker;
    }

    private Exchange send(EmbeddedBroker broker, boolean trusting) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            if (trusting) {
                camel.getRegistry().bind("trust", trust());
            }
            camel.start();
            String uri = "stomp:/queue/events?requestTimeout=5s&brokerURL=" + broker.url()
                    + (trusting ? "&sslContextParameters=#trust" : "");
            return camel.createProducerTemplate()
                    .send(uri, exchange -> exchange.getMessage().setBody("event"));
        }
    }

    private SSLContextParameters trust() {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + directory.resolve("keys.p12"));
        store.setPassword(PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }
}
