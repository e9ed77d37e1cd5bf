package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell pattern over code points: {@code *} any text, {@code ?} one character, {@code [abc]}, {@code [a-z]}, {@code [!abc]} one
 * character of a set; {@code [*]} is a star. A bracket that is never closed is itself. The whole text must fit; {@code *} goes over
 * slashes.
 *
 * <p>Matching keeps only the last star to come back to, so its cost is bounded by the product of the two lengths, whatever the
 * pattern; the usual translation to a regular expression is exponential.
 */
final class Glob {
    private sealed interface Piece {}

    private record One(int codePoint) implements Piece {}

    private record AnyOne() implements Piece {}

    private record Star() implements Piece {}

    /** Pairs of first and last code point. */
    private record OneOf(boolean negated, List<int[]> ranges) implements Piece {}

    private final List<Piece> pieces;

    private Glob(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    static Glob compile(String pattern) {
        int[] points = pattern.codePoints().toArray();
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < points.length) {
            int close = points[at] == '[' ? closing(points, at) : -1;
            if (close >= 0) {
                pieces.add(set(points, at + 1, close));
                at = close + 1;
            } else {
                pieces.add(single(points[at]));
                at++;
            }
        }
        return new Glob(pieces);
    }

    /** What every text that fits begins with: the characters before the first that may be several. */
    String prefix() {
        StringBuilder prefix = new StringBuilder();
        for (Piece piece : pieces) {
            if (!(piece instanceof One one)) {
                break;
            }
            prefix.appendCodePoint(one.codePoint());
        }
        return prefix.toString();
    }

    boolean matches(String text) {
        int[] points = text.codePoints().toArray();
        int at = 0;
        int piece = 0;
        int star = -1;
        int starAt = 0;
        while (at < points.length) {
            if (piece < pieces.size() && pieces.get(piece) instanceof Star) {
                star = piece++;
                starAt = at;
            } else if (piece < pieces.size() && fits(pieces.get(piece), points[at])) {
                piece++;
                at++;
            } else if (star >= 0) {
                piece = star + 1;
                at = ++starAt;
            } else {
                return false;
            }
        }
        return pieces.subList(piece, pieces.size()).stream().allMatch(Star.class::isInstance);
    }

    private static boolean fits(Piece piece, int point) {
        if (piece instanceof One one) {
            return one.codePoint() == point;
        }
        if (piece instanceof OneOf set) {
            return set.negated() != set.ranges().stream().anyMatch(range -> range[0] <= point && point <= range[1]);
        }
        return piece instanceof AnyOne;
    }

    private static Piece single(int point) {
        return switch (point) {
            case '*' -> new Star();
            case '?' -> new AnyOne();
            default -> new One(point);
        };
    }

    /** The bracket that closes the set opened at {@code open}, or -1; one right after the opening belongs to the set. */
    private static int closing(int[] points, int open) {
        int at = open + 1;
        if (at < points.length && negates(points[at])) {
            at++;
        }
        for (int i = at + 1; i < points.length; i++) {
            if (points[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static Piece set(int[] points, int from, int to) {
        boolean negated = negates(points[from]);
        List<int[]> ranges = new ArrayList<>();
        int at = negated ? from + 1 : from;
        while (at < to) {
            boolean range = at + 2 < to && points[at + 1] == '-';
            ranges.add(new int[] {points[at], points[range ? at + 2 : at]});
            at += range ? 3 : 1;
        }
        return new OneOf(negated, ranges);
    }

    private static boolean negates(int point) {
        return point == '!' || point == '^';
    }
}
