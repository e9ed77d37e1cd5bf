package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of an index's tree: a list of conjunctions, or a division of them. Immutable; changes give new nodes that share what did
 * not change. A conjunction is the same object in all places.
 */
sealed interface Node {
    /** Longer lists are divided, if something divides them. */
    int CROWDED = 4;

    /** The same of lists where each conjunction has {@link Bounds}: to look at a few more of them is cheaper than another level. */
    int CROWDED_WITH_BOUNDS = 16;

    /** A division that holds so many times what it was made for, or such a part, is made anew. */
    int GROWTH = 3;

    /** What would be made anew for more than this many would hold up a change. */
    int MOST_MADE_ANEW = 1_024;

    /** With one conjunction more. */
    Node with(Conjunction conjunction, Region region);

    /** Without a conjunction that is here; null if nothing is left. */
    @Nullable
    Node without(Conjunction conjunction, Region region);

    /** Asks the conjunctions that may hold for the file. */
    void search(Search search);

    /** Adds all that are here. */
    void collect(Set<Conjunction> to);

    /** How many places hold a conjunction. */
    int places();

    /** The node for these conjunctions, at least one. */
    static Node of(List<Conjunction> conjunctions, Region region) {
        return Crowd.best(conjunctions, region)
                .<Node>map(divider -> divide(conjunctions, region, divider))
                .orElseGet(() -> {
                    int size = conjunctions.size();
                    return new Leaf(
                            conjunctions.toArray(Conjunction[]::new),
                            isCrowded(conjunctions) ? size + size / 2 : Math.max(size, CROWDED));
                });
    }

    /** Whether there are so many that it pays to divide them. */
    static boolean isCrowded(List<Conjunction> conjunctions) {
        int size = conjunctions.size();
        return size > CROWDED_WITH_BOUNDS || size > CROWDED && !Bounds.areOfAll(conjunctions);
    }

    private static Division divide(List<Conjunction> conjunctions, Region region, Divider divider) {
        List<List<Conjunction>> parts = new ArrayList<>();
        for (int i = 0; i < Divider.MAX_CELLS; i++) {
            parts.add(new ArrayList<>());
        }
        List<Conjunction> rest = new ArrayList<>();
        for (Conjunction conjunction : conjunctions) {
            long cells = region.cellsOf(conjunction, divider);
            if (cells == 0) {
                rest.add(conjunction);
            }
            for (long left = cells; left != 0; left &= left - 1) {
                parts.get(Long.numberOfTrailingZeros(left)).add(conjunction);
            }
        }
        long present = 0;
        List<Node> nodes = new ArrayList<>();
        for (int cell = 0; cell < Divider.MAX_CELLS; cell++) {
            if (!parts.get(cell).isEmpty()) {
                present |= 1L << cell;
                nodes.add(of(parts.get(cell), region.inside(divider, cell)));
            }
        }
        return new Division(
                divider,
                present,
                nodes.toArray(Node[]::new),
                rest.isEmpty() ? null : of(rest, region),
                conjunctions.size(),
                conjunctions.size());
    }

    /** Asked one by one. It is its own bounds, because each object on the way is a cache miss. */
    final class Leaf extends Bounds implements Node {
        private final Conjunction[] conjunctions;

        /** What bounds are not certain of in each of them: the conjunctions themselves are far away in memory. */
        private final List<Condition>[] others;

        private final int enough;

        /** @param enough with more than these, a division is tried */
        private Leaf(Conjunction[] conjunctions, int enough) {
            super(conjunctions);
            this.conjunctions = conjunctions;
            this.others = others(conjunctions);
            this.enough = enough;
        }

        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
        private static List<Condition>[] others(Conjunction[] conjunctions) {
            List<Condition>[] others = new List[conjunctions.length];
            for (int i = 0; i < conjunctions.length; i++) {
                others[i] = conjunctions[i].others();
            }
            return others;
        }

        @Override
        public Node with(Conjunction conjunction, Region region) {
            Conjunction[] more = Arrays.copyOf(conjunctions, conjunctions.length + 1);
            more[conjunctions.length] = conjunction;
            return more.length <= enough ? new Leaf(more, enough) : Node.of(Arrays.asList(more), region);
        }

        @Override
        public @Nullable Node without(Conjunction conjunction, Region region) {
            List<Conjunction> left = new ArrayList<>(Arrays.asList(conjunctions));
            left.removeIf(one -> one == conjunction);
            return left.isEmpty() ? null : new Leaf(left.toArray(Conjunction[]::new), enough);
        }

