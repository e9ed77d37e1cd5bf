package org.sluice.routes.mq;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.sluice.config.Configuration;
import org.sluice.config.mq.MqService;
import org.sluice.routes.health.Condition;
import org.sluice.routes.health.Conditions;

/** What breaks together is told once, whatever each connection has to say. */
class OutagesTest {
    private static final MqService SERVICE = Configuration.parse(
                    "test",
                    """
                    Resources
                    {
                      MQServices
                      {
                        rabbit
                        {
                          MQType = Stomp
                          Host = mq.example.org
                          Port = 1
                          Queues
                          {
                            q
                            {
                            }
                          }
                        }
                      }
                    }
                    """)
            .queues()
            .resolve("rabbit::Queues::q")
            .service();

    private final Conditions conditions = new Conditions();
    private final Outages outages = new Outages(conditions);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Condition.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Level before = logger.getEffectiveLevel();

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(before);
    }

    @Test
    void oneSentenceWhenTheFirstBreaksAndOneWhenAllAreBack() {
        Outages.Line producers = outages.line(SERVICE, "producers");
        Outages.Line consumers = outages.line(SERVICE, "consumers");
        producers.connected();
        consumers.connected();
        assertThat(conditions.allUp()).isTrue();

        producers.broken("connection reset");
        assertThat(consumers.problem()).isEmpty();
        consumers.broken("the broker sends no heart-beats");
        assertThat(producers.problem()).isEqualTo(consumers.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("rabbit", "mq.example.org:1", "the broker sends no heart-beats"));
        // What is consumed over it is away for the same reason, and says nothing more.
        conditions.of("The source q").down(consumers.problem().orElseThrow());
        assertThat(conditions.allUp()).isFalse();

        producers.connected();
        assertThat(outages.connections())
                .containsExactly(
                        new MqConnection("rabbit", "producers", true, 1),
                        new MqConnection("rabbit", "consumers", false, 0));
        consumers.connected();
        conditions.of("The source q").up();
        assertThat(conditions.allUp()).isTrue();
        assertThat(told())
                .satisfiesExactly(
                        broken -> assertThat(broken).contains("WARN The service rabbit: ", "connection reset"),
                        back -> assertThat(back).startsWith("INFO The service rabbit is back after "));
    }

    @Test
    void aSubscriptionThatIsRefusedIsToldByItself() {
        Outages.Line shared = outages.line(SERVICE, "consumers");
        shared.connected();
        Outages.Line refused = outages.separate(SERVICE, "subscription to q");
        refused.broken("access refused");
        assertThat(shared.problem()).isEmpty();
        assertThat(refused.problem()).isPresent();
        assertThat(conditions.states())
                .filteredOn(state -> !state.isUp())
                .singleElement()
                .satisfies(state -> assertThat(state.name()).isEqualTo("The subscription to q of rabbit"));
        assertThat(told()).singleElement().asString().startsWith("WARN The subscription to q of rabbit: ");
    }

    @Test
    void whatIsClosedIsNoCondition() {
        Outages.Line producers = outages.line(SERVICE, "producers");
        Outages.Line consumers = outages.line(SERVICE, "consumers");
        producers.connected();
        consumers.broken("connection reset");
        consumers.closed();
        assertThat(conditions.allUp()).isTrue();
        producers.closed();
        assertThat(conditions.states()).isEmpty();
        assertThat(outages.connections()).isEmpty();
    }

    private List<String> told() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }
}
