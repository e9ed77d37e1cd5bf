package org.sluice.engine.filter;

import java.util.List;
import org.sluice.engine.filter.Condition.Named;
import org.sluice.engine.filter.Condition.Test;

/** Says whether a condition holds for a file. */
final class Evaluation {
    private Evaluation() {}

    static boolean holds(Condition condition, TypedFacts facts) {
        if (condition instanceof Condition.Query query) {
            return query.conditions().stream().allMatch(part -> holds(part, facts));
        }
        if (condition instanceof Condition.AnyOf anyOf) {
            return anyOf.queries().stream().anyMatch(part -> holds(part, facts));
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.query(), facts);
        }
        return holds((Named) condition, facts);
    }

    private static boolean holds(Named condition, TypedFacts facts) {
        if (!facts.has(condition.name())) {
            return condition.tests().stream().allMatch(Evaluation::holdsOfNothing);
        }
        return holdsOfWhole(condition, facts) && holdsOfOneElement(condition, facts);
    }

    private static boolean holdsOfNothing(Test test) {
        return test instanceof Test.Presence presence && !presence.expected();
    }

    /** The tests that see a list as a whole. */
    private static boolean holdsOfWhole(Named condition, TypedFacts facts) {
        for (Test test : condition.tests()) {
            if (test instanceof Test.Presence presence && !presence.expected()) {
                return false;
            }
            if (test instanceof Test.NoneOf noneOf && !isNone(noneOf, elements(condition, facts))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNone(Test.NoneOf test, List<Typed> elements) {
        // A value that does not convert satisfies nothing, and NaN satisfies nothing, on either side.
        return !test.operands().contains(Typed.Special.NOT_A_NUMBER)
                && elements.stream()
                        .allMatch(element ->
                                element.isComparable() && !test.operands().contains(element));
    }

    /** One and the same element has to pass all the other tests: {@code {">":1,"<":5}} asks for an element between. */
    private static boolean holdsOfOneElement(Named condition, TypedFacts facts) {
        List<Test> tests =
                condition.tests().stream().filter(Evaluation::isOfElement).toList();
        if (tests.isEmpty()) {
            return true;
        }
        // Both readings have the elements in the same order; the second costs nothing unless there is a glob.
        boolean compares = tests.stream().anyMatch(test -> !(test instanceof Test.Like));
        boolean globs = tests.stream().anyMatch(Test.Like.class::isInstance);
        List<Typed> texts = globs ? facts.read(condition.asText()).elements() : List.of();
        List<Typed> values = compares ? elements(condition, facts) : texts;
        for (int i = 0; i < values.size(); i++) {
            Typed value = values.get(i);
            Typed text = globs ? texts.get(i) : value;
            if (tests.stream().allMatch(test -> holdsOfElement(test, value, text))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfElement(Test test) {
        return !(test instanceof Test.Presence || test instanceof Test.NoneOf);
    }

    private static boolean holdsOfElement(Test test, Typed value, Typed text) {
        if (test instanceof Test.Like like) {
            return text instanceof Typed.Text written && like.glob().matches(written.value());
        }
        if (!value.isComparable()) {
            return false;
        }
        if (test instanceof Test.OneOf oneOf) {
            return oneOf.operands().contains(value);
        }
        return test instanceof Test.Ordered ordered
                && ordered.operand().isComparable()
                && ordered.order().admits(Typed.compare(value, ordered.operand()));
    }

    private static List<Typed> elements(Named condition, TypedFacts facts) {
        return facts.read(condition.field()).elements();
    }
}
