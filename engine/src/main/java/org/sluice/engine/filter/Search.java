package org.sluice.engine.filter;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One file's way through an index. Not thread-safe. */
final class Search {
    private final TypedFacts facts;
    private int[] found = new int[8];
    private int count;
    private int asked;
    private final SortedSet<String> remarks = new TreeSet<>(Texts::compare);

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

    /** Notes why the field's value does not convert, if so. Trees read more: fields that only forgotten filters compared. */
    void remark(Field field) {
        facts.read(field).remark().ifPresent(remarks::add);
    }

    /** What was noted, sorted. */
    List<String> remarks() {
        return remarks.isEmpty() ? List.of() : List.copyOf(remarks);
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
