package org.sluice.config.identity;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sluice.config.identity.RelativeName.Attribute;

/** {@code /DC=org/O=CTA/CN=Jane Doe}: root first, a slash before each step. */
final class SlashForm {

    private static final Pattern SEPARATOR = Pattern.compile("([/+])([A-Za-z][A-Za-z0-9-]*|\\d+(?:\\.\\d+)+)=");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9A-Fa-f]{2})|([/+\\\\]))");

    private SlashForm() {}

    /** Where an attribute begins. */
    private record Start(boolean step, int separator, int value, AttributeType type) {}

    static List<RelativeName> parse(String text) {
        List<Start> starts = starts(text);
        if (starts.isEmpty() || starts.get(0).separator() != 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' does not begin like a DN, /DC=org/CN=Jane Doe for example:"
                            + " after the slash there has to be a known type of attribute and '='");
        }
        List<List<Attribute>> steps = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            Start start = starts.get(i);
            int end = i + 1 < starts.size() ? starts.get(i + 1).separator() : text.length();
            if (start.step()) {
                steps.add(new ArrayList<>());
            }
            steps.get(steps.size() - 1).add(new Attribute(start.type(), unescaped(text.substring(start.value(), end))));
        }
        return steps.stream().map(RelativeName::new).toList();
    }

    static String write(List<RelativeName> steps) {
        return steps.stream()
                .map(step -> step.attributes().stream()
                        .map(attribute -> attribute.type().slashName() + "=" + escaped(attribute.value()))
                        .collect(Collectors.joining("+", "/", "")))
                .collect(Collectors.joining());
    }

    private static List<Start> starts(String text) {
        List<Start> starts = new ArrayList<>();
        Matcher matcher = SEPARATOR.matcher(text);
        for (int from = 0; matcher.find(from); from = matcher.start() + 1) {
            int separator = matcher.start();
            boolean first = separator == 0 && text.charAt(0) == '+';
            if (!first && !isEscaped(text, separator)) {
                boolean step = matcher.group(1).equals("/");
                int value = matcher.end();
                AttributeType.of(matcher.group(2))
                        .ifPresent(type -> starts.add(new Start(step, separator, value, type)));
            }
        }
        return starts;
    }

    /** Whether an odd number of backslashes stands before. */
    private static boolean isEscaped(String text, int position) {
        int before = position;
        while (before > 0 && text.charAt(before - 1) == '\\') {
            before--;
        }
        return (position - before) % 2 == 1;
    }

    private static String unescaped(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher matcher = ESCAPE.matcher(written);
        int done = 0;
        while (matcher.find()) {
            bytes.writeBytes(utf8(written.substring(done, matcher.start())));
            if (matcher.group(1) != null) {
                bytes.write(Integer.parseInt(matcher.group(1), 16));
            } else {
                bytes.writeBytes(utf8(matcher.group(2)));
            }
            done = matcher.end();
        }
        bytes.writeBytes(utf8(written.substring(done)));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String escaped(String value) {
        StringBuilder written = new StringBuilder();
        // A slash or plus is escaped where it would be taken for a separator, and nowhere else, as people know it.
        Matcher separator = SEPARATOR.matcher(value);
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) == '\\' || separator.region(i, value.length()).lookingAt()) {
                written.append('\\');
            }
            written.append(value.charAt(i));
        }
        StringBuilder ascii = new StringBuilder();
        for (byte octet : utf8(written.toString())) {
            int unsigned = octet & 0xFF;
            ascii.append(unsigned >= ' ' && unsigned <= '~' ? (char) unsigned : String.format("\\x%02X", unsigned));
        }
        return ascii.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
