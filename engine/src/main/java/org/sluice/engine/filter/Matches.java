package org.sluice.engine.filter;

import java.util.List;

/**
 * Which transformations take a file.
 *
 * @param transformationIds in ascending order, each once
 * @param remarks why values of the file could not be compared, one sentence for each name and type, whichever transformation asked;
 *     sorted. They go into the journal
 */
public record Matches(List<Integer> transformationIds, List<String> remarks) {
    /** Keeps its own copies of the lists. */
    public Matches {
        transformationIds = List.copyOf(transformationIds);
        remarks = List.copyOf(remarks);
    }
}
