package org.sluice.config.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    private static final List<String> KNOWN = List.of("BatchSize", "BatchTimeout", "Host", "HostKey", "Port");

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({
        "BatchSzie, BatchSize",
        "batchsize, BatchSize",
        "Hots, Host",
        "host, Host",
        "HostKeys, HostKey",
        "BatchTimeOut, BatchTimeout",
        "prt, Port"
    })
    void findsTheNearest(String name, String nearest) {
        assertThat(Names.nearest(name, KNOWN)).hasValue(nearest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Consumers", "", "X", "BatchRetention"})
    void findsNothingFarAway(String name) {
        assertThat(Names.nearest(name, KNOWN)).isEmpty();
    }
}
