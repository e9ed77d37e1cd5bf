package org.sluice.config.cfg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file, line by line, and goes on after an error, so that a user sees all errors of a file at once.
 *
 * <p>The rules are those of DIRAC's own reader ({@code diraccfg.CFG.loadFromBuffer}), which is lax where this one
 * speaks up: it glues a section name together from several lines, and takes what stands before a {@code }} for a part
 * of the next name. Like it, this one refuses a section that a file opens twice and lets the last of equal options win.
 */
final class CfgParser {

    /** Deeper than any configuration; keeps the recursion over sections within the stack. */
    private static final int MAX_DEPTH = 100;

    private static final int MAX_ERRORS = 25;
    private static final int SHOWN = 40;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final CfgBuilder root = new CfgBuilder("", null);
    private final Deque<CfgBuilder> open = new ArrayDeque<>();
    private @Nullable CfgValue pendingName;
    private int errors;

    /** After the first brace that is missing or too many, every later complaint about nesting would be a guess. */
    private boolean nestingLost;

    private String line = "";
    private int number;
    private int end;

    CfgParser(String file) {
        this.file = file;
        open.push(root);
    }

    /** The section tree of {@code text}; what was found on the way is in {@link #problems()}. */
    CfgSection parse(String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Iterator<String> lines = body.lines().iterator();
        while (lines.hasNext() && errors < MAX_ERRORS) {
            line = lines.next();
            number++;
            end = commentStart();
            readLine();
        }
        if (errors < MAX_ERRORS) {
            finish();
        }
        return root.build();
    }

    List<Problem> problems() {
        return problems;
    }

    private void readLine() {
        int at = skipBlanks(0);
        int first = at;
        while (at < end) {
            at = skipBlanks(readStatement(at, first));
        }
    }

    private int readStatement(int at, int first) {
        switch (line.charAt(at)) {
            case '{' -> {
                openSection(at);
                return at + 1;
            }
            case '}' -> {
                closeSection(at);
                return at + 1;
            }
            default -> {
                return readNamed(at, first);
            }
        }
    }

    private int readNamed(int at, int first) {
        CfgValue pending = pendingName;
        if (pending != null) {
            nestingError(place(at), "expected '{' after section name " + quoted(pending) + ", found " + found(at));
            enter(pending);
        }
        int stop = firstOf("{}=", at);
        if (stop < end && line.charAt(stop) == '=') {
            readOption(at, stop, first);
            return end;
        }
        CfgValue name = new CfgValue(line.substring(at, stop).strip(), place(at));
        if (stop < end && line.charAt(stop) == '}') {
            nestingError(place(stop), "expected '=' or '{' after " + quoted(name) + ", found '}'");
        } else {
            pendingName = name;
        }
        return stop;
    }

    private void readOption(int at, int equals, int first) {
        boolean appending = equals > at && line.charAt(equals - 1) == '+';
        String name = line.substring(at, appending ? equals - 1 : equals).strip();
        if (name.isEmpty()) {
            error(place(at), "expected an option name before '" + (appending ? "+=" : "=") + "'");
        } else if (at != first) {
            error(place(at), "expected a line of its own for option '" + name + "': a value reaches to the line's end");
        } else if (usable(name, "option", place(at))) {
            int start = skipBlanks(equals + 1);
            CfgValue value = new CfgValue(line.substring(start, end).strip(), place(start));
            addOption(new CfgOption(name, place(at), List.of(value), appending));
            warnOfCutSecret(name);
        }
    }

    /** {@code Password = ab #c} is far more often a password with a {@code #} in it than one with a comment. */
    private void warnOfCutSecret(String name) {
        if (end < line.length() && CfgWriter.isSecret(name)) {
            problems.add(Problem.warning(
                    place(end),
                    "the value of '" + name + "' ends here, since '#' after a blank starts a comment; a password that"
                            + " begins with '#' is written straight after the '='"));
        }
    }

