package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCacheTest {

    private final WordCache cache = new WordCache();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private WordCache.Word word(WordCache.Word before, String text) {
        return cache.word(before, bytes(text), 0, text.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "DataLev", "DataLeve", "DataLevel", "a-name-of-many-characters"})
    void keepsATextWhereverItStands(String text) {
        WordCache.Word first = word(cache.beginning(), text);

        assertThat(first.text()).isEqualTo(text);
        assertThat(word(cache.beginning(), text)).isSameAs(first);
        assertThat(cache.word(cache.beginning(), bytes("\"" + text + "\":1}  "), 1, 1 + text.length()))
                .isSameAs(first);
    }

    @Test
    void foreseesTheWordThatFollowedLast() {
        WordCache.Word before = word(cache.beginning(), "before");
        WordCache.Word after = word(before, "after");

        assertThat(cache.follower(before, bytes("after\""), 0)).isSameAs(after);
        assertThat(cache.follower(before, bytes("x after\":1234567"), 2)).isSameAs(after);
        for (String other : List.of("", "after", "afterwards\"", "aftex\"", "after\\\"", "aft\"")) {
            assertThat(cache.follower(before, bytes(other), 0)).isNull();
        }
        WordCache.Word instead = word(before, "instead");
        assertThat(cache.follower(before, bytes("instead\""), 0)).isSameAs(instead);
        assertThat(cache.follower(before, bytes("after\""), 0)).isNull();
    }

    @Test
    void doesNotKeepLongTexts() {
        String text = "x".repeat(65);
        WordCache.Word first = word(cache.beginning(), text);

        assertThat(first.text()).isEqualTo(text);
        assertThat(word(cache.beginning(), text)).isNotSameAs(first);
    }

    @Test
    void tellsTextsApartHoweverManyThereAre() {
        WordCache.Word before = cache.beginning();
        for (int i = 0; i < 10_000; i++) {
            before = word(before, "name" + i);
            assertThat(before.text()).isEqualTo("name" + i);
        }
    }
}
