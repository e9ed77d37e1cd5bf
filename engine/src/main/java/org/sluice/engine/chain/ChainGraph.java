package org.sluice.engine.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.Compatibility;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * Which transformations follow from which: T2 is chained to T1 where a file could satisfy T1's output query and T2's
 * input query. Immutable and thread-safe. See {@code docs/transformations.md}.
 */
public final class ChainGraph {
    private final List<Link> links;
    private final List<String> problems;
    private final Set<Link> certain;
    /** Whose status makes tasks. */
    private final Set<Integer> active;

    private ChainGraph(List<Link> links, List<String> problems, Set<Integer> active) {
        this.links = List.copyOf(links);
        this.problems = List.copyOf(problems);
        this.certain = links.stream().filter(Link::certain).collect(Collectors.toSet());
        this.active = Set.copyOf(active);
    }

    /**
     * A link from one transformation to the next.
     *
     * @param certain false where the queries are only perhaps compatible
     */
    public record Link(int from, int to, boolean certain) {}

    /** The graph of these transformations, by number. One with a query that cannot be used is a problem, and has no links. */
    public static ChainGraph of(Map<Integer, TransformationDefinition> transformations, MetadataSchema schema) {
        List<String> problems = new ArrayList<>();
        Map<Integer, Ends> ends = new TreeMap<>();
        transformations.forEach((id, definition) -> {
            try {
                ends.put(id, Ends.of(definition, schema));
            } catch (BadQueryException e) {
                problems.add("transformation %d, %s, is left out: its query is bad, %s"
                        .formatted(id, definition.name(), e.getMessage()));
            }
        });
        List<Link> links = new ArrayList<>();
        ends.forEach((from, first) -> ends.forEach((to, second) -> {
            Compatibility answer = first.leadsTo(second);
            if (answer != Compatibility.NO) {
                links.add(new Link(from, to, answer == Compatibility.YES));
            }
        }));
        Set<Integer> active = new HashSet<>();
        transformations.forEach((id, definition) -> {
            if (definition.makesTasks()) {
                active.add(id);
            }
        });
        return new ChainGraph(links, problems, active);
    }

    /** A transformation's queries. */
    private record Ends(Optional<MetaQuery> input, Optional<MetaQuery> output) {
        static Ends of(TransformationDefinition definition, MetadataSchema schema) {
            return new Ends(
                    definition.inputQuery().map(json -> MetaQuery.parse(json, schema)),
                    // An output query without conditions says nothing of what is made.
                    definition
                            .outputQuery()
                            .filter(json -> !json.isEmpty())
                            .map(json -> MetaQuery.parse(json, schema)));
        }

        Compatibility leadsTo(Ends next) {
            return output.isEmpty() || next.input.isEmpty()
                    ? Compatibility.NO
                    : output.get().compatibility(next.input.get());
        }
    }

    /** All links, by their first end, then by their second. */
    public List<Link> links() {
        return links.stream()
                .sorted(Comparator.comparingInt(Link::from).thenComparingInt(Link::to))
                .toList();
    }

    /** Which transformations could not be looked at, in sentences. */
    public List<String> problems() {
        return problems;
    }

    /**
     * Where a chain comes back to its beginning: cycles of transformations whose status makes tasks before others, and
     * among each those whose links are all certain before those in doubt. Not every cycle is told, but so many that each
     * transformation that is in one is in one of them, of the first kind that it is in. Each begins and ends with its
     * lowest number.
     */
    public List<List<Integer>> cycles() {
        Predicate<Link> amongActive = link -> active.contains(link.from()) && active.contains(link.to());
        List<List<Integer>> told = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (Predicate<Link> kind :
                List.<Predicate<Link>>of(amongActive.and(Link::certain), amongActive, Link::certain, link -> true)) {
            for (List<Integer> cycle : cyclesOver(kind).shortestBeside(seen)) {
                told.add(cycle);
                seen.addAll(cycle);
            }
        }
        return List.copyOf(told);
    }

    /**
     * The shortest cycle through a transformation over certain links, or where there is none over any; it begins and ends
     * with that transformation. Empty where there is none at all.
     */
    public Optional<List<Integer>> cycleThrough(int id) {
        return cyclesOver(Link::certain).through(id).or(() -> cyclesOver(link -> true)
                .through(id));
    }

    private Cycles cyclesOver(Predicate<Link> kind) {
        return new Cycles(links.stream().filter(kind).toList());
    }

    /** Whether every link of a path is certain. */
    public boolean isCertain(List<Integer> path) {
        for (int i = 1; i < path.size(); i++) {
            if (!certain.contains(new Link(path.get(i - 1), path.get(i), true))) {
                return false;
            }
        }
        return true;
    }
}
