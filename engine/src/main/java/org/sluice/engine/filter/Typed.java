package org.sluice.engine.filter;

import java.math.BigDecimal;

/** A value converted to a field's type. Equality is equality of value: {@code 7}, {@code 7.0} and {@code 70e-1} are one. */
sealed interface Typed {
    /**
     * A finite number, or a moment as seconds since 1970 in UTC.
     *
     * @param nearest the nearest double. Rounding keeps order, so that two numbers whose doubles differ are in their order;
     *     decimals of different scales are an order of magnitude dearer to compare
     */
    record Exact(BigDecimal value, double nearest) implements Typed {
        /** Up to here, floats hold all whole numbers. */
        private static final double WHOLE_FLOATS = 1 << 24;

        Exact(BigDecimal value) {
            this(stripped(value), value.doubleValue());
        }

        /** The number itself where it has no zeros at its end: the query's JSON keeps it as well. */
        private static BigDecimal stripped(BigDecimal value) {
            BigDecimal stripped = value.stripTrailingZeros();
            return stripped.scale() == value.scale() ? value : stripped;
        }

        /** Whether a float holds it exactly, as far as can be told at a glance. */
        boolean isWholeFloat() {
            return value.scale() <= 0 && Math.abs(nearest) <= WHOLE_FLOATS;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Exact exact && value.equals(exact.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }
    }

    /** A text, compared by code point. */
    record Text(String value) implements Typed {}

    /** What has no decimal: the infinities, and what no comparison with holds. */
    enum Special implements Typed {
        NEGATIVE_INFINITY,
        POSITIVE_INFINITY,
        NOT_A_NUMBER,
        /** The value did not convert. */
        UNREADABLE
    }

    /** False for what no comparison with ever holds, {@code !=} included. */
    default boolean isComparable() {
        return this != Special.NOT_A_NUMBER && this != Special.UNREADABLE;
    }

    /** The order of two comparable values of one type. */
    static int compare(Typed a, Typed b) {
        if (a instanceof Exact x && b instanceof Exact y) {
            int near = Double.compare(x.nearest(), y.nearest());
            return near != 0 ? near : x.value().compareTo(y.value());
        }
        if (a instanceof Text x && b instanceof Text y) {
            return Texts.compare(x.value(), y.value());
        }
        return Integer.compare(side(a), side(b));
    }

    private static int side(Typed number) {
        if (number == Special.NEGATIVE_INFINITY) {
            return -1;
        }
        return number == Special.POSITIVE_INFINITY ? 1 : 0;
    }
}
