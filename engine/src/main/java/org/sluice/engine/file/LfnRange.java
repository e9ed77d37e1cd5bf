package org.sluice.engine.file;

/**
 * The LFNs below a directory, as they lie together where LFNs are sorted by code point.
 *
 * @param first what all of them begin with, the least of them possible
 * @param end the least text that is greater than all of them
 */
public record LfnRange(String first, String end) {

    /** @param directory without a slash at its end, or {@code /} */
    public static LfnRange below(String directory) {
        String path = directory.equals("/") ? "" : directory;
        return new LfnRange(path + '/', path + (char) ('/' + 1));
    }
}
