package org.sluice.engine.transformation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Guesses what a mistyped name was meant to be. */
final class NearestName {
    private NearestName() {}

    /** Of the names known (at least one) that with the fewest letters to change; letter case does not count. */
    static String of(String mistyped, List<String> known) {
        String typed = mistyped.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(typed, name.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
