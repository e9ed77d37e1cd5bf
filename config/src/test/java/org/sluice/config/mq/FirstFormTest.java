package org.sluice.config.mq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.identity.DistinguishedName;
import org.sluice.config.mq.MqDestination.ProducerRule;
import org.sluice.config.mq.MqDestination.QueueType;
import org.sluice.config.value.Secret;

class FirstFormTest {

    private static final String SLIDES =
            """
            Resources
            {
              MQServices
              {
                mardirac3.in2p3.fr
                {
                  MQType = Stomp
                  Host = mardirac3.in2p3.fr, mardirac4.in2p3.fr:9166, [::1]:9167
                  Port = 9165
                  VHost = /
                  User = guest
                  Password = guest
                  SSLVersion = TLSv1.2
                  HostCertificate = /etc/cert.pem
                  HostKey = /etc/key.pem
                  CALocation = /etc/ca.pem
                  Prefetch = 100
                  Queues
                  {
                    TestQueue
                    {
                      Acknowledgement = True
                      Persistent = False
                    }
                    Quorum
                    {
                      Type = quorum
                      Prefetch = 10
                      AllowedProducers
                      {
                        production
                        {
                          DN = /DC=ch/O=CERN/CN=prod, the one
                          User = prod
                          LFNPrefixes = /vo/prod/, /vo/mc/
                        }
                      }
                    }
                  }
                  Topics
                  {
                    News
                    {
                    }
                  }
                }
              }
            }
            """;

