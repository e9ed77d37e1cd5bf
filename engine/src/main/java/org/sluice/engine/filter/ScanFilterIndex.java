package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** Asks every filter in turn. The map is sorted, so that the answer is; its iterators never block. */
final class ScanFilterIndex implements FilterIndex {
    private final ConcurrentSkipListMap<Integer, MetaQuery> queries;

    ScanFilterIndex() {
        this(new ConcurrentSkipListMap<>());
    }

    private ScanFilterIndex(ConcurrentSkipListMap<Integer, MetaQuery> queries) {
        this.queries = queries;
    }

    @Override
    public FilterIndex copy() {
        return new ScanFilterIndex(new ConcurrentSkipListMap<>(queries));
    }

    @Override
    public void put(int transformationId, MetaQuery query) {
        queries.put(transformationId, query);
    }

    @Override
    public void remove(int transformationId) {
        queries.remove(transformationId);
    }

    @Override
    public Matches match(FileFacts file) {
        TypedFacts facts = new TypedFacts(file);
        List<Integer> matching = new ArrayList<>();
        queries.forEach((id, query) -> {
            if (query.holds(facts)) {
                matching.add(id);
            }
            // Evaluation stops at the first condition that fails; what is remarked must not depend on that.
            query.comparedFields().forEach(facts::read);
        });
        return new Matches(matching, facts.remarks());
    }

    @Override
    public int size() {
        return queries.size();
    }
}
