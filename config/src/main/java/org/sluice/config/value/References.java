package org.sluice.config.value;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.config.cfg.Problem;

/**
 * Looks up {@code ${env:NAME}} and {@code ${file:PATH}} inside values. A path that is not absolute is taken from the
 * directory in which the program runs, as all paths in the configuration are. What was looked up is in no message.
 */
final class References {

    /** A password is short; {@code ${file:/dev/zero}} has no end. */
    private static final int MAX_FILE_BYTES = 64 * 1024;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final Pattern UNCLOSED = Pattern.compile("\\$\\{(env|file):[^}]*$");
    private static final Pattern LAST_LINE_END = Pattern.compile("\\R\\z");

    private final Map<String, String> environment;

    References(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    static References none() {
        return new References(Map.of());
    }

    static boolean occurIn(String text) {
        return REFERENCE.matcher(text).find() || UNCLOSED.matcher(text).find();
    }

    /** Whether the text says something itself, beside what it refers to. */
    static boolean leaveText(String text) {
        return !REFERENCE.matcher(text).replaceAll("").isBlank();
    }

    String resolve(String text, Origin place) {
        return resolve(text, place, false);
    }

    /** As {@link #resolve}, but a file that group or others may read is refused. */
    String resolveSecret(String text, Origin place) {
        return resolve(text, place, true);
    }

    private String resolve(String text, Origin place, boolean secret) {
        Matcher matcher = REFERENCE.matcher(text);
        String resolved = matcher.replaceAll(match -> Matcher.quoteReplacement(
                match.group(1).equals("env")
                        ? variable(match.group(2), place)
                        : content(match.group(2), place, secret)));
        if (UNCLOSED.matcher(text).find()) {
            throw refused(place, "expected '}' to close the reference that begins with '${'");
        }
        return resolved;
    }

    private String variable(String name, Origin place) {
        String value = environment.get(name);
        if (value == null) {
            throw refused(place, "the environment variable '" + name + "' is not set");
        }
        return value;
    }

    private static String content(String name, Origin place, boolean secret) {
        try {
            Path file = Path.of(name);
            if (secret && FileAccess.isShared(file)) {
                throw refused(place, FileAccess.refusal(name));
            }
            try (InputStream input = Files.newInputStream(file)) {
                byte[] bytes = input.readNBytes(MAX_FILE_BYTES + 1);
                if (bytes.length > MAX_FILE_BYTES) {
                    throw refused(place, "the file '" + name + "' is longer than " + MAX_FILE_BYTES + " bytes");
                }
                String text = new String(bytes, StandardCharsets.UTF_8);
                return LAST_LINE_END.matcher(text).replaceFirst("");
            }
        } catch (NoSuchFileException e) {
            throw refused(place, "the file '" + name + "' does not exist");
        } catch (IOException | InvalidPathException e) {
            throw refused(place, "the file '" + name + "' cannot be read: " + e.getMessage());
        }
    }

    private static ConfigException refused(Origin place, String message) {
        return new ConfigException(Problem.error(place, message));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof References that && environment.equals(that.environment);
    }

    @Override
    public int hashCode() {
        return environment.hashCode();
    }
}
