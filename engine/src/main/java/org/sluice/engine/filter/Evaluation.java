package org.sluice.engine.filter;

import java.util.List;
import org.sluice.engine.filter.Condition.Named;
import org.sluice.engine.filter.Condition.Test;

/** Says whether a condition holds for a file. Loops, not streams: this runs for every file that an index asks a filter about. */
final class Evaluation {
    private Evaluation() {}

    static boolean holds(Condition condition, TypedFacts facts) {
        if (condition instanceof Named named) {
            return holds(named, facts);
        }
        if (condition instanceof Condition.Query query) {
            return holdAll(query.conditions(), facts);
        }
        if (condition instanceof Condition.Not not) {
            return !holds(not.query(), facts);
        }
        return holdsOne((Condition.AnyOf) condition, facts);
    }

    static boolean holdAll(List<Condition> conditions, TypedFacts facts) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!holds(conditions.get(i), facts)) {
                return false;
            }
        }
        return true;
    }

    private static boolean holdsOne(Condition.AnyOf anyOf, TypedFacts facts) {
        for (Condition query : anyOf.queries()) {
            if (holds(query, facts)) {
                return true;
            }
        }
        return false;
    }

    /** Of a single value the tests are asked one by one; whether it is one shows the reading that a test needs. */
    private static boolean holds(Named condition, TypedFacts facts) {
        List<Test> tests = condition.tests();
        for (int i = 0; i < tests.size(); i++) {
            Test test = tests.get(i);
            if (test instanceof Test.Presence presence) {
                if (facts.has(condition.name()) != presence.expected()) {
                    return false;
                }
                continue;
            }
            Field field = test instanceof Test.Like ? condition.asText() : condition.field();
            List<Typed> elements = facts.read(field).elements();
            if (elements.size() != 1) {
                return holdsOfList(condition, facts);
            }
            Typed value = elements.get(0);
            if (test instanceof Test.NoneOf noneOf ? !isNone(noneOf, elements) : !passes(test, value, value)) {
                return false;
            }
        }
        return true;
    }

    /** Of a value of any number of elements, none among them. */
    private static boolean holdsOfList(Named condition, TypedFacts facts) {
        if (!isPresent(condition, facts)) {
            return holdsOfNothing(condition);
        }
        return holdsOfWhole(condition, facts) && holdsOfOneElement(condition, facts);
    }

    /** Where a test compares, its reading is at hand and tells it too. */
    private static boolean isPresent(Named condition, TypedFacts facts) {
        Test first = condition.tests().get(0);
        if (first instanceof Test.Presence || first instanceof Test.Like) {
            return facts.has(condition.name());
        }
        return !facts.read(condition.field()).isAbsent();
    }

    private static boolean holdsOfNothing(Named condition) {
        for (Test test : condition.tests()) {
            if (!(test instanceof Test.Presence presence) || presence.expected()) {
                return false;
            }
        }
        return true;
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
        if (test.operands().contains(Typed.Special.NOT_A_NUMBER)) {
            return false;
        }
        for (Typed element : elements) {
            if (!element.isComparable() || test.operands().contains(element)) {
                return false;
            }
        }
        return true;
    }

    /** One and the same element has to pass all the other tests: {@code {">":1,"<":5}} asks for an element between. */
    private static boolean holdsOfOneElement(Named condition, TypedFacts facts) {
        boolean compares = false;
        boolean globs = false;
        for (Test test : condition.tests()) {
            globs |= test instanceof Test.Like;
            compares |= test instanceof Test.OneOf || test instanceof Test.Ordered;
        }
        if (!compares && !globs) {
            return true;
        }
        // Both readings have the elements in the same order; the second costs nothing unless there is a glob.
        List<Typed> texts = globs ? facts.read(condition.asText()).elements() : List.of();
        List<Typed> values = compares ? elements(condition, facts) : texts;
        for (int i = 0; i < values.size(); i++) {
            Typed value = values.get(i);
            if (passes(condition, value, globs ? texts.get(i) : value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean passes(Named condition, Typed value, Typed text) {
        for (Test test : condition.tests()) {
            if (!passes(test, value, text)) {
                return false;
            }
        }
        return true;
    }

    private static boolean passes(Test test, Typed value, Typed text) {
        if (test instanceof Test.OneOf oneOf) {
            return value.isComparable() && oneOf.operands().contains(value);
        }
        if (test instanceof Test.Ordered ordered) {
            return value.isComparable()
                    && ordered.operand().isComparable()
                    && ordered.order().admits(Typed.compare(value, ordered.operand()));
        }
        if (test instanceof Test.Like like) {
            return text instanceof Typed.Text written && like.glob().matches(written.value());
        }
        // What sees the list as a whole has been asked already.
        return true;
    }

    private static List<Typed> elements(Named condition, TypedFacts facts) {
        return facts.read(condition.field()).elements();
    }
}
