package org.sluice.config.cfg;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a tree so that reading it again gives an equal one; comments are not kept. */
final class CfgWriter {

    static final String MASK = "********";

    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passcode|passphrase|secret|token|credentials?|(api|access|private|auth)[-_]?key)");
    private static final Pattern REFERENCES_ONLY = Pattern.compile("(\\$\\{(env|file):[^}]*})+");

    /** An appended value may begin with {@code #}, which after a blank would be read as a comment. */
    private static final Pattern BEFORE_HASH = Pattern.compile(", (?=#)");

    private final boolean masked;
    private final StringBuilder text = new StringBuilder();

    CfgWriter(boolean masked) {
        this.masked = masked;
    }

    String write(CfgSection root) {
        content(root, "");
        return text.toString();
    }

    static boolean isSecret(String optionName) {
        return SECRET_NAME.matcher(optionName.toLowerCase(Locale.ROOT)).matches();
    }

    private void content(CfgSection section, String indent) {
        section.options().forEach(option -> option(option, indent));
        for (CfgSection inner : section.sections()) {
            text.append(indent).append(inner.name()).append('\n');
            text.append(indent).append("{\n");
            content(inner, indent + "  ");
            text.append(indent).append("}\n");
        }
    }

    private void option(CfgOption option, String indent) {
        String operator = option.appending() ? "+=" : "=";
        for (String part : BEFORE_HASH.split(shown(option), -1)) {
            text.append(indent).append(option.name()).append(' ').append(operator);
            text.append(part.isEmpty() || part.startsWith("#") ? "" : " ")
                    .append(part)
                    .append('\n');
            operator = "+=";
        }
    }

    private String shown(CfgOption option) {
        String value = option.value();
        boolean hide = masked
                && isSecret(option.name())
                && !value.isEmpty()
                && !REFERENCES_ONLY.matcher(value).matches();
        return hide ? MASK : value;
    }
}
