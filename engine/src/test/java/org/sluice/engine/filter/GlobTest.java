package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "*, a/b, true",
        "**, a, true",
        "?, '', false",
        "?, a, true",
        "?, ab, false",
        "?, \uD83D\uDE00, true",
        "a*c, abc, true",
        "a*c, abcb, false",
        "a*b*c, aXbYbZc, true",
        "*.dst, a.dst.gz, false",
        "[abc], b, true",
        "[abc], d, false",
        "[abc], ab, false",
        "[a-c]x, bx, true",
        "[a-c], -, false",
        "[-a], -, true",
        "[a-], -, true",
        "[!abc], d, true",
        "[!abc], a, false",
        "[^abc], a, false",
        "[]a], ], true",
        "[!]a], ], false",
        "[*], *, true",
        "[*], a, false",
        "[?], ?, true",
        "[abc, [abc, true",
        "[, [, true",
        "[], [], true",
        "[!], [!], true",
        "a.c, abc, false",
        "'a\\*', 'a\\x', true",
        "[\uD83D\uDE00-\uD83D\uDE4F], \uD83D\uDE01, true",
        "A, a, false"
    })
    void matchesAsAShellDoes(String glob, String text, boolean expected) {
        assertThat(Glob.compile(glob).matches(text)).isEqualTo(expected);
    }

    @Test
    void manyStarsDoNotExplode() {
        // A backtracking matcher would not end within the age of the universe.
        assertThat(Glob.compile("*a".repeat(200) + "b").matches("a".repeat(5_000)))
                .isFalse();
    }
}
