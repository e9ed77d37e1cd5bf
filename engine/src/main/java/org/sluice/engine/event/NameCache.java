package org.sluice.engine.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts of names that members of JSON objects have again and again, so that each name is not made, and its hash not computed, for
 * every event. Of bounded size, whatever names come; the last of those that share a place stays. Thread-safe: a race loses a text, and
 * it is made again.
 */
final class NameCache {

    private static final int PLACES = 1 << 10;
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new @Nullable String[PLACES];

    /** The text of these bytes, which are ASCII. */
    String text(byte[] bytes, int from, int to, int hash) {
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        String known = names[place];
        if (known != null && known.length() == to - from && isSame(known, bytes, from)) {
            return known;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (text.length() <= LONGEST) {
            names[place] = text;
        }
        return text;
    }

    private static boolean isSame(String known, byte[] bytes, int from) {
        for (int i = 0; i < known.length(); i++) {
            if (known.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
