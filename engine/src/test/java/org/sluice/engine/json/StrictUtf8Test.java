package org.sluice.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class StrictUtf8Test {
    @Test
    void onlyAMarkAtTheBeginningIsPassedOver() throws MalformedUtf8Exception {
        byte[] marks = "\uFEFF\uFEFF{\uFEFF".getBytes(StandardCharsets.UTF_8);

        assertThat(StrictUtf8.decode(marks)).containsExactly('\uFEFF', '{', '\uFEFF');
        assertThat(StrictUtf8.decode(new byte[0])).isEmpty();
    }

    @Test
    void theFirstByteThatIsNoneIsToldWithWhatStandsBefore() {
        byte[] latin1 = HexFormat.of().parseHex("EFBBBF" + "C3A9" + "E9" + "22");
        MalformedUtf8Exception refusal =
                catchThrowableOfType(MalformedUtf8Exception.class, () -> StrictUtf8.decode(latin1));

        assertThat(refusal).hasMessageContaining("0xE9");
        assertThat(refusal.offset()).isEqualTo(5);
        assertThat(refusal.before()).isEqualTo("é");
    }
}
