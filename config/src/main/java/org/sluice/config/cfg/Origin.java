package org.sluice.config.cfg;

/**
 * A place in a configuration file.
 *
 * @param file the file's name as the user gave it
 * @param line counted from 1
 * @param column counted from 1, in characters; a tab is one
 */
public record Origin(String file, int line, int column) {

    /** {@code file:line:column}, which editors and terminals turn into a link. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
