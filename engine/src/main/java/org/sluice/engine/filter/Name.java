package org.sluice.engine.filter;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an index knows of one name. Immutable.
 *
 * @param tree the conjunctions that are kept under this name
 * @param needed how many conjunctions need it to be present
 * @param comparing how many filters compare its values as each type
 * @param compared the fields of these types
 */
record Name(@Nullable Node tree, int needed, Map<FieldType, Integer> comparing, List<Field> compared) {
    static final Name UNKNOWN = new Name(null, 0, Map.of(), List.of());

    boolean isUnknown() {
        return tree == null && needed == 0 && comparing.isEmpty();
    }

    Name with(@Nullable Node newTree) {
        return new Name(newTree, needed, comparing, compared);
    }

    Name needed(int more) {
        return new Name(tree, needed + more, comparing, compared);
    }

    /** With so many filters more that compare the field. */
    Name comparing(Field field, int more) {
        Map<FieldType, Integer> counts = new EnumMap<>(FieldType.class);
        counts.putAll(comparing);
        counts.merge(field.type(), more, Integer::sum);
        counts.values().removeIf(count -> count == 0);
        List<Field> fields = counts.keySet().stream()
                .map(type -> Field.of(field.name(), type))
                .toList();
        return new Name(tree, needed, counts, fields);
    }
}
