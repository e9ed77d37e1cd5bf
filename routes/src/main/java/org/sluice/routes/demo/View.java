package org.sluice.routes.demo;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A file as the catalogue knows it at some moment.
 *
 * @param storageElements where it is
 * @param metadata name to text, number, boolean or list of texts
 */
record View(String lfn, long sizeBytes, Set<String> storageElements, Map<String, Object> metadata) {
    View {
        storageElements = Set.copyOf(storageElements);
        metadata = Map.copyOf(metadata);
    }

    String fileName() {
        return lfn.substring(lfn.lastIndexOf('/') + 1);
    }

    boolean has(String name) {
        return metadata.containsKey(name);
    }

    /** The text of a metadata name, where it is there. */
    Optional<String> text(String name) {
        return Optional.ofNullable(metadata.get(name)).map(Object::toString);
    }

    /** The number of a metadata name, where it is there. */
    OptionalDouble number(String name) {
        return metadata.get(name) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** The elements of a metadata name that has a list. */
    Collection<?> elements(String name) {
        return metadata.get(name) instanceof Collection<?> elements ? elements : List.of();
    }
}
