package org.sluice.engine.filter;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** One file's way through an index. Not thread-safe. */
final class Search {
    private final TypedFacts facts;
    private int[] found = new int[8];
    private int count;
    private int asked;

    Search(TypedFacts facts) {
        this.facts = facts;
    }

    TypedFacts facts() {
        return facts;
    }

    void ask(Conjunction conjunction) {
        asked++;
        if (conjunction.holds(facts)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = conjunction.transformationId();
        }
    }

    /** How many conjunctions were asked. */
    int asked() {
        return asked;
    }

    /** In ascending order, each once: a filter may hold in several ways. */
    List<Integer> transformationIds() {
        if (count == 0) {
            return List.of();
        }
        return count == 1
                ? List.of(found[0])
                : IntStream.of(found).limit(count).sorted().distinct().boxed().toList();
    }
}
