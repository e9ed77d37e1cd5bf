package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqHost;
import org.sluice.config.mq.MqType;
import org.sluice.config.mq.MqUri;

class EngineSettingsTest {

    private static final String QUEUES =
            """
            Resources { MQServices { rabbit {
            MQType = RabbitMQ
            Host = h
            Queues { files { } bad { } notices { } }
            Topics { news { } }
            } } }
            """;

    @Test
    void anEmptyConfigurationMeansTheEmbeddedDefaults() {
        assertThat(Configuration.empty().engine())
                .isEqualTo(new EngineSettings(
                        true,
                        List.of(MqUri.parse("embedded::Queues::registrations")),
                        Optional.of(MqUri.parse("embedded::Queues::dead-letters")),
                        Optional.of(MqUri.parse("embedded::Queues::task-notices")),
                        500,
                        Duration.ofMillis(50),
                        2,
                        8080,
                        Duration.ofDays(30),
                        Path.of("conf/routes"),
                        Map.of(),
                        32,
                        Duration.ofSeconds(5),
                        true,
                        Path.of("data"),
                        61613));
        assertThat(Configuration.empty().check()).isEmpty();
    }

    @Test
    void theEmbeddedBrokerSpeaksStompOnLoopback() {
        MqDestination queue = settings("EmbeddedBrokerPort = 61700").queues().resolve(EmbeddedBroker.REGISTRATIONS);

        assertThat(queue.service().type()).isEqualTo(MqType.STOMP);
        assertThat(queue.service().hosts()).containsExactly(new MqHost("127.0.0.1", 61700));
        assertThat(queue.acknowledgement()).isTrue();
        assertThat(queue.stompAddress()).isEqualTo("/queue/registrations");
    }

    @Test
    void readsEverything() {
        EngineSettings engine = settings(
                        """
                        Source = rabbit::Queues::files, rabbit::Topic::news
                        DeadLetter = rabbit::Queues::bad
                        TaskNotices = rabbit::Queues::notices
                        BatchSize = 10
                        BatchTimeout = 2 s
                        Consumers = 4
                        HttpPort = 0
                        JournalRetention = 12 h
                        RoutesDirectory = /etc/routes
                        MaxLineage = 3
                        PluginTimeout = 20
                        RefuseCycles = no
                        DataDirectory = /var/lib/sluice
                        EmbeddedBrokerPort = 1234
                        MetadataFields
                        {
                          DataLevel = int
                          Energy = FLOAT
                          Start = datetime
                          Site = VARCHAR(128)
                          Zenith = integer
                        }
                        """)
                .engine();

        assertThat(engine)
                .usingRecursiveComparison()
                .isEqualTo(new EngineSettings(
                        false,
                        List.of(MqUri.parse("rabbit::Queues::files"), MqUri.parse("rabbit::Topics::news")),
                        Optional.of(MqUri.parse("rabbit::Queues::bad")),
                        Optional.of(MqUri.parse("rabbit::Queues::notices")),
                        10,
                        Duration.ofSeconds(2),
                        4,
                        0,
                        Duration.ofHours(12),
                        Path.of("/etc/routes"),
                        engine.metadataFields(),
                        3,
                        Duration.ofSeconds(20),
                        false,
                        Path.of("/var/lib/sluice"),
                        1234));
        assertThat(engine.metadataFields())
                .containsExactly(
                        entry("DataLevel", MetadataType.INT),
                        entry("Energy", MetadataType.FLOAT),
                        entry("Start", MetadataType.DATE),
                        entry("Site", MetadataType.STRING),
                        entry("Zenith", MetadataType.INT));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"50 ms, PT0.05S", "50ms, PT0.05S", "0.05 s, PT0.05S", "50, PT0.05S", "1 min, PT1M"})
    void aBareNumberOfTheBatchTimeoutIsMilliseconds(String text, Duration expected) {
        assertThat(settings("BatchTimeout = " + text).engine().batchTimeout()).isEqualTo(expected);
    }

    @Test
    void aBareNumberOfTheJournalRetentionIsDays() {
        assertThat(settings("JournalRetention = 7").engine().journalRetention()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void withASourceThereIsNoEmbeddedBroker() {
        Configuration configuration = settings("Source = rabbit::Queues::files");

        assertThat(configuration.engine().deadLetter()).isEmpty();
        assertThat(configuration.queues().services()).containsExactly("rabbit");
        assertThat(configuration.check())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:7:1: 'Source' without 'DeadLetter': messages that are no events will go to a queue"
                                + " named after the first source, with '.dead-letters' behind its name");
    }

    @Test
    void mistakesAreNamedWithTheirPlace() {
        assertThatThrownBy(() -> settings(
                                """
                                Source = rabbit::Queues::files, rabbit::Queues::file, nowhere
                                DeadLetter = rabbit::Queues::bad, rabbit::Queues::notices
                                BatchSize = 0
                                BatchTimeout = fast
                                HttpPort = 65536
                                """)
                        .engine())
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        a.cfg:7:33: 'rabbit::Queues::file': service 'rabbit' has no queue 'file'; it has rabbit::Queues::files, rabbit::Queues::bad, rabbit::Queues::notices, rabbit::Topics::news; did you mean 'files'?
                        a.cfg:7:55: 'nowhere' is not an mqURI, service::Queues::name or service::Topics::name: it has 1 part instead of three
                        a.cfg:8:14: expected one mqURI for 'DeadLetter', found 2
                        a.cfg:9:13: expected a whole number from 1 to 100000 for 'BatchSize', found '0'
                        a.cfg:10:16: expected a number and one of ms, s, min, h, d, such as '50 ms' or '0.5 s' for 'BatchTimeout', found 'fast'
                        a.cfg:11:12: expected a whole number from 0 to 65535 for 'HttpPort', found '65536'""");
    }

    @Test
    void unknownOptionsAndTypesAreWarnedOf() {
        assertThat(settings("BatchSzie = 1\nPlugins { }\nMetadataFields {\n E = flaot\n F { }\n}")
                        .check())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:7:1: unknown option 'BatchSzie' in /Systems/Transformation/Sluice; did you mean"
                                + " 'BatchSize'?",
                        "a.cfg:8:1: unknown section 'Plugins' in /Systems/Transformation/Sluice",
                        "a.cfg:11:2: unknown section 'F' in /Systems/Transformation/Sluice/MetadataFields",
                        "a.cfg:10:6: 'flaot' is not one of int, float, date, string; 'E' is taken as a string");
    }

    private static Configuration settings(String body) {
        return Configuration.parse(
                "a.cfg", QUEUES.strip() + " Systems { Transformation { Sluice {\n" + body + "\n} } }");
    }
}
