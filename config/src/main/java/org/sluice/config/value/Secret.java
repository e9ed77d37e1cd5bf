package org.sluice.config.value;

import java.util.Objects;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;

/**
 * A password. It is fetched when it is used, and never shows up in a log, a message or a dump by accident.
 *
 * <p>Two secrets are equal if they are written alike and come from the same references. Immutable.
 */
public final class Secret {

    /** What is printed in a secret's place. */
    public static final String MASK = "********";

    private final String written;
    private final Origin origin;
    private final References references;

    Secret(String written, Origin origin, References references) {
        this.written = written;
        this.origin = origin;
        this.references = references;
    }

    /** A secret known to the program itself, such as that of a broker inside this process. */
    public static Secret of(String value) {
        return new Secret(value, new Origin("<built in>", 1, 1), References.none());
    }

    /**
     * The password itself, with {@code ${env:…}} and {@code ${file:…}} looked up now.
     *
     * @throws ConfigException if the variable is not set or the file cannot be read or is readable by others
     */
    public String reveal() {
        return references.resolveSecret(written, origin);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && written.equals(that.written) && references.equals(that.references);
    }

    @Override
    public int hashCode() {
        return Objects.hash(written);
    }

    /** Always {@link #MASK}. */
    @Override
    public String toString() {
        return MASK;
    }
}
