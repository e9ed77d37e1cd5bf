package org.sluice.engine.filter;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to divide conjunctions into at most 64 cells. Sets of cells are bits of a long. If a conjunction may hold for a file, then
 * one of the cells that it is in is one that the file reaches, unless it is in none and thus in the rest. Immutable.
 */
sealed interface Divider {
    /** The number of bits that choose a cell by value. */
    int CELL_BITS = 6;

    /** The most cells. */
    int MAX_CELLS = 1 << CELL_BITS;

    /** The cells that a conjunction is in; none, if this divider does not tell where it holds, or in too many cells. */
    long cellsOf(Conjunction conjunction, Region region);

    /** The cells that a file reaches. */
    long reachedBy(TypedFacts facts);

    /** By the values of one field: each value lies in one cell. */
    sealed interface OfField extends Divider {
        Field field();

        /** The cell of a value of the field. */
        int cellOf(Typed value);

        /** The cells of those of the points that a file which comes by may have. */
        default long cellsOf(Where.OneOf oneOf, Region region) {
            long cells = 0;
            for (Typed point : oneOf.points()) {
                if (region.admits(field(), point)) {
                    cells |= 1L << cellOf(point);
                }
            }
            return cells;
        }

        @Override
        default long reachedBy(TypedFacts facts) {
            long cells = 0;
            List<Typed> elements = facts.read(field()).elements();
            for (int i = 0; i < elements.size(); i++) {
                Typed element = elements.get(i);
                if (element.isComparable()) {
                    cells |= 1L << cellOf(element);
                }
            }
            return cells;
        }
    }

    /** Equality and lists: the hash of each value decides, other bits of it at each depth. */
    record ByValue(Field field, int depth) implements OfField {
        /** Hashes have no more bits. */
        static final int DEPTHS = 32 / CELL_BITS;

        private static final int GOLDEN_RATIO = 0x9E3779B9;
        private static final int MOST = 16;

        @Override
        public long cellsOf(Conjunction conjunction, Region region) {
            if (!(conjunction.where(field) instanceof Where.OneOf oneOf)) {
                return 0;
            }
            long cells = cellsOf(oneOf, region);
            return Long.bitCount(cells) <= MOST ? cells : 0;
        }

        @Override
        public int cellOf(Typed value) {
            // The low bits of hashes of numbers are alike; multiplication brings every bit to the high ones.
            int spread = value.hashCode() * GOLDEN_RATIO;
            spread = (spread ^ spread >>> 15) * GOLDEN_RATIO;
            return spread >>> (Integer.SIZE - CELL_BITS * (depth + 1)) & MAX_CELLS - 1;
        }
    }

    /** Ranges: between one cut (itself included) and the next lies a cell. */
    final class ByOrder implements OfField {
        private static final int MOST = 4;

        /** The floats of a cache line. */
        private static final int LINE = 16;

        private final Field field;
        private final Typed[] cuts;

        /** The floats nearest to the cuts where all are numbers, side by side in memory; otherwise null. */
        private final float @Nullable [] nearest;

        /** @param cuts in ascending order, at least one */
        ByOrder(Field field, Collection<Typed> cuts) {
            this.field = field;
            this.cuts = cuts.toArray(Typed[]::new);
            this.nearest = cuts.stream().allMatch(Typed.Exact.class::isInstance) ? nearest(this.cuts) : null;
        }

        private static float[] nearest(Typed[] cuts) {
            float[] nearest = new float[cuts.length];
            for (int i = 0; i < cuts.length; i++) {
                nearest[i] = (float) ((Typed.Exact) cuts[i]).nearest();
            }
            return nearest;
        }

        @Override
        public Field field() {
            return field;
        }

        @Override
        public long cellsOf(Conjunction conjunction, Region region) {
            Where where = conjunction.where(field);
            long cells = 0;
            if (where instanceof Where.OneOf oneOf) {
                cells = cellsOf(oneOf, region);
            } else if (where instanceof Where.Between between) {
                cells = between(between);
            }
            return Long.bitCount(cells) <= MOST ? cells : 0;
        }

        private long between(Where.Between between) {
            int first = between.low() == null ? 0 : cellOf(between.low());
            int last = between.high() == null ? cuts.length : cellOf(between.high());
            if (between.highExcluded() && last > first && cuts[last - 1].equals(between.high())) {
                last--;
            }
            return -1L >>> (MAX_CELLS - 1 - (last - first)) << first;
        }

        /** The number of cuts that are not above the value. */
        @Override
        public int cellOf(Typed value) {
            if (nearest == null || !(value instanceof Typed.Exact number)) {
                return cell(value);
            }
            float near = (float) number.nearest();
            int cell = below(nearest, near);
            // Those whose floats differ are in the order of their floats.
            while (cell < cuts.length && nearest[cell] == near && Typed.compare(cuts[cell], value) <= 0) {
                cell++;
            }
            return cell;
        }

        /** Counts instead of branching: what a search by halves guesses wrong at each step costs more. */
        private static int below(float[] nearest, float value) {
            int from = 0;
            for (int i = LINE - 1; i < nearest.length; i += LINE) {
                from += nearest[i] < value ? LINE : 0;
            }
            int below = from;
            for (int i = from; i < Math.min(from + LINE, nearest.length); i++) {
                below += nearest[i] < value ? 1 : 0;
            }
            return below;
        }

        private int cell(Typed value) {
            int low = 0;
            int high = cuts.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Typed.compare(cuts[middle], value) > 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    /** Equal conditions: each is asked once for all that have it. */
    record ByCondition(List<Condition> conditions) implements Divider {
        public ByCondition {
            conditions = List.copyOf(conditions);
        }

        @Override
        public long cellsOf(Conjunction conjunction, Region region) {
            int cell = cellOf(conjunction);
            return cell < 0 ? 0 : 1L << cell;
        }

        private int cellOf(Conjunction conjunction) {
            for (Condition condition : conjunction.conditions()) {
                int cell = conditions.indexOf(condition);
                if (cell >= 0) {
                    return cell;
                }
            }
            return -1;
        }

        @Override
        public long reachedBy(TypedFacts facts) {
            long cells = 0;
            for (int i = 0; i < conditions.size(); i++) {
                if (Evaluation.holds(conditions.get(i), facts)) {
                    cells |= 1L << i;
                }
            }
            return cells;
        }
    }

    /** The cell of one value of a field that this divides by, or -1. */
    default int cellOf(Field asked, Typed value) {
        return this instanceof OfField divider && divider.field().equals(asked) ? divider.cellOf(value) : -1;
    }
}
