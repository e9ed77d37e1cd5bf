package org.sluice.engine.filter;

import org.jspecify.annotations.Nullable;

/** A name read as a type: what has to be known of a file to evaluate a condition. */
record Field(String name, FieldType type) {
    private static final @Nullable Field[] KNOWN = new @Nullable Field[1 << 10];

    /**
     * A field that is nearly always the same object as an equal one: what thousands of filters refer to stays in the processor's cache.
     * Two threads may each make one; the last stays.
     */
    static Field of(String name, FieldType type) {
        Field field = new Field(name, type);
        int hash = field.hashCode();
        int place = (hash ^ hash >>> 16) & KNOWN.length - 1;
        Field known = KNOWN[place];
        if (field.equals(known)) {
            return known;
        }
        KNOWN[place] = field;
        return field;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || other instanceof Field field && type == field.type && name.equals(field.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode() + type.ordinal();
    }
}
