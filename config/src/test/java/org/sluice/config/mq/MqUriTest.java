package org.sluice.config.mq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.mq.MqUri.Kind;

class MqUriTest {

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "mardirac3.in2p3.fr::Queues::TestQueue, mardirac3.in2p3.fr::Queues::TestQueue",
        "mardirac3.in2p3.fr::Queue::TestQueue, mardirac3.in2p3.fr::Queues::TestQueue",
        "a::Topic::t:1, a::Topics::t:1",
        "a::Topics::t, a::Topics::t",
        "' a :: Queues :: q ', a::Queues::q"
    })
    void readsBothNumbersAndWritesThePlural(String text, String canonical) {
        assertThat(MqUri.parse(text)).hasToString(canonical);
    }

    @Test
    void hasThreeParts() {
        assertThat(MqUri.parse("s::Topics::t")).isEqualTo(new MqUri("s", Kind.TOPIC, "t"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a              | it has 1 part instead of three
                    a::Queues      | it has 2 parts instead of three
                    a::Queues::b::c| it has 4 parts instead of three
                    ::Queues::b    | the service, its first part, is empty
                    a::Queues::    | the name of the queue or topic, its third part, is empty
                    a::Exchange::b | its second part is 'Exchange' instead of Queues or Topics
                    a::queues::b   | its second part is 'queues' instead of Queues or Topics; did you mean 'Queues'?
                    a::Topcs::b    | its second part is 'Topcs' instead of Queues or Topics; did you mean 'Topics'?
                    """)
    void saysWhichPartIsWrong(String text, String reason) {
        assertThatThrownBy(() -> MqUri.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "'" + text + "' is not an mqURI, service::Queues::name or service::Topics::name: " + reason);
    }

    @Test
    void cannotBeMadeOfPartsThatCouldNotBeReadAgain() {
        assertThatThrownBy(() -> new MqUri("a::b", Kind.QUEUE, "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MqUri("a", Kind.QUEUE, " ")).isInstanceOf(IllegalArgumentException.class);
    }
}
