package org.sluice.config.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "50 ms, PT0.05S",
        "50ms, PT0.05S",
        "0.05 s, PT0.05S",
        "2 s, PT2S",
        "1 min, PT1M",
        "12 h, PT12H",
        "30 d, PT720H",
        "0.5 d, PT12H",
        "7, PT0.007S",
        "0, PT0S"
    })
    void readsANumberAndAUnit(String text, Duration expected) {
        assertThat(Durations.parse(text, ChronoUnit.MILLIS)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ms", "-5 s", "5 weeks", "5 m", "1,5 s", "1e3 ms", "5 s s", ".5 s", "999999999 d", "٣ s"})
    void refusesEverythingElse(String text) {
        assertThat(Durations.parse(text, ChronoUnit.MILLIS)).isEmpty();
    }
}
