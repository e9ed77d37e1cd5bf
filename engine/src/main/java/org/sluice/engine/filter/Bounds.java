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

    /** The lowest and the highest for each field, and within it for each conjunction. */
    private final float[] bounds;

    Bounds(Conjunction[] conjunctions) {
        this.conjunctions = conjunctions.length;
        this.fields = conjunctions.length > MOST ? List.of() : FIELDS.one(numericFields(conjunctions));
        this.bounds = new float[2 * conjunctions.length * fields.size()];
        int at = 0;
        for (Field field : fields) {
            for (Conjunction conjunction : conjunctions) {
                Where where = conjunction.where(field);
                bounds[at++] = nearest(where == null ? null : where.least(), Float.NEGATIVE_INFINITY);
                bounds[at++] = nearest(where == null ? null : where.most(), Float.POSITIVE_INFINITY);
            }
        }
    }

    static Bounds of(Conjunction[] conjunctions) {
        return new Bounds(conjunctions);
    }

    private static List<Field> numericFields(Conjunction[] conjunctions) {
        Set<Field> fields = new LinkedHashSet<>();
        for (Conjunction conjunction : conjunctions) {
            for (Place place : conjunction.places()) {
                if (place.where().least() instanceof Typed.Exact
                        || place.where().most() instanceof Typed.Exact) {
                    fields.add(place.field());
                }
            }
        }
        return List.copyOf(fields);
    }

    private static float nearest(@Nullable Typed bound, float otherwise) {
        return bound instanceof Typed.Exact number ? (float) number.nearest() : otherwise;
    }

    /** The conjunctions that may hold, a bit for each; lists of values, and what is no number, exclude none. */
    final long admitted(TypedFacts facts) {
        long admitted = -1L >>> MOST - conjunctions;
        int at = 0;
        for (int field = 0; field < fields.size(); field++) {
            float value = (float) facts.read(fields.get(field)).nearest();
            for (int i = 0; i < conjunctions; i++) {
                // Nothing is below or above NaN.
                if (value < bounds[at++] | value > bounds[at++]) {
                    admitted &= ~(1L << i);
                }
            }
        }
        return admitted;
    }

    /**
     * Whether one that is admitted is certain to hold as far as {@link Place#isToldByFloats} goes: its numbers lie between the bounds as
     * floats already, or are the only ones admitted.
     */
    final boolean areCertain(int conjunction, TypedFacts facts) {
        for (int field = 0; field < fields.size(); field++) {
            Reading reading = facts.read(fields.get(field));
            float value = (float) reading.nearest();
            int at = 2 * (field * conjunctions + conjunction);
            boolean between = bounds[at] < value && value < bounds[at + 1];
            if (!between && !(bounds[at] == value && value == bounds[at + 1] && reading.isWholeFloat())) {
                return false;
            }
        }
        return true;
    }
}
