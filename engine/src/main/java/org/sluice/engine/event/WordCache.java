package org.sluice.engine.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts that messages have again and again, such as names of members, so that each is not made, and its hash not computed, for every
 * event. Of bounded size, whatever words come; the last of those that share a place stays. Thread-safe: a race loses a text, and it is
 * made again.
 */
final class WordCache {

    private static final int PLACE_BITS = 10;
    private static final int LONGEST = 64;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** A text and its bytes, eight in a long. */
    private record Known(long[] eights, String text) {
        boolean isText(byte[] bytes, int from, int to) {
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

    private final @Nullable Known[] words = new @Nullable Known[1 << PLACE_BITS];

    /** The text of these bytes, which are ASCII. */
    String text(byte[] bytes, int from, int to) {
        long hash = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            hash = (hash ^ UsualText.eight(bytes, at, to)) * GOLDEN_RATIO;
        }
        int place = (int) (hash >>> Long.SIZE - PLACE_BITS);
        Known known = words[place];
        return known != null && known.isText(bytes, from, to) ? known.text : first(place, bytes, from, to);
    }

    private String first(int place, byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (text.length() <= LONGEST) {
            long[] eights = new long[(text.length() + Long.BYTES - 1) / Long.BYTES];
            for (int i = 0; i < eights.length; i++) {
                eights[i] = UsualText.eight(bytes, from + i * Long.BYTES, to);
            }
            words[place] = new Known(eights, text);
        }
        return text;
    }
}
