package org.sluice.config.value;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.config.cfg.Problem;

/**
 * One pass over the configuration: what references resolve to, which files are shared with others, and the list of
 * problems found so far. For one thread.
 */
public final class Reading {

    private final References references;
    private final Set<String> sharedFiles;
    private final boolean probing;
    /** A set, since one option may be read on several ways and still is wrong only once. */
    private final Set<Problem> problems = new LinkedHashSet<>();

    private Reading(References references, Set<String> sharedFiles, boolean probing) {
        this.references = references;
        this.sharedFiles = sharedFiles;
        this.probing = probing;
    }

    /**
     * A pass that leaves secrets alone until they are used.
     *
     * @param environment for {@code ${env:NAME}}
     * @param sharedFiles names, as in {@link Origin#file()}, of files that group or others may read
     */
    public static Reading of(Map<String, String> environment, Set<String> sharedFiles) {
        return new Reading(new References(environment), Set.copyOf(sharedFiles), false);
    }

    /** A pass that also tries whether every secret can be fetched and certificates be used, for {@code sluice config check}. */
    public static Reading probing(Map<String, String> environment, Set<String> sharedFiles) {
        return new Reading(new References(environment), Set.copyOf(sharedFiles), true);
    }

    /** A pass of its own over the same configuration, in which nothing was found yet, and which leaves secrets alone. */
    public Reading again() {
        return new Reading(references, sharedFiles, false);
    }

    public void error(Origin place, String message) {
        problems.add(Problem.error(place, message));
    }

    public void warning(Origin place, String message) {
        problems.add(Problem.warning(place, message));
    }

    /** Everything found so far, in the order in which it was found. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /**
     * Ends the pass.
     *
     * @throws ConfigException if there were errors, with all of them
     */
    public void throwIfErrors() {
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new ConfigException(problems());
        }
    }

    void report(ConfigException failure) {
        problems.addAll(failure.problems());
    }

    References references() {
        return references;
    }

    boolean isShared(String file) {
        return sharedFiles.contains(file);
    }

    /** Whether what the configuration refers to is to be tried as well: secrets, and certificates. */
    public boolean isProbing() {
        return probing;
    }
}
