package org.sluice.engine.filter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.filter.TypedFacts.Reading;
import org.sluice.engine.filter.Where.Place;

/**
 * Between which numbers a file's values must lie for each of a few conjunctions to hold: necessary, not sufficient, because rounding to
 * floats keeps order but makes neighbours equal. Most of what would be asked in vain fails here, by numbers that stand side by side in
 * memory instead of on a walk over conditions. Immutable.
 */
sealed class Bounds permits Node.Leaf {
    /** Of more conjunctions there are no bounds: sets of them are bits of a long. */
    static final int MOST = Long.SIZE;

    private static final Shared<List<Field>> FIELDS = new Shared<>(1 << 10);

    private final int conjunctions;
    private final List<Field> fields;

    /** The ranks of the lowest and the highest for each field, and within it for each conjunction; then the conjunctions' ids. */
    private final int[] bounds;

    Bounds(Conjunction[] conjunctions) {
        this.conjunctions = conjunctions.length;
        this.fields = conjunctions.length > MOST ? List.of() : FIELDS.one(numericFields(conjunctions));
        this.bounds = new int[(2 * fields.size() + 1) * conjunctions.length];
        int at = 0;
        for (Field field : fields) {
            for (Conjunction conjunction : conjunctions) {
                Where where = conjunction.where(field);
                bounds[at++] = nearest(where == null ? null : where.least(), Float.NEGATIVE_INFINITY);
                bounds[at++] = nearest(where == null ? null : where.most(), Float.POSITIVE_INFINITY);
            }
        }
        for (Conjunction conjunction : conjunctions) {
            bounds[at++] = conjunction.transformationId();
        }
    }

    static Bounds of(Conjunction[] conjunctions) {
        return new Bounds(conjunctions);
    }

    private static List<Field> numericFields(Conjunction[] conjunctions) {
        Set<Field> fields = new LinkedHashSet<>();
        for (Conjunction conjunction : conjunctions) {
            for (Place place : conjunction.places()) {
                if (isOfNumbers(place)) {
                    fields.add(place.field());
                }
            }
        }
        return List.copyOf(fields);
    }

    /** Whether each of the conjunctions has any. */
    static boolean areOfAll(List<Conjunction> conjunctions) {
        for (Conjunction conjunction : conjunctions) {
            boolean has = false;
            for (Place place : conjunction.places()) {
                has |= isOfNumbers(place);
            }
            if (!has) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfNumbers(Place place) {
        return place.where().least() instanceof Typed.Exact || place.where().most() instanceof Typed.Exact;
    }

    private static int nearest(@Nullable Typed bound, float otherwise) {
        return rank(bound instanceof Typed.Exact number ? number.nearest() : otherwise);
    }

    /** The nearest float as a whole number that has the order of floats: such are compared without a branch. */
    static int rank(double value) {
        // Adding zero leaves one zero of two.
        int bits = Float.floatToIntBits((float) value + 0f);
        return bits ^ bits >> 31 & Integer.MAX_VALUE;
    }

    /** The transformation of a conjunction. */
    final int id(int conjunction) {
        return bounds[2 * fields.size() * conjunctions + conjunction];
    }

    /** The conjunctions that may hold, a bit for each; lists of values, and what is no number, exclude none. */
    final long admitted(TypedFacts facts) {
        long outside = 0;
        int at = 0;
        for (int field = 0; field < fields.size(); field++) {
            Reading reading = facts.read(fields.get(field));
            if (!reading.isNumber()) {
                at += 2 * conjunctions;
                continue;
            }
            long value = reading.rank();
            for (int i = 0; i < conjunctions; i++) {
                // Below zero, and thus one after the shift, where it is below the lowest or above the highest.
                outside |= (value - bounds[at] | bounds[at + 1] - value) >>> Long.SIZE - 1 << i;
                at += 2;
            }
        }
        return ~outside & -1L >>> MOST - conjunctions;
    }

    /**
     * Whether one that is admitted is certain to hold as far as {@link Place#isToldByFloats} goes: its numbers lie between the bounds as
     * floats already, or are the only ones admitted.
     */
    final boolean areCertain(int conjunction, TypedFacts facts) {
        for (int field = 0; field < fields.size(); field++) {
            Reading reading = facts.read(fields.get(field));
            int value = reading.rank();
            int at = 2 * (field * conjunctions + conjunction);
            boolean between = bounds[at] < value && value < bounds[at + 1];
            boolean only = bounds[at] == value && value == bounds[at + 1] && reading.isWholeFloat();
            if (!reading.isNumber() || !between && !only) {
                return false;
            }
        }
        return true;
    }
}
