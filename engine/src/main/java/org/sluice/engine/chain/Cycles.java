package org.sluice.engine.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

    /**
     * So many that each node which is in a cycle is in one of them or was seen before: the shortest through the lowest node
     * that is in none yet, and so on. In the order of their lowest nodes.
     *
     * <p>Rejected: one for each strongly connected component, which hides all others of it; and all elementary cycles, of
     * which there may be more than anybody can read.
     */
    List<List<Integer>> shortestBeside(Set<Integer> seen) {
        Set<Integer> covered = new HashSet<>(seen);
        List<List<Integer>> cycles = new ArrayList<>();
        for (int node : new TreeSet<>(inCycles())) {
            if (!covered.contains(node)) {
                through(node).ifPresent(cycle -> {
                    covered.addAll(cycle);
                    cycles.add(fromLowest(cycle));
                });
            }
        }
        cycles.sort(Comparator.comparing((List<Integer> cycle) -> cycle.get(0)));
        return cycles;
    }

    /** The others need not be searched from: that would cost a walk over everything each. */
    private Set<Integer> inCycles() {
        Set<Integer> nodes = new HashSet<>();
        for (Set<Integer> component : components()) {
            if (component.size() > 1
                    || component.stream().anyMatch(node -> after(node).contains(node))) {
                nodes.addAll(component);
            }
        }
        return nodes;
    }

    private static List<Integer> fromLowest(List<Integer> cycle) {
        List<Integer> way = cycle.subList(1, cycle.size());
        int lowest = way.indexOf(Collections.min(way));
        List<Integer> turned = new ArrayList<>(way.subList(lowest, way.size()));
        turned.addAll(way.subList(0, lowest + 1));
        return List.copyOf(turned);
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
