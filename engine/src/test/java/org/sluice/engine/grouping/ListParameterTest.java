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
                "[ 'SE1 ' , 'SE2' ]",
                "[u'SE1', u\"SE2\"]",
                "(u'SE1', 'SE2',)",
                "['\\x53E1', '\\u0053E2']",
                "[\"\\u0053E1\", \"SE2\"]",
                "(SE1, SE2)",
                "`[\n'SE1',\n'SE2'\n]`"
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
    @ValueSource(strings = {"[u'SE1']", "('SE1',)", "('SE1')", "[SE1]", "SE1"})
    void readsOne(String text) {
        assertThat(ListParameter.parse(text)).contains(List.of("SE1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['SE1'",
                "[\"SE1\" \"SE2\"]",
                "[['SE1']]",
                "['SE1'] x",
                "[{'a':1}]",
                "['SE1', None]",
                "[null]",
                "['SE1', SE2]",
                "['\\x5']",
                "(SE1",
                "['SE1')"
            })
    void refusesWhatBeginsAsAListAndIsNone(String text) {
        assertThat(ListParameter.parse(text)).isEmpty();
    }
}
