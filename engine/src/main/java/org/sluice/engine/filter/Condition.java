package org.sluice.engine.filter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed query: what an index walks, and what is evaluated. Immutable. */
sealed interface Condition {
    /** Where it stands in the query, in the form of {@link BadQueryException#place()}. */
    String place();

    /** A query: all of its conditions hold; without conditions it holds for every file. */
    record Query(String place, List<Condition> conditions) implements Condition {}

    /** {@code $or}: one of the queries holds; without queries it holds for no file. */
    record AnyOf(String place, List<Query> queries) implements Condition {}

    /** {@code $not}: the query does not hold, whether for a value or for an absent name. */
    record Not(String place, Query query) implements Condition {}

    /**
     * The condition on one name: all of its tests hold, for the name's value read as the field's type.
     *
     * @param field the name as its values are compared
     * @param text the condition as it was written, JSON
     */
    record Named(String place, Field field, List<Test> tests, String text) implements Condition {
        String name() {
            return field.name();
        }

        FieldType type() {
            return field.type();
        }

        /** The name as globs see it. */
        Field asText() {
            return type() == FieldType.STRING ? field : Field.of(name(), FieldType.STRING);
        }

        /** Equal are conditions that hold for the same files because they are written alike, wherever they stand. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Named named && field.equals(named.field) && text.equals(named.text);
        }

        @Override
        public int hashCode() {
            return 31 * field.hashCode() + text.hashCode();
        }
    }

    /** One operator and its operand. */
    sealed interface Test {
        /** {@code Any}, {@code Missing}, {@code exists} and the empty object: whether the name has a value. */
        record Presence(boolean expected) implements Test {}

        /** {@code =} and {@code in}: an element of the value is one of these. */
        record OneOf(Set<Typed> operands) implements Test {}

        /** {@code !=} and {@code nin}: no element of the value is one of these. */
        record NoneOf(Set<Typed> operands) implements Test {}

        /** An order operator. */
        record Ordered(Order order, Typed operand) implements Test {}

        /** {@code like}. */
        record Like(Glob glob) implements Test {}
    }

    /** The order operators. */
    enum Order {
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean admits(int comparison) {
            return switch (this) {
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }

    /** The names that the condition mentions, in the order of the query. */
    default Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        if (this instanceof Query query) {
            query.conditions().forEach(condition -> names.addAll(condition.names()));
        } else if (this instanceof AnyOf anyOf) {
            anyOf.queries().forEach(query -> names.addAll(query.names()));
        } else if (this instanceof Not not) {
            names.addAll(not.query().names());
        } else if (this instanceof Named named) {
            names.add(named.name());
        }
        return names;
    }

    /** What the condition compares: the conversions that a file's values must stand. */
    default Set<Field> comparedFields() {
        Set<Field> fields = new LinkedHashSet<>();
        if (this instanceof Query query) {
            query.conditions().forEach(condition -> fields.addAll(condition.comparedFields()));
        } else if (this instanceof AnyOf anyOf) {
            anyOf.queries().forEach(query -> fields.addAll(query.comparedFields()));
        } else if (this instanceof Not not) {
            fields.addAll(not.query().comparedFields());
        } else if (this instanceof Named named) {
            for (Test test : named.tests()) {
                if (test instanceof Test.Like) {
                    fields.add(named.asText());
                } else if (!(test instanceof Test.Presence)) {
                    fields.add(named.field());
                }
            }
        }
        return fields;
    }
}
