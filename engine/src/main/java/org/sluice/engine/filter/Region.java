package org.sluice.engine.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells within cells in which a part of a tree lies: what is known there of every file that comes by. Immutable. */
final class Region {
    /** In so many places a conjunction is kept at most: what speed may cost in memory. */
    static final int MOST_PLACES = 16;

    /** Deeper, nothing is divided. */
    static final int DEEPEST = 100;

    static final Region ALL = new Region(null, new Divider.ByCondition(List.of()), 0, 0);

    private final @Nullable Region outer;
    private final Divider divider;
    private final int cell;
    private final int depth;

    private Region(@Nullable Region outer, Divider divider, int cell, int depth) {
        this.outer = outer;
        this.divider = divider;
        this.cell = cell;
        this.depth = depth;
    }

    Region inside(Divider by, int innerCell) {
        return new Region(this, by, innerCell, depth + 1);
    }

    int depth() {
        return depth;
    }

    /** Whether a file with this value may come by. */
    boolean admits(Field field, Typed value) {
        for (Region at = this; at.outer != null; at = at.outer) {
            int of = at.divider.cellOf(field, value);
            if (of >= 0 && of != at.cell) {
                return false;
            }
        }
        return true;
    }

    /** How often values of a field were divided by hash. */
    int depthByValue(Field field) {
        int count = 0;
        for (Region at = this; at.outer != null; at = at.outer) {
            if (at.divider instanceof Divider.ByValue byValue && byValue.field().equals(field)) {
                count++;
            }
        }
        return count;
    }

    /** Whether every file that comes by is known to satisfy the condition. */
    boolean implies(Condition condition) {
        for (Region at = this; at.outer != null; at = at.outer) {
            if (at.divider instanceof Divider.ByCondition by
                    && by.conditions().get(at.cell).equals(condition)) {
                return true;
            }
        }
        return false;
    }

    /** In how many cells more a conjunction may be that is here. */
    int placesLeft(Conjunction conjunction) {
        int places = MOST_PLACES;
        for (Region at = this; at.outer != null; at = at.outer) {
            places /= Math.max(1, Long.bitCount(at.divider.cellsOf(conjunction, at.outer)));
        }
        return Math.max(1, places);
    }

    /** The cells that a conjunction here is in, or none for the rest. */
    long cellsOf(Conjunction conjunction, Divider by) {
        long cells = by.cellsOf(conjunction, this);
        return Long.bitCount(cells) <= 1 || Long.bitCount(cells) <= placesLeft(conjunction) ? cells : 0;
    }
}
