package org.sluice.engine.filter;

import org.jspecify.annotations.Nullable;

/**
 * Gives nearly always the same object for equal ones: what thousands of filters refer to stays in the processor's cache, and takes its
 * memory once. Of bounded size; the last of those that share a place stays. Thread-safe: two threads may each keep one of their own.
 */
final class Shared<T> {
    private final @Nullable Object[] known;

    /** @param places a power of two */
    Shared(int places) {
        this.known = new @Nullable Object[places];
    }

    @SuppressWarnings("unchecked") // what is equal to one is of its class
    T one(T object) {
        int hash = object.hashCode();
        int place = (hash ^ hash >>> 16) & known.length - 1;
        Object other = known[place];
        if (object.equals(other)) {
            return (T) other;
        }
        known[place] = object;
        return object;
    }
}
