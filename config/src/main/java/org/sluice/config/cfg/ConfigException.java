package org.sluice.config.cfg;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. The message holds one line for each error, each beginning with
 * {@code file:line:column} where there is a place to point at, and is meant to be shown to the user as it is.
 */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    // Never sent anywhere: transient only for the compiler.
    private final transient List<Problem> problems;

    /** Of what is given, the errors; there must be at least one. */
    public ConfigException(List<Problem> problems) {
        this.problems = problems.stream().filter(Problem::isError).collect(Collectors.toUnmodifiableList());
    }

    public ConfigException(Problem problem) {
        this(List.of(problem));
    }

    @Override
    public String getMessage() {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** The errors in the order in which they were found, never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