    @Test
    void readsTheServiceOfTheSlides() {
        MqDestination queue =
                Configuration.parse("a.cfg", SLIDES).queues().resolve("mardirac3.in2p3.fr::Queue::TestQueue");

        MqService service = queue.service();
        assertThat(service.type()).isEqualTo(MqType.STOMP);
        assertThat(service.hosts())
                .containsExactly(
                        new MqHost("mardirac3.in2p3.fr", 9165),
                        new MqHost("mardirac4.in2p3.fr", 9166),
                        new MqHost("::1", 9167));
        assertThat(service.hosts().get(2)).hasToString("[::1]:9167");
        assertThat(service.vhost()).isEqualTo("/");
        assertThat(service.user()).hasValue("guest");
        assertThat(service.password()).map(Secret::reveal).hasValue("guest");
        assertThat(service.tls())
                .hasValue(new MqTls(
                        "TLSv1.2",
                        Optional.of(Path.of("/etc/cert.pem")),
                        Optional.of(Path.of("/etc/key.pem")),
                        Optional.of(Path.of("/etc/ca.pem"))));
        assertThat(service.heartBeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(service.toString()).doesNotContain("Secret[guest").contains("password=Optional[********]");
    }

    @Test
    void readsItsDestinations() {
        MqServices queues = Configuration.parse("a.cfg", SLIDES).queues();

        assertThat(queues.destinations())
                .filteredOn(destination -> destination.service().name().equals("mardirac3.in2p3.fr"))
                .extracting(
                        MqDestination::name,
                        MqDestination::acknowledgement,
                        MqDestination::persistent,
                        MqDestination::durable,
                        MqDestination::queueType,
                        MqDestination::prefetch,
                        MqDestination::stompAddress)
                .containsExactly(
                        tuple("TestQueue", true, false, true, QueueType.CLASSIC, Optional.of(100), "/queue/TestQueue"),
                        tuple("Quorum", true, true, true, QueueType.QUORUM, Optional.of(10), "/amq/queue/Quorum"),
                        tuple("News", true, true, false, QueueType.CLASSIC, Optional.of(100), "/topic/News"));
        assertThat(queues.resolve("mardirac3.in2p3.fr::Queues::Quorum").allowedProducers())
                .containsExactly(new ProducerRule(
                        "production",
                        Optional.of(DistinguishedName.parse("CN=prod\\, the one,O=CERN,DC=ch")),
                        Optional.of("prod"),
                        List.of("/vo/prod/", "/vo/mc/")));
    }

    @Test
    void whereTheConfigurationIsSilentDefaultsHold() {
        MqServices queues = service("plain", "Host = h\nQueues {\n q { }\n }");

        MqDestination queue = queues.resolve("plain::Queues::q");
        assertThat(queue.service())
                .isEqualTo(new MqService(
                        "plain",
                        MqType.STOMP,
                        List.of(new MqHost("h", 61613)),
                        "/",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(15)));
        assertThat(queue.acknowledgement()).isTrue();
        assertThat(queue.persistent()).isTrue();
        assertThat(queue.durable()).isTrue();
        assertThat(queue.prefetch()).isEmpty();
        assertThat(queue.allowedProducers()).isEmpty();
    }

    @Test
    void portsFollowProtocolAndTls() {
        assertThat(port("")).isEqualTo(61613);
        assertThat(port("SSLVersion = TLS")).isEqualTo(61614);
        assertThat(port("MQType = rabbitmq")).isEqualTo(5672);
        assertThat(port("MQType = RabbitMQ\nSSLVersion = TLSv1.3")).isEqualTo(5671);
    }

    @Test
    void everyMistakeIsNamedWithItsPlace() {
        assertThatThrownBy(
                        () -> service(
                                "s",
                                """
                        MQType = Kafka
                        Port = http
                        SSLVersion = TLSv1
                        HostKey = /etc/key.pem
                        Queues
                        {
                          q
                          {
                            Type = mirrored
                            Persistent = perhaps
                            AllowedProducers
                            {
                              x
                              {
                                LFNPrefixes = vo/
                              }
                            }
                          }
                        }
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        a.cfg:4:10: expected one of Stomp, RabbitMQ for 'MQType', found 'Kafka'
                        a.cfg:7:11: 'HostKey' needs 'HostCertificate' beside it
                        a.cfg:6:14: expected one of TLSv1.2, TLSv1.3, TLS (older ones are no longer safe) for 'SSLVersion', found 'TLSv1'
                        a.cfg:5:8: expected a whole number from 1 to 65535 for 'Port', found 'http'
                        a.cfg:3:1: 'Host' is missing in /Resources/MQServices/s
                        a.cfg:13:18: expected True or False for 'Persistent', found 'perhaps'
                        a.cfg:12:12: expected one of classic, quorum for 'Type', found 'mirrored'
                        a.cfg:16:7: expected 'DN' or 'User' in /Resources/MQServices/s/Queues/q/AllowedProducers/x, to say whom it lets in
                        a.cfg:18:23: expected the beginning of an LFN, such as /vo/data/, found 'vo/'""");
    }

    @Test
    void badHostsAreNamed() {
        assertThatThrownBy(() -> service("s", "Host = a, b:x, http://c"))
                .hasMessage(
                        """
                        a.cfg:4:11: expected host or host:port for 'Host', found 'b:x'
                        a.cfg:4:16: expected host or host:port for 'Host', found 'http://c'""");
    }

    @Test
    void unknownNamesAreWarnedOf() {
        String text =
                """
                Resources { MQServices {
                Hst = x
                s {
                Host = h
                Hots = h
                HostCertificate = /c
                HostKey = /k
                User = me
                Queue { }
                Queues {
                Prefetch = 3
                q {
                Persistant = True
                }
                }
                } } }
                """;

        assertThat(Configuration.parse("a.cfg", text).check())
                .allMatch(problem -> !problem.isError())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:2:1: unknown option 'Hst' in /Resources/MQServices",
                        "a.cfg:5:1: unknown option 'Hots' in /Resources/MQServices/s; did you mean 'Host'?",
                        "a.cfg:9:1: unknown section 'Queue' in /Resources/MQServices/s; did you mean 'Queues'?",
                        "a.cfg:6:19: 'HostCertificate' has no effect without 'SSLVersion', which turns TLS on",
                        "a.cfg:7:11: 'HostKey' has no effect without 'SSLVersion', which turns TLS on",
                        "a.cfg:8:8: 'User' without a 'Password' in /Resources/MQServices/s",
                        "a.cfg:11:1: unknown option 'Prefetch' in /Resources/MQServices/s/Queues",
                        "a.cfg:13:1: unknown option 'Persistant' in /Resources/MQServices/s/Queues/q; did you mean"
                                + " 'Persistent'?");
    }

    @Test
    void namesThatNoMqUriCanHoldAreRefused() {
        assertThatThrownBy(() -> service("a::b", "Host = h"))
                .hasMessage("a.cfg:3:1: the name 'a::b' has '::', which separates the parts of an mqURI");
        assertThatThrownBy(() -> service("s", "Host = h\nQueues {\n q::r { }\n}"))
                .hasMessage("a.cfg:6:2: the name 'q::r' has '::', which separates the parts of an mqURI");
        assertThatThrownBy(() -> service("embedded", "Host = h"))
                .hasMessage(
                        "a.cfg:3:1: the name 'embedded' belongs to Sluice's own broker: call this service otherwise");
    }

    @Test
    void anUnknownMqUriSaysWhichPartIsUnknownAndWhatExists() {
        MqServices queues = Configuration.parse("a.cfg", SLIDES).queues();

        assertThatThrownBy(() -> queues.resolve("mardirac.in2p3.fr::Queues::TestQueue"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("'mardirac.in2p3.fr::Queues::TestQueue': there is no message queue service"
                        + " 'mardirac.in2p3.fr'; there are: mardirac3.in2p3.fr, embedded; did you mean"
                        + " 'mardirac3.in2p3.fr'?");
        assertThatThrownBy(() -> queues.resolve("mardirac3.in2p3.fr::Queues::News"))
                .hasMessage(
                        "'mardirac3.in2p3.fr::Queues::News': service 'mardirac3.in2p3.fr' has no queue 'News'; it has"
                                + " mardirac3.in2p3.fr::Queues::TestQueue, mardirac3.in2p3.fr::Queues::Quorum,"
                                + " mardirac3.in2p3.fr::Topics::News");
    }

    private static int port(String options) {
        return service("s", "Host = h\n" + options + "\nQueues {\n q { }\n}")
                .resolve("s::Queues::q")
                .service()
                .hosts()
                .get(0)
                .port();
    }

    private static MqServices service(String name, String body) {
        String text = "Resources {\n MQServices {\n" + name + " {\n" + body + "\n}\n}\n}";
        return Configuration.parse("a.cfg", text).queues();
    }
}
