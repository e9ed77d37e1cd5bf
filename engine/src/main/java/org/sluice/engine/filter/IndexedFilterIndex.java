package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.IntTreePMap;

/**
 * Asks only the filters that may hold; {@code docs/filter-index.md} says how they are found. All that is published is immutable:
 * readers take it once and never wait; writers take turns.
 */
final class IndexedFilterIndex implements FilterIndex {
    /**
     * One version of the index.
     *
     * @param byName what is known of each name that a filter mentions
     * @param ofMetadata the same without the names that every file has
     * @param fixedNames those that every file has
     * @param nameless what needs no name to be present
     */
    private record Version(
            IntTreePMap<Entry> filters,
            Map<String, Name> byName,
            Map<String, Name> ofMetadata,
            List<String> fixedNames,
            @Nullable Node nameless) {}

    /** A filter with the places of its conjunctions: each with the name in whose tree it is, or {@link #NAMELESS}. */
    private record Entry(MetaQuery query, Map<Conjunction, String> trees) {}

    /** Queries mention no such name. */
    private static final String NAMELESS = "$";

    /** A name that so many times as many conjunctions need is hardly more common. */
    private static final int ABOUT = 8;

    private volatile Version latest;

    IndexedFilterIndex() {
        this(new Version(IntTreePMap.empty(), Map.of(), Map.of(), List.of(), null));
    }

    private IndexedFilterIndex(Version version) {
        this.latest = version;
    }

    @Override
    public FilterIndex copy() {
        return new IndexedFilterIndex(latest);
    }

    @Override
    public synchronized void put(int transformationId, MetaQuery query) {
        Change change = new Change(latest);
        change.remove(transformationId);
        change.add(transformationId, query);
        latest = change.version();
    }

    /** Into an empty index all go at once, which makes better trees than one after another does. */
    @Override
    public synchronized void putAll(Map<Integer, MetaQuery> queries) {
        Change change = new Change(latest);
        if (latest.filters().isEmpty()) {
            change.addFirst(queries);
        } else {
            queries.forEach((id, query) -> {
                change.remove(id);
                change.add(id, query);
            });
        }
        latest = change.version();
    }

    @Override
    public synchronized void remove(int transformationId) {
        Change change = new Change(latest);
        change.remove(transformationId);
        latest = change.version();
    }

    @Override
    public int size() {
        return latest.filters().size();
    }

    @Override
    public Matches match(FileFacts file) {
        Search search = search(file);
        return new Matches(search.transformationIds(), search.remarks());
    }

    /** What {@link #match} does, with the count of what it asked. */
    Search search(FileFacts file) {
        Version version = latest;
        Search search = new Search(new TypedFacts(file));
        if (version.nameless() != null) {
            version.nameless().search(search);
        }
        file.forEachMetadata((name, value) -> search(version.ofMetadata().get(name), value, search));
        for (String name : version.fixedNames()) {
            search(version.byName().get(name), file.find(name), search);
        }
        return search;
    }

    private static void search(@Nullable Name name, @Nullable JsonNode value, Search search) {
        if (name == null || value == null) {
            return;
        }
        // What is remarked must not depend on which filters are asked.
        List<Field> compared = name.compared();
        for (int i = 0; i < compared.size(); i++) {
            search.remark(compared.get(i), value);
        }
        if (name.tree() != null) {
            name.tree().search(search);
        }
    }

    /** How many places in the trees hold a conjunction: what the memory goes into. */
    int places() {
        Version version = latest;
        int places = version.nameless() == null ? 0 : version.nameless().places();
        for (Name name : version.byName().values()) {
            places += name.tree() == null ? 0 : name.tree().places();
        }
        return places;
    }

    /** The names of which something is known. */
    Set<String> names() {
        return Set.copyOf(latest.byName().keySet());
    }

    /** The next version in the making. */
    private static final class Change {
        private IntTreePMap<Entry> filters;
        private final Map<String, Name> byName;
        private @Nullable Node nameless;

        Change(Version version) {
            this.filters = version.filters();
            this.byName = new HashMap<>(version.byName());
            this.nameless = version.nameless();
        }

