package org.sluice.engine.dryrun;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.engine.dryrun.PreviewReport.Overlap;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.FilterIndex;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.transformation.Transformation;

/** Counts which other transformations take or have the files of one. */
final class Overlaps {
    private final List<Transformation> others;
    private final FilterIndex filters = FilterIndex.indexed();
    private final Map<Integer, Long> matching = new HashMap<>();
    private final Map<Integer, Long> attached = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** @param except the name of the transformation that is no other */
    Overlaps(List<Transformation> all, String except, MetadataSchema schema) {
        this.others =
                all.stream().filter(t -> !t.definition().name().equals(except)).toList();
        others.stream().filter(other -> other.definition().takesFiles()).forEach(other -> add(other, schema));
    }

    private void add(Transformation other, MetadataSchema schema) {
        try {
            other.definition()
                    .inputQuery()
                    .map(json -> MetaQuery.parse(json, schema))
                    .ifPresent(query -> filters.put(other.id(), query));
        } catch (BadQueryException e) {
            problems.add("Whether transformation %d, %s, would take the same files is not known: its query is bad, %s."
                    .formatted(other.id(), other.definition().name(), e.getMessage()));
        }
    }

    /** Counts files, and where they are: LFN to transformation to status. */
    void count(List<FileFacts> files, Map<String, Map<Integer, String>> attachments) {
        files.forEach(file -> filters.match(file).transformationIds().forEach(id -> matching.merge(id, 1L, Long::sum)));
        attachments.values().forEach(rows -> rows.keySet().forEach(id -> attached.merge(id, 1L, Long::sum)));
    }

    List<Overlap> found() {
        return others.stream()
                .filter(other -> matching.containsKey(other.id()) || attached.containsKey(other.id()))
                .map(other -> new Overlap(
                        other.id(),
                        other.definition().name(),
                        other.definition().status(),
                        matching.getOrDefault(other.id(), 0L),
                        attached.getOrDefault(other.id(), 0L)))
                .toList();
    }

    List<String> problems() {
        return problems;
    }
}
