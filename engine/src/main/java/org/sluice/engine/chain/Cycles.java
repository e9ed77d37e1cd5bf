package org.sluice.engine.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.chain.ChainGraph.Link;

/** The cycles of a graph. Without recursion: a chain may be as long as there are transformations. */
final class Cycles {
    private final Map<Integer, SortedSet<Integer>> next = new TreeMap<>();
    private final Map<Integer, SortedSet<Integer>> previous = new TreeMap<>();

    Cycles(List<Link> links) {
        for (Link link : links) {
            next.computeIfAbsent(link.from(), from -> new TreeSet<>()).add(link.to());
            previous.computeIfAbsent(link.to(), to -> new TreeSet<>()).add(link.from());
        }
    }

    /** The shortest way from a node back to it, by breadth-first search. */
    Optional<List<Integer>> through(int start) {
        Map<Integer, Integer> cameFrom = new HashMap<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            int node = open.remove();
            for (int following : after(node)) {
                if (following == start) {
                    return Optional.of(wayBack(start, node, cameFrom));
                }
                if (cameFrom.putIfAbsent(following, node) == null) {
                    open.add(following);
                }
            }
        }
        return Optional.empty();
    }

    private static List<Integer> wayBack(int start, int last, Map<Integer, Integer> cameFrom) {
        Deque<Integer> way = new ArrayDeque<>(List.of(start));
        for (int node = last; node != start; node = cameFrom.getOrDefault(node, start)) {
            way.addFirst(node);
        }
        way.addFirst(start);
        return List.copyOf(way);
    }

    /** One for each strongly connected component, in the order of their lowest nodes. */
    List<List<Integer>> shortestOfEach() {
        Map<Integer, List<Integer>> byLowest = new TreeMap<>();
        for (Set<Integer> component : components()) {
            component.stream()
                    .sorted()
                    .flatMap(node -> through(node).stream())
                    .min((a, b) -> Integer.compare(a.size(), b.size()))
                    .ifPresent(cycle -> byLowest.put(cycle.get(0), cycle));
        }
        return List.copyOf(byLowest.values());
    }

    /** Kosaraju's algorithm: nodes in the order in which a search leaves them, then gathered against the arrows. */
    private List<Set<Integer>> components() {
        Deque<Integer> left = new ArrayDeque<>();
        Set<Integer> seen = new HashSet<>();
        next.keySet().forEach(root -> search(root, seen, left));
        List<Set<Integer>> components = new ArrayList<>();
        Set<Integer> gathered = new HashSet<>();
        while (!left.isEmpty()) {
            Set<Integer> component = gather(left.pop(), gathered);
            if (!component.isEmpty()) {
                components.add(component);
            }
        }
        return components;
    }

    private void search(int root, Set<Integer> seen, Deque<Integer> left) {
        Deque<Integer> path = new ArrayDeque<>(List.of(root));
        while (!path.isEmpty()) {
            int node = path.peek();
            seen.add(node);
            Optional<Integer> unseen =
                    after(node).stream().filter(n -> !seen.contains(n)).findFirst();
            unseen.ifPresentOrElse(path::push, () -> {
                path.pop();
                if (!left.contains(node)) {
                    left.push(node);
                }
            });
        }
    }

    private Set<Integer> gather(int root, Set<Integer> gathered) {
        Set<Integer> component = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            int node = open.pop();
            if (gathered.add(node)) {
                component.add(node);
                open.addAll(previous.getOrDefault(node, new TreeSet<>()));
            }
        }
        return component;
    }

    private SortedSet<Integer> after(int node) {
        return next.getOrDefault(node, new TreeSet<>());
    }
}
