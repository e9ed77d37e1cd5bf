package org.sluice.persistence;

/** Text for DIRAC's columns, which hold 255 characters of three bytes; what does not fit is kept whole elsewhere. */
final class Narrow {
    static final int WIDTH = 255;
    private static final String MARK = "...";

    private Narrow() {}

    /** The text, its wide characters replaced and its end cut with a mark. */
    static String text(String whole) {
        return text(whole, WIDTH);
    }

    /** The same for a column of another width. */
    static String text(String whole, int width) {
        StringBuilder narrow = new StringBuilder();
        whole.codePoints().forEach(c -> narrow.appendCodePoint(holds(c) ? c : '?'));
        return narrow.length() <= width ? narrow.toString() : narrow.substring(0, width - MARK.length()) + MARK;
    }

    /** Whether three bytes of UTF-8 hold the character. */
    static boolean holds(int codePoint) {
        return Character.isBmpCodePoint(codePoint) && !Character.isSurrogate((char) codePoint);
    }
}
