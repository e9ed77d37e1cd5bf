package org.sluice.engine.filter;

/** Whether the metadata of one file could satisfy two queries at once. */
public enum Compatibility {
    /** No file does, if every name but {@code SE} has one value. */
    NO,
    /** It could not be decided: a glob, {@code $or}, {@code $not}, or a name that the two read as different types. */
    MAYBE,
    /** Some file does. */
    YES;

    /** The weaker of two answers, for conditions that must all hold. */
    Compatibility and(Compatibility other) {
        return compareTo(other) < 0 ? this : other;
    }
}
