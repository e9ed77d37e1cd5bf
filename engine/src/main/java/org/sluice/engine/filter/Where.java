package org.sluice.engine.filter;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.filter.Condition.Named;
import org.sluice.engine.filter.Condition.Order;
import org.sluice.engine.filter.Condition.Test;

/** Where one element of a value must lie for a condition to hold. Necessary, not sufficient. */
sealed interface Where {
    /** Longer lists are taken for the range that they span: most are of neighbours, such as runs. */
    int MOST_POINTS = 32;

    /** What no element there is below; null if there is no such value. */
    @Nullable
    Typed least();

    /** What no element there is above; null if there is no such value. */
    @Nullable
    Typed most();

    /** One of these, all comparable, in ascending order; none of them: nowhere. */
    record OneOf(List<Typed> points) implements Where {
        @Override
        public @Nullable Typed least() {
            return points.isEmpty() ? null : points.get(0);
        }

        @Override
        public @Nullable Typed most() {
            return points.isEmpty() ? null : points.get(points.size() - 1);
        }
    }

    /** Between these; where one is missing, there is no bound. */
    record Between(@Nullable Typed low, @Nullable Typed high, boolean highExcluded) implements Where {
        @Override
        public @Nullable Typed least() {
            return low;
        }

        @Override
        public @Nullable Typed most() {
            return high;
        }

        boolean isEmpty() {
            return low != null && high != null && Typed.compare(low, high) > 0;
        }
    }

    /**
     * A place in the values of a field.
     *
     * @param suffices whether the condition asks nothing more of a single value than to lie there
     */
    record Place(Field field, Where where, boolean suffices) {
        /** Whether no value lies there: the condition never holds. */
        boolean isNowhere() {
            return where instanceof OneOf oneOf
                    ? oneOf.points().isEmpty()
                    : where instanceof Between between && between.isEmpty();
        }

        /** Whether {@link Bounds} can be certain of the condition: bounds that have different floats, or one number that is a float. */
        boolean isToldByFloats() {
            Typed least = where.least();
            Typed most = where.most();
            if (!suffices || !isNumberOrNone(least) || !isNumberOrNone(most)) {
                return false;
            }
            return least instanceof Typed.Exact low
                            && most instanceof Typed.Exact high
                            && (float) low.nearest() == (float) high.nearest()
                    ? where instanceof OneOf && low.isWholeFloat()
                    : where instanceof Between;
        }

        private static boolean isNumberOrNone(@Nullable Typed bound) {
            return bound == null || bound instanceof Typed.Exact;
        }
    }

    /** Where a condition has its values, or empty for one that holds almost everywhere or is not about a place. */
    static Optional<Place> of(Named condition) {
        boolean ordered = false;
        for (Test test : condition.tests()) {
            if (test instanceof Test.OneOf oneOf) {
                Where where = oneOf(oneOf);
                boolean suffices = condition.tests().size() == 1
                        && where instanceof OneOf few
                        && few.points().size() == 1;
                return Optional.of(new Place(condition.field(), where, suffices));
            }
            ordered |= test instanceof Test.Ordered;
        }
        return ordered ? Optional.of(between(condition)) : prefix(condition);
    }

    private static Where oneOf(Test.OneOf test) {
        List<Typed> points = test.operands().stream()
                .filter(Typed::isComparable)
                .sorted(Typed::compare)
                .toList();
        return points.size() <= MOST_POINTS
                ? new OneOf(points)
                : new Between(points.get(0), points.get(points.size() - 1), false);
    }

    private static Place between(Named condition) {
        Typed low = null;
        Typed high = null;
        boolean highExcluded = false;
        boolean suffices = true;
        for (Test test : condition.tests()) {
            suffices &= test instanceof Test.Ordered;
            if (test instanceof Test.Ordered ordered) {
                Typed operand = ordered.operand();
                if (!operand.isComparable()) {
                    return new Place(condition.field(), new OneOf(List.of()), false);
                }
                boolean below = ordered.order() == Order.LESS || ordered.order() == Order.LESS_OR_EQUAL;
                if (!below && (low == null || Typed.compare(operand, low) > 0)) {
                    low = operand;
                }
                if (below && (high == null || Typed.compare(operand, high) <= 0)) {
                    highExcluded = ordered.order() == Order.LESS || (highExcluded && operand.equals(high));
                    high = operand;
                }
            }
        }
        return new Place(condition.field(), new Between(low, high, highExcluded), suffices);
    }

    private static Optional<Place> prefix(Named condition) {
        for (Test test : condition.tests()) {
            if (test instanceof Test.Like like && !like.glob().prefix().isEmpty()) {
                String prefix = like.glob().prefix();
                Typed after = Texts.afterAllThatBeginWith(prefix)
                        .<Typed>map(Typed.Text::new)
                        .orElse(null);
                Where where = new Between(new Typed.Text(prefix), after, true);
                return Optional.of(new Place(condition.asText(), where, false));
            }
        }
        return Optional.empty();
    }
}
