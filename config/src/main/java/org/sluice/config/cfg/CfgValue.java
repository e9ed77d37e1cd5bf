package org.sluice.config.cfg;

/**
 * A piece of text with its place: what stands behind one {@code =} or {@code +=}, or one element of a list.
 *
 * @param text without white space around it
 * @param origin of its first character
 */
public record CfgValue(String text, Origin origin) {

    /** The place alone: the text may be a secret. */
    @Override
    public String toString() {
        return origin.toString();
    }
}
