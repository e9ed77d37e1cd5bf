package org.sluice.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private static UnreadableJsonException refusal(String text) {
        return catchThrowableOfType(UnreadableJsonException.class, () -> StrictJson.read(text));
    }

    private static UnreadableJsonException refusal(byte... bytes) {
        return catchThrowableOfType(UnreadableJsonException.class, () -> StrictJson.decode(bytes));
    }

    @Test
    void keepsNumbersAsTheyWereWritten() throws UnreadableJsonException {
        assertThat(StrictJson.read("[1.50, 123456789012345678901.5, 1e400, 7]"))
                .hasToString("[1.50,123456789012345678901.5,1E+400,7]");
    }

    @Test
    void whatIsEmptyHasNoValue() throws UnreadableJsonException {
        assertThat(StrictJson.read(" \n").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"a" 1}        | 1 | 6
            {"a":1,"a":2}  | 1 | 11
            {} {}          | 1 | 4
            """)
    void whatIsNoJsonIsNamedWithItsPlace(String text, int line, int column) {
        UnreadableJsonException refusal = refusal(text);

        assertThat(refusal).hasMessageStartingWith("this is not JSON: ");
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.column()).isEqualTo(column);
    }

    @Test
    void whatBreaksOffSaysWhatWasBegun() {
        assertThat(refusal("[1,\n{\"a\":1")).hasMessageContaining("begun at line 2, column 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999999", "-1E+9999999999", "1e-9999999999", "1e2147483649", "1e-2147483648"})
    void anExponentBeyondAllNumbersIsRefusedWhereTheNumberStands(String number) {
        UnreadableJsonException refusal = refusal("[7,\n " + number + "]");

        assertThat(refusal).hasMessageContaining("exponent is too large");
        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal.column()).isEqualTo(2);
        assertThat(refusal.offset()).isEqualTo(5);
    }

    @Test
    void whatIsBeyondJacksonsLimitsIsRefusedWithItsPlace() {
        assertThat(refusal("[".repeat(2000) + "]".repeat(2000)))
                .hasMessageContaining("beyond what is read")
                .hasMessageContaining("nesting depth");
        assertThat(refusal("\n" + "9".repeat(1500)))
                .hasMessageContaining("1500")
                .hasMessageNotContaining("StreamReadConstraints");
        assertThat(refusal("{\"" + "n".repeat(60_000) + "\":1}")).hasMessageContaining("50000");
        assertThat(refusal("\n" + "9".repeat(1500)).line()).isEqualTo(2);
    }

    @Test
    void bytesAreUtf8WithOrWithoutAMark() throws UnreadableJsonException {
        assertThat(StrictJson.decode("é\uD83D\uDE00".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("é\uD83D\uDE00");
        assertThat(StrictJson.decode("\uFEFF{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("{}");
        assertThat(StrictJson.decode(new byte[0])).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
        UnreadableJsonException latin1 = refusal("{\n\"é\":1}".getBytes(StandardCharsets.ISO_8859_1));
        UnreadableJsonException half = refusal((byte) '{', (byte) 0xC3);

        assertThat(latin1).hasMessageStartingWith("this is not UTF-8: ").hasMessageContaining("0xE9");
        assertThat(latin1.line()).isEqualTo(2);
        assertThat(latin1.column()).isEqualTo(2);
        assertThat(half).hasMessageContaining("0xC3");
        assertThat(half.column()).isEqualTo(2);
    }
}
