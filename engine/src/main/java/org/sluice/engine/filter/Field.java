package org.sluice.engine.filter;

import org.jspecify.annotations.Nullable;

/** A name read as a type: what has to be known of a file to evaluate a condition. */
record Field(String name, FieldType type) {
    private static final Shared<Field> KNOWN = new Shared<>(1 << 10);

    /** A field that is nearly always the same object as an equal one. */
    static Field of(String name, FieldType type) {
        return KNOWN.one(new Field(name, type));
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
