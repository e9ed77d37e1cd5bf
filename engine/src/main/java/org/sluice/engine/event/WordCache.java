package org.sluice.engine.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts that messages have again and again, such as names of members, so that each is not made, and its hash not computed, for every
 * event. Each remembers which one followed it last, since the messages of a producer are alike: a look at the bytes tells whether it
 * does again. Of bounded size, whatever words come; the last of those that share a place stays. Thread-safe: a race loses a word, and it
 * is made again.
 */
final class WordCache {

    private static final int PLACE_BITS = 10;
    private static final int LONGEST = 64;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** A text and its bytes, eight in a long. */
    static final class Word {

        private final String text;
        private final long[] eights;

        /** The place of the word that followed last; the word itself would keep others in memory that have lost their places. */
        private int follower;

        private Word(byte[] bytes, int from, int to) {
            text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            eights = new long[(to - from + Long.BYTES - 1) / Long.BYTES];
            for (int i = 0; i < eights.length; i++) {
                eights[i] = UsualText.eight(bytes, from + i * Long.BYTES, to);
            }
        }

        String text() {
            return text;
        }

        private boolean is(byte[] bytes, int from, int to) {
            if (text.length() != to - from) {
                return false;
            }
            for (int i = 0; i < eights.length; i++) {
                if (eights[i] != UsualText.eight(bytes, from + i * Long.BYTES, to)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final @Nullable Word[] words = new @Nullable Word[1 << PLACE_BITS];

    /** What the first word of a message follows. */
    private final Word beginning = new Word(new byte[0], 0, 0);

    Word beginning() {
        return beginning;
    }

    /** The word here, up to a quote, if it is the one that followed another last; otherwise null. */
    @Nullable
    Word follower(Word before, byte[] bytes, int from) {
        Word word = words[before.follower];
        if (word == null) {
            return null;
        }
        int to = from + word.text.length();
        return to < bytes.length && bytes[to] == '"' && word.is(bytes, from, to) ? word : null;
    }

    /** The word of these bytes, which are ASCII. */
    Word word(Word before, byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new Word(bytes, from, to);
        }
        long hash = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            hash = (hash ^ UsualText.eight(bytes, at, to)) * GOLDEN_RATIO;
        }
        int place = (int) (hash >>> Long.SIZE - PLACE_BITS);
        before.follower = place;
        Word known = words[place];
        if (known != null && known.is(bytes, from, to)) {
            return known;
        }
        Word word = new Word(bytes, from, to);
        words[place] = word;
        return word;
    }
}