    private void addOption(CfgOption option) {
        CfgBuilder here = current();
        CfgBuilder section = here.section(option.name());
        CfgOption before = here.option(option.name());
        if (section != null) {
            error(option.origin(), "'" + option.name() + "' is already a section, opened at " + section.origin());
            return;
        }
        if (before != null && !option.appending()) {
            problems.add(Problem.warning(
                    option.origin(),
                    "option '" + option.name() + "' was already set at " + before.origin() + "; this value wins"));
        }
        here.put(option);
    }

    private void openSection(int at) {
        CfgValue name = pendingName;
        if (name == null) {
            nestingError(place(at), "expected a section name before '{'");
            return;
        }
        CfgBuilder twin = current().section(name.text());
        CfgOption option = current().option(name.text());
        if (twin != null && !nestingLost) {
            error(
                    name.origin(),
                    "section '" + name.text() + "' is opened twice, first at " + twin.origin() + "; unite the two");
        } else if (option != null) {
            error(name.origin(), "'" + name.text() + "' is already an option, set at " + option.origin());
        }
        enter(name);
    }

    private void enter(CfgValue name) {
        pendingName = null;
        if (open.size() > MAX_DEPTH) {
            error(name.origin(), "sections are nested more than " + MAX_DEPTH + " deep");
            errors = MAX_ERRORS;
            return;
        }
        usable(name.text(), "section", name.origin());
        open.push(current().open(name.text(), name.origin()));
    }

    private void closeSection(int at) {
        CfgValue pending = pendingName;
        if (pending != null) {
            nestingError(place(at), "expected '{' after section name " + quoted(pending) + ", found '}'");
            pendingName = null;
        } else if (open.size() == 1) {
            nestingError(place(at), "'}' closes no section: there are more '}' than '{'");
        } else {
            open.pop();
        }
    }

    private void finish() {
        Origin here = new Origin(file, Math.max(number, 1), line.length() + 1);
        CfgValue pending = pendingName;
        if (pending != null) {
            nestingError(here, "expected '{' after section name " + quoted(pending) + ", found the end of the file");
        } else if (open.size() > 1) {
            CfgBuilder unclosed = current();
            nestingError(
                    here,
                    "expected '}' to close section '" + unclosed.path() + "', which was opened at " + unclosed.origin()
                            + ", found the end of the file");
        }
    }

    private boolean usable(String name, String what, Origin place) {
        if (name.indexOf('/') >= 0) {
            error(place, what + " name '" + name + "' has a '/', which separates the names in a path");
            return false;
        }
        return true;
    }

    private void nestingError(Origin place, String message) {
        if (!nestingLost) {
            error(place, message);
        }
        nestingLost = true;
    }

    private void error(Origin place, String message) {
        errors++;
        problems.add(Problem.error(place, message));
    }

    private CfgBuilder current() {
        return open.element();
    }

    private Origin place(int index) {
        return new Origin(file, number, index + 1);
    }

    /** A comment begins at a {@code #} that opens the line or follows white space, so that {@code a#b} is text. */
    private int commentStart() {
        int hash = line.indexOf('#');
        while (hash > 0 && !Character.isWhitespace(line.charAt(hash - 1))) {
            hash = line.indexOf('#', hash + 1);
        }
        return hash < 0 ? line.length() : hash;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < end && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private int firstOf(String stops, int from) {
        int at = from;
        while (at < end && stops.indexOf(line.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** A name for a message; of {@code Password xyz}, where the {@code =} was forgotten, the first word only. */
    private static String quoted(CfgValue name) {
        String[] words = name.text().split("\\s", 2);
        boolean secret = words.length > 1 && CfgWriter.isSecret(words[0]);
        return "'" + (secret ? words[0] + " " + CfgWriter.MASK : shortened(name.text())) + "'";
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** What stands there, shortened; of an option only the name, since its value may be a secret. */
    private String found(int at) {
        String rest = line.substring(at, end).strip();
        int equals = rest.indexOf('=');
        if (equals >= 0
                && CfgWriter.isSecret(
                        rest.substring(0, equals).replace('+', ' ').strip())) {
            rest = rest.substring(0, equals + 1) + " " + CfgWriter.MASK;
        }
        return "'" + shortened(rest) + "'";
    }
}
