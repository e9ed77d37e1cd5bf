package org.sluice.engine.filter;

import java.util.List;

/**
 * What DIRAC's columns hold: {@code utf8mb3} with the collation {@code utf8mb3_general_ci}, which is blind to letter case, to accents
 * and to blanks at the end, and compares character by character.
 */
final class StoredNames {
    private static final int MAX_NAME_CHARS = 255;

    private StoredNames() {}

    /** Whether each of these names can have its own row; no names at all would leave no trace. */
    static boolean fitTheTable(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            boolean collides = names.subList(0, i).stream().anyMatch(other -> mayCollide(name, other));
            if (name.length() > MAX_NAME_CHARS || !isStorable(name) || collides) {
                return false;
            }
        }
        return !names.isEmpty();
    }

    /** Whether a column can hold the text: utf8mb3 has no characters beyond the basic plane. */
    static boolean isStorable(String text) {
        return text.chars().noneMatch(unit -> Character.isSurrogate((char) unit));
    }

    /** Errs on the safe side: any two characters of which one is not ASCII might be equal to the collation. */
    private static boolean mayCollide(String a, String b) {
        String x = a.stripTrailing();
        String y = b.stripTrailing();
        if (x.length() != y.length()) {
            return false;
        }
        for (int i = 0; i < x.length(); i++) {
            char p = x.charAt(i);
            char q = y.charAt(i);
            if (p < 0x80 && q < 0x80 && Character.toUpperCase(p) != Character.toUpperCase(q)) {
                return false;
            }
        }
        return true;
    }
}
