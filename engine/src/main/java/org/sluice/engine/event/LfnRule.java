package org.sluice.engine.event;

/** What an LFN must be: DIRAC's {@code DataFiles.LFN} has 255 characters of utf8mb3. Refuses nothing more than it must. */
final class LfnRule {

    private static final int LONGEST = 255;
    private static final char INPUTS_SEPARATOR = ';';

    private LfnRule() {}

    /** The path, if it can name a file. */
    static String file(String field, String path) throws Refusal {
        check(field, path);
        if (path.equals("/")) {
            throw invalid(field, path, "names the root directory, not a file");
        }
        if (path.indexOf(INPUTS_SEPARATOR) >= 0) {
            throw new Refusal(
                    RejectionReason.LFN_UNSTORABLE,
                    field + " is " + Shown.text(path)
                            + ", which holds a \";\"; DIRAC joins the inputs of a task with it"
                            + " (TaskInputs.InputVector), so that the task would get other files.");
        }
        return path;
    }

    /** The directory without trailing slashes; the root stays {@code /}. */
    static String directory(String field, String path) throws Refusal {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        String directory = path.substring(0, end);
        check(field, directory);
        return directory;
    }

    private static void check(String field, String path) throws Refusal {
        if (!path.startsWith("/")) {
            throw invalid(field, path, path.isEmpty() ? "is empty" : "does not begin with \"/\"");
        }
        int length = path.codePointCount(0, path.length());
        if (length > LONGEST) {
            throw invalid(field, path, "has " + length + " characters, " + (length - LONGEST) + " too many");
        }
        if (path.indexOf('\0') >= 0) {
            throw invalid(field, path, "holds a NUL character");
        }
        if (length < path.length()) {
            throw new Refusal(
                    RejectionReason.LFN_UNSTORABLE,
                    field + " is " + Shown.text(path)
                            + ", which holds a character beyond U+FFFF, which DIRAC's tables (utf8mb3) cannot hold.");
        }
    }

    private static Refusal invalid(String field, String path, String fault) {
        return new Refusal(
                RejectionReason.INVALID_LFN,
                field + " is " + Shown.text(path) + ", which " + fault
                        + "; an LFN is an absolute path of at most 255 characters, like /vo/data/run7/a.dst.");
    }
}
