package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T00:23:41.250Z,        2026-11-22T00:23:41.250Z",
        "2026-11-22T00:23:41.25+00:00,    2026-11-22T00:23:41.250Z",
        "2026-11-22T00:23:41+00:00,       2026-11-22T00:23:41Z",
        "2026-11-22T00:23:41.123456,      2026-11-22T00:23:41.123456Z",
        "2026-11-22T00:23:41Z,            2026-11-22T00:23:41Z",
        "2026-11-22t00:23z,               2026-11-22T00:23:00Z",
        "2026-11-22T01:23:41+01:00,       2026-11-22T00:23:41Z",
        "2026-11-22T01:23:41+0100,        2026-11-22T00:23:41Z",
        "2026-11-21T20:23:41.5-04,        2026-11-22T00:23:41.500Z",
        "2026-11-22T00:23:41,             2026-11-22T00:23:41Z",
        "2026-11-22 00:23:41.123456789,   2026-11-22T00:23:41.123456Z",
        "2026-11-22,                      2026-11-22T00:00:00Z",
        "2026-11-22T13:00:00Z,            2026-11-22T13:00:00Z",
        "2026-11-22T13:00:00.000001Z,     2026-11-22T12:00:00Z",
        "+12026-11-22T13:00:00Z,          2026-11-22T12:00:00Z",
    })
    void readsIso8601AndNothingFarInTheFuture(String text, Instant expected) throws Refusal {
        assertThat(EventTime.parse(text, RECEIVED)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "22/11/2026",
                "2026-02-30T00:00:00Z",
                "2026-11-22T25:00:00Z",
                "2026-11-22T00:23:41.0000000001Z",
                "2026-11-22T00:23:41 nonsense",
                "1763771021",
                "0999-12-31T23:59:59Z",
                "2026-11-22T00:00:00+99:00"
            })
    void refusesWhatNamesNoMoment(String text) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> EventTime.parse(text, RECEIVED))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(RejectionReason.INVALID_TIME))
                .withMessageContaining("\"" + text + "\"")
                .withMessageContaining("2026-11-22T00:23:41.250Z");
    }

    @Test
    void showsOnlyTheBeginningOfALongText() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> EventTime.parse("x".repeat(1_000_000), RECEIVED))
                .satisfies(refusal -> assertThat(refusal.sentence()).hasSizeLessThan(500));
    }
}
