package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListParameterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"SE1\",\"SE2\"]",
                "['SE1', 'SE2']",
                "['SE1', \"SE2\",]",
                "('SE1', 'SE2')",
                "SE1,SE2",
                " SE1 , SE2, ",
                "[SE1, SE2]",
                "[ 'SE1 ' , 'SE2' ]"
            })
    void readsEveryForm(String text) {
        assertThat(ListParameter.parse(text)).contains(List.of("SE1", "SE2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "None", "[]", "()", ",", "['']"})
    void readsNothing(String text) {
        assertThat(ListParameter.parse(text)).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"['SE1'", "[\"SE1\" \"SE2\"]", "[['SE1']]", "['SE1'] x", "[{'a':1}]"})
    void refusesWhatBeginsAsAListAndIsNone(String text) {
        assertThat(ListParameter.parse(text)).isEmpty();
    }
}
