package org.sluice.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.sluice.engine.store.Run;

/** Values of metadata names as groups of files, and the names of lanes. */
public final class Runs {
    /** What a column with an index holds. */
    static final int LONGEST = 255;

    private static final int HASH_BYTES = 16;
    private static final int HASH_CHARS = 22;

    private Runs() {}

    /** The run of a value: numbers that are equal are one, and so are a number and its text. */
    public static Run of(String key, JsonNode value) {
        String text = value.isNumber()
                ? value.decimalValue().stripTrailingZeros().toPlainString()
                : value.isTextual() ? value.textValue() : value.toString();
        return new Run(key, text.length() > LONGEST || isWide(text) ? "#" + hash(text) : text);
    }

    private static boolean isWide(String text) {
        return text.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c));
    }

    /** How the names of a run's lanes begin. */
    static String beginning(Run run) {
        return hash(run.key() + '\0' + run.value());
    }

    /** How the names of the lanes begin of files that lack the key. */
    static String beginningWithout(String key) {
        return hash(key + "\0\0");
    }

    /** The name of a lane. */
    static String lane(String beginning, String lane) {
        return beginning + hash(lane);
    }

    /** What {@link #lane} was given first, where that was not empty. */
    static String beginningOf(String laneName) {
        return laneName.substring(0, HASH_CHARS);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
