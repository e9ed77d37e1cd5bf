package org.sluice.routes.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://broker:61613 | tcp://broker:61613",
                "broker | tcp://broker:61613",
                "ssl://broker | ssl://broker:61614",
                "TLS://broker:1 | ssl://broker:1",
                "tcp://[::1]:7 | tcp://[::1]:7",
                "tcp://a:1, ssl://b:2 | tcp://a:1 ssl://b:2",
                "failover:(tcp://a:1,tcp://b:2)?randomize=false | tcp://a:1 tcp://b:2",
                "failover://(tcp://a:1) | tcp://a:1",
                "failover:tcp://a:1 | tcp://a:1"
            })
    void readsBrokerUrls(String url, String addresses) {
        assertThat(BrokerAddress.parseList(url))
                .extracting(BrokerAddress::toString)
                .containsExactly(addresses.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://broker", "tcp://", "tcp://a b", "tcp://a:x", "", ","})
    void saysWhatIsNoBrokerUrl(String url) {
        assertThatThrownBy(() -> BrokerAddress.parseList(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brokerURL")
                .hasMessageContaining("tcp://host:61613");
    }

    @Test
    void heartBeatsAreAgreedAsTheSpecificationSays() {
        HeartBeat ours = HeartBeat.parse("1000, 2000");
        HeartBeat brokers = HeartBeat.parse("3000,500");
        assertThat(ours.sendEvery(brokers)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ours.receiveEvery(brokers)).isEqualTo(Duration.ofSeconds(3));
        assertThat(ours.sendEvery(HeartBeat.NONE)).isZero();
        assertThat(HeartBeat.NONE.receiveEvery(brokers)).isZero();
        assertThat(ours).hasToString("1000,2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1000", "1,2,3", "-1,5", "a,b"})
    void saysWhatIsNoHeartBeat(String text) {
        assertThatThrownBy(() -> HeartBeat.parse(text)).hasMessageContaining("heartbeat '" + text + "'");
    }

    @Test
    void delaysDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3), () -> 1.0);
        assertThat(Stream.generate(backoff::next).limit(5))
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1000L, 2000L, 3000L, 3000L);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
    }

    @Property
    void delaysStayBetweenHalfAndWhole(
            @ForAll @IntRange(max = 100) int before, @ForAll @DoubleRange(max = 1) double random) {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), () -> random);
        for (int i = 0; i < before; i++) {
            backoff.next();
        }
        long whole = Math.min(30_000, before > 10 ? 30_000 : 500L << before);
        assertThat(backoff.next().toMillis()).isBetween(whole / 2, whole);
    }
}
