package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One file's way through an index. Not thread-safe. */
final class Search {
    private final TypedFacts facts;
    private int[] found = new int[8];
    private int count;
    private int asked;
    private @Nullable SortedSet<String> remarks;

    Search(TypedFacts facts) {
        this.facts = facts;
    }

    TypedFacts facts() {
        return facts;
    }

    /** Counts conjunctions of which a look at their bounds sufficed among those asked. */
    void pass(int conjunctions) {
        asked += conjunctions;
    }

    /** Asks a conjunction: what is left to ask of its conditions. */
    void ask(List<Condition> conditions, int transformationId) {
        asked++;
        if (Evaluation.holdAll(conditions, facts)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = transformationId;
        }
    }

    /** Notes why the field's value does not convert, if so. Trees read more: fields that only forgotten filters compared. */
    void remark(Field field, JsonNode value) {
        Optional<String> remark = facts.read(field, value).remark();
        if (remark.isPresent()) {
            remarks = remarks == null ? new TreeSet<>(Texts::compare) : remarks;
            remarks.add(remark.get());
        }
    }

    /** What was noted, sorted. */
    List<String> remarks() {
        return remarks == null ? List.of() : List.copyOf(remarks);
    }

    /** How many conjunctions were asked. */
    int asked() {
        return asked;
    }

    /** In ascending order, each once: a filter may hold in several ways. */
    List<Integer> transformationIds() {
        Arrays.sort(found, 0, count);
        Integer[] ids = new Integer[count];
        int size = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || found[i] != found[i - 1]) {
                ids[size++] = found[i];
            }
        }
        return List.of(size == count ? ids : Arrays.copyOf(ids, size));
    }
}