        @Override
        public void search(Search search) {
            if (conjunctions.length > Bounds.MOST) {
                for (Conjunction conjunction : conjunctions) {
                    search.ask(conjunction.conditions(), conjunction.transformationId());
                }
                return;
            }
            long admitted = admitted(search.facts());
            search.pass(conjunctions.length - Long.bitCount(admitted));
            for (long left = admitted; left != 0; left &= left - 1) {
                int one = Long.numberOfTrailingZeros(left);
                search.ask(areCertain(one, search.facts()) ? others[one] : conjunctions[one].conditions(), id(one));
            }
        }

        @Override
        public void collect(Set<Conjunction> to) {
            to.addAll(Arrays.asList(conjunctions));
        }

        @Override
        public int places() {
            return conjunctions.length;
        }
    }

    /** Cells, and the rest. */
    final class Division implements Node {
        private final Divider divider;
        /** Which cells there are: a bit for each of {@code cells}, in their order. */
        private final long present;

        private final Node[] cells;
        private final @Nullable Node rest;
        private final int size;
        private final int madeFor;

        private Division(Divider divider, long present, Node[] cells, @Nullable Node rest, int size, int madeFor) {
            this.divider = divider;
            this.present = present;
            this.cells = cells;
            this.rest = rest;
            this.size = size;
            this.madeFor = madeFor;
        }

        @Override
        public Node with(Conjunction conjunction, Region region) {
            if (size + 1 > GROWTH * madeFor && size < MOST_MADE_ANEW) {
                Set<Conjunction> all = all();
                all.add(conjunction);
                return Node.of(List.copyOf(all), region);
            }
            long places = region.cellsOf(conjunction, divider);
            if (places == 0) {
                Node more = rest == null ? Node.of(List.of(conjunction), region) : rest.with(conjunction, region);
                return new Division(divider, present, cells, more, size + 1, madeFor);
            }
            long all = present | places;
            Node[] nodes = new Node[Long.bitCount(all)];
            int i = 0;
            for (long left = all; left != 0; left &= left - 1) {
                long bit = Long.lowestOneBit(left);
                Node old = (present & bit) == 0 ? null : cells[position(bit)];
                if ((places & bit) != 0) {
                    Region inside = region.inside(divider, Long.numberOfTrailingZeros(bit));
                    old = old == null ? Node.of(List.of(conjunction), inside) : old.with(conjunction, inside);
                }
                nodes[i++] = Objects.requireNonNull(old);
            }
            return new Division(divider, all, nodes, rest, size + 1, madeFor);
        }

        @Override
        public @Nullable Node without(Conjunction conjunction, Region region) {
            if (size == 1) {
                return null;
            }
            if ((size - 1) * GROWTH < madeFor && size <= MOST_MADE_ANEW) {
                Set<Conjunction> all = all();
                all.remove(conjunction);
                return Node.of(List.copyOf(all), region);
            }
            long places = region.cellsOf(conjunction, divider);
            if (places == 0) {
                Node left = rest == null ? null : rest.without(conjunction, region);
                return new Division(divider, present, cells, left, size - 1, madeFor);
            }
            long kept = 0;
            List<Node> nodes = new ArrayList<>();
            for (long left = present; left != 0; left &= left - 1) {
                long bit = Long.lowestOneBit(left);
                Node node = cells[position(bit)];
                Node now = (places & bit) == 0
                        ? node
                        : node.without(conjunction, region.inside(divider, Long.numberOfTrailingZeros(bit)));
                if (now != null) {
                    nodes.add(now);
                    kept |= bit;
                }
            }
            return new Division(divider, kept, nodes.toArray(Node[]::new), rest, size - 1, madeFor);
        }

        private int position(long bit) {
            return Long.bitCount(present & bit - 1);
        }

        private Set<Conjunction> all() {
            Set<Conjunction> all = new LinkedHashSet<>();
            collect(all);
            return all;
        }

        @Override
        public void search(Search search) {
            long reached = divider.reachedBy(search.facts()) & present;
            for (long left = reached; left != 0; left &= left - 1) {
                cells[position(Long.lowestOneBit(left))].search(search);
            }
            if (rest != null) {
                rest.search(search);
            }
        }

        @Override
        public void collect(Set<Conjunction> to) {
            for (Node node : cells) {
                node.collect(to);
            }
            if (rest != null) {
                rest.collect(to);
            }
        }

        @Override
        public int places() {
            int places = rest == null ? 0 : rest.places();
            for (Node node : cells) {
                places += node.places();
            }
            return places;
        }
    }
}
