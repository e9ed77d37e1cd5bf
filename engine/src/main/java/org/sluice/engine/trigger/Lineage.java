package org.sluice.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.filter.FileFacts;

/**
 * How many transformations lie before a file, one after another: one more than before the deepest file that its producers
 * ({@code ProducedBy} in its metadata: a transformation's id, or a list of them) were given. See {@code
 * docs/transformations.md}.
 */
public final class Lineage {
    private static final String PRODUCED_BY = "ProducedBy";

    private Lineage() {}

    /** The transformations that a file says have produced it. */
    public static Set<Integer> producers(FileFacts facts) {
        Set<Integer> ids = new TreeSet<>();
        facts.value(PRODUCED_BY).ifPresent(value -> {
            add(value, ids);
            value.forEach(element -> add(element, ids));
        });
        return ids;
    }

    private static void add(JsonNode value, Set<Integer> ids) {
        int id = value.isNumber() || value.isTextual() ? value.asInt(0) : 0;
        if (id > 0) {
            ids.add(id);
        }
    }

    /**
     * The depth of a file with these producers; 0 without any.
     *
     * @param lineages of the producers; 0 of those that are left out
     */
    public static int depth(Collection<Integer> producers, Map<Integer, Integer> lineages) {
        return producers.stream()
                .mapToInt(id -> 1 + lineages.getOrDefault(id, 0))
                .max()
                .orElse(0);
    }

    /** That a file lies too deep, for people. */
    public static String refusal(int depth, int most) {
        return depth + " transformations lie before it, more than MaxLineage (" + most
                + "). Do the transformations feed themselves? See sluice transformation graph";
    }
}
