package org.sluice.routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqHost;

class DestinationsTest {
    private static final String SERVICE =
            """
            Resources { MQServices {
              cern
              {
                MQType = RabbitMQ
                Host = mq.cern.ch
                Queues {
                  files
                  {
                    Type = quorum
                  }
                  rejects { }
                }
              }
            } }
            """;

    @Test
    void theEmbeddedBrokerIsWhereItListens() {
        Destinations destinations = new Destinations(Configuration.empty(), Optional.of(4711));
        assertThat(destinations.sources()).extracting(MqDestination::uri).containsExactly(EmbeddedBroker.REGISTRATIONS);
        assertThat(destinations.deadLetters().uri()).isEqualTo(EmbeddedBroker.DEAD_LETTERS);
        assertThat(destinations.deadLetters().service().hosts()).isEqualTo(List.of(new MqHost("127.0.0.1", 4711)));
    }

    @Test
    void rejectedEventsGoBesidesTheSourceWhereNothingElseIsSaid() {
        Destinations destinations = new Destinations(
                Configuration.parse("test", SERVICE + sluice("Source = cern::Queues::files")), Optional.empty());
        MqDestination letters = destinations.deadLetters();
        assertThat(letters.uri()).hasToString("cern::Queues::files.dead-letters");
        assertThat(letters.queueType()).isEqualTo(MqDestination.QueueType.QUORUM);
        assertThat(letters.persistent()).isTrue();
        assertThat(destinations.taskNotices()).isEmpty();
    }

    @Test
    void sourcesAreAcknowledgedWhateverTheQueueSays() {
        Destinations destinations = new Destinations(
                Configuration.parse(
                        "test",
                        SERVICE.replace("Type = quorum", "Acknowledgement = False")
                                + sluice("Source = cern::Queues::files")),
                Optional.empty());
        assertThat(destinations.sources()).singleElement().satisfies(source -> assertThat(source.acknowledgement())
                .isTrue());
    }

    @Test
    void rejectedEventsGoWhereTheConfigurationSays() {
        Destinations destinations = new Destinations(
                Configuration.parse(
                        "test", SERVICE + sluice("Source = cern::Queues::files\n  DeadLetter = cern::Queues::rejects")),
                Optional.empty());
        assertThat(destinations.deadLetters().uri()).hasToString("cern::Queues::rejects");
    }

    private static String sluice(String options) {
        return "Systems { Transformation { Sluice {\n  " + options + "\n} } }\n";
    }
}