        Version version() {
            List<String> fixed = MetadataSchema.FIXED.keySet().stream()
                    .filter(byName::containsKey)
                    .toList();
            Map<String, Name> ofMetadata = byName;
            if (!fixed.isEmpty()) {
                ofMetadata = new HashMap<>(byName);
                ofMetadata.keySet().removeAll(MetadataSchema.FIXED.keySet());
            }
            return new Version(filters, byName, ofMetadata, fixed, nameless);
        }

        void add(int id, MetaQuery query) {
            List<Conjunction> conjunctions = know(id, query);
            Map<Conjunction, String> trees = new LinkedHashMap<>();
            for (Conjunction conjunction : conjunctions) {
                String name = treeOf(conjunction);
                Node tree = tree(name);
                trees.put(conjunction, name);
                setTree(
                        name,
                        tree == null ? Node.of(List.of(conjunction), Region.ALL) : tree.with(conjunction, Region.ALL));
            }
            filters = filters.plus(id, new Entry(query, Map.copyOf(trees)));
        }

        void addFirst(Map<Integer, MetaQuery> queries) {
            Map<Integer, List<Conjunction>> conjunctions = new HashMap<>();
            queries.forEach((id, query) -> conjunctions.put(id, know(id, query)));
            Map<String, List<Conjunction>> byTree = new HashMap<>();
            queries.forEach((id, query) -> {
                Map<Conjunction, String> trees = new LinkedHashMap<>();
                for (Conjunction conjunction : conjunctions.getOrDefault(id, List.of())) {
                    String name = treeOf(conjunction);
                    trees.put(conjunction, name);
                    byTree.computeIfAbsent(name, tree -> new ArrayList<>()).add(conjunction);
                }
                filters = filters.plus(id, new Entry(query, Map.copyOf(trees)));
            });
            byTree.forEach((name, all) -> setTree(name, Node.of(all, Region.ALL)));
        }

        /** Notes the names of a filter. */
        private List<Conjunction> know(int id, MetaQuery query) {
            query.comparedFields()
                    .forEach(field -> change(field.name(), name(field.name()).comparing(field, 1)));
            List<Conjunction> conjunctions = Conjunction.of(id, query.root());
            for (Conjunction conjunction : conjunctions) {
                conjunction
                        .neededNames()
                        .forEach(name -> change(name, name(name).needed(1)));
            }
            return conjunctions;
        }

        /**
         * A name that it needs and that keeps about as many files away as the rarest: of those the most common, since each
         * tree costs a way of its own.
         */
        private String treeOf(Conjunction conjunction) {
            Set<String> names = conjunction.neededNames();
            int rarest =
                    names.stream().mapToInt(name -> name(name).needed()).min().orElse(0);
            return names.stream()
                    .filter(name -> name(name).needed() <= ABOUT * rarest)
                    .max(Comparator.comparingInt(name -> name(name).needed()))
                    .orElse(NAMELESS);
        }

        void remove(int id) {
            Entry entry = filters.get(id);
            if (entry == null) {
                return;
            }
            entry.trees().forEach((conjunction, tree) -> {
                Node grown = tree(tree);
                setTree(tree, grown == null ? null : grown.without(conjunction, Region.ALL));
                conjunction
                        .neededNames()
                        .forEach(name -> change(name, name(name).needed(-1)));
            });
            entry.query()
                    .comparedFields()
                    .forEach(field -> change(field.name(), name(field.name()).comparing(field, -1)));
            filters = filters.minus(id);
        }

        private @Nullable Node tree(String name) {
            return name.equals(NAMELESS) ? nameless : name(name).tree();
        }

        private void setTree(String name, @Nullable Node tree) {
            if (name.equals(NAMELESS)) {
                nameless = tree;
            } else {
                change(name, name(name).with(tree));
            }
        }

        private Name name(String name) {
            return byName.getOrDefault(name, Name.UNKNOWN);
        }

        private void change(String name, Name changed) {
            if (changed.isUnknown()) {
                byName.remove(name);
            } else {
                byName.put(name, changed);
            }
        }
    }
}
