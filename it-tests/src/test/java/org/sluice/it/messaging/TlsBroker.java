package org.sluice.it.messaging;

import java.nio.file.Path;
import java.util.Optional;
import org.sluice.config.Configuration;
import org.sluice.it.server.Authority;
import org.sluice.it.server.Authority.Credential;
import org.sluice.it.server.FreePorts;
import org.sluice.it.server.RabbitMqServer;
import org.sluice.it.server.Servers;

/** A RabbitMQ that takes encrypted connections too, by password or by certificate, and those who have certificates. */
final class TlsBroker {
    static final Path FOLDER = Servers.folder("messaging-tls");
    static final Authority AUTHORITY = Authority.create(FOLDER.resolve("authority"));

    /** In OpenSSL's slash form, and what RabbitMQ calls its holder. */
    static final String JANE = "/O=Tests/CN=jane";

    static final String JANE_AT_RABBITMQ = "CN=jane,O=Tests";

    static final Credential OF_JANE = AUTHORITY.client("jane", JANE);

    private static final int AMQP = FreePorts.next();
    private static final int STOMP = FreePorts.next();

    private TlsBroker() {}

    private static final class Started {
        static final RabbitMqServer SERVER = start();
    }

    /** Its certificate is for {@code localhost} and for no other name. */
    static RabbitMqServer server() {
        return Started.SERVER;
    }

    private static RabbitMqServer start() {
        Credential own = AUTHORITY.server("localhost", "DNS:localhost");
        RabbitMqServer server = RabbitMqServer.start(
                FOLDER.resolve("broker"),
                ",rabbitmq_auth_mechanism_ssl",
                """
                listeners.ssl.default = 127.0.0.1:%d
                stomp.listeners.ssl.1 = 127.0.0.1:%d
                ssl_options.cacertfile = %s
                ssl_options.certfile = %s
                ssl_options.keyfile = %s
                ssl_options.verify = verify_peer
                ssl_options.fail_if_no_peer_cert = false
                ssl_cert_login_from = distinguished_name
                auth_mechanisms.1 = PLAIN
                auth_mechanisms.2 = EXTERNAL
                stomp.ssl_cert_login = true
                """
                        .formatted(AMQP, STOMP, AUTHORITY.certificate(), own.certificate(), own.key()));
        server.user(JANE_AT_RABBITMQ, "unused");
        return server;
    }

    static int port(String type) {
        return type.equals("Stomp") ? STOMP : AMQP;
    }

    /** The options by which somebody logs in: a certificate, or else a password. */
    static String login(Optional<Credential> credential) {
        return credential
                .map(own -> "HostCertificate = " + own.certificate() + "\nHostKey = " + own.key())
                .orElse("User = guest\nPassword = guest");
    }

    /** Whom to trust. */
    static String trust(Authority authority) {
        return "CALocation = " + authority.certificate();
    }

    /** The service {@code broker} with queue and topic of that name, and a durable topic. */
    static Configuration configuration(String type, String host, int port, String name, String options) {
        return Configuration.parse(
                "test.cfg",
                """
                Resources
                {
                  MQServices
                  {
                    broker
                    {
                      MQType = %1$s
                      Host = %2$s
                      Port = %3$d
                      SSLVersion = TLS
                      %4$s
                      Queues
                      {
                        %5$s
                        {
                        }
                      }
                      Topics
                      {
                        %5$s
                        {
                        }
                      }
                    }
                  }
                }
                """
                        .formatted(type, host, port, options, name));
    }
}
