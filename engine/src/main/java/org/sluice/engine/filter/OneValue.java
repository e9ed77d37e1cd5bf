package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.filter.Condition.Order;
import org.sluice.engine.filter.Condition.Test;

/** Whether there is one value of a type that passes tests. */
final class OneValue {
    private final FieldType type;
    private final List<Test.OneOf> lists = new ArrayList<>();
    private final Set<Typed> excluded = new HashSet<>();
    private final List<Test.Ordered> ranges = new ArrayList<>();
    private final List<Glob> globs = new ArrayList<>();

    private OneValue(FieldType type) {
        this.type = type;
    }

    static Compatibility of(List<Test> tests, FieldType type) {
        OneValue value = new OneValue(type);
        for (Test test : tests) {
            if (test instanceof Test.OneOf oneOf) {
                value.lists.add(oneOf);
            } else if (test instanceof Test.NoneOf noneOf) {
                value.excluded.addAll(noneOf.operands());
            } else if (test instanceof Test.Ordered ordered) {
                value.ranges.add(ordered);
            } else if (test instanceof Test.Like like) {
                value.globs.add(like.glob());
            }
        }
        return value.answer();
    }

    private Compatibility answer() {
        // Nothing compares with NaN, not even as unequal.
        boolean never = excluded.contains(Typed.Special.NOT_A_NUMBER)
                || ranges.stream().anyMatch(range -> !range.operand().isComparable());
        if (never) {
            return Compatibility.NO;
        }
        return lists.isEmpty() ? inRange() : inLists();
    }

    private Compatibility inLists() {
        boolean found = lists.get(0).operands().stream().anyMatch(this::passes);
        return found ? sure() : Compatibility.NO;
    }

    /** Whether a value passes, as far as can be told: a glob sees how it was written, which only texts keep. */
    private boolean passes(Typed value) {
        return value.isComparable()
                && !excluded.contains(value)
                && lists.stream().allMatch(list -> list.operands().contains(value))
                && ranges.stream().allMatch(range -> range.order().admits(Typed.compare(value, range.operand())))
                && (!(value instanceof Typed.Text text) || globs.stream().allMatch(glob -> glob.matches(text.value())));
    }

    private Compatibility sure() {
        return globs.isEmpty() || type == FieldType.STRING ? Compatibility.YES : Compatibility.MAYBE;
    }

    private Compatibility inRange() {
        Optional<Typed> lowest = bound(Order.GREATER, Order.GREATER_OR_EQUAL, 1);
        Optional<Typed> highest = bound(Order.LESS, Order.LESS_OR_EQUAL, -1);
        if (lowest.isPresent() && highest.isPresent()) {
            int order = Typed.compare(lowest.get(), highest.get());
            if (order > 0) {
                return Compatibility.NO;
            }
            if (order == 0) {
                return passes(lowest.get()) ? sure() : Compatibility.NO;
            }
            if (type == FieldType.STRING) {
                // There is nothing between "a" and "a" followed by the least character.
                return Compatibility.MAYBE;
            }
        }
        // Of numbers and moments there are more between two bounds than can be excluded one by one.
        return globs.isEmpty() ? Compatibility.YES : Compatibility.MAYBE;
    }

    /** The operand that bounds most; of equal ones any, since every test is asked again where it matters. */
    private Optional<Typed> bound(Order strict, Order closed, int sign) {
        return ranges.stream()
                .filter(range -> range.order() == strict || range.order() == closed)
                .map(Test.Ordered::operand)
                .max((a, b) -> sign * Typed.compare(a, b));
    }
}
