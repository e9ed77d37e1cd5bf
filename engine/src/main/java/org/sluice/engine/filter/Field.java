package org.sluice.engine.filter;

import org.jspecify.annotations.Nullable;

/** A name read as a type: what has to be known of a file to evaluate a condition. */
record Field(String name, FieldType type) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Field field && type == field.type && name.equals(field.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode() + type.ordinal();
    }
}
