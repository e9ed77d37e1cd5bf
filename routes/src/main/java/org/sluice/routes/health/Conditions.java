package org.sluice.routes.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that has to be there for events to become tasks. Thread-safe. */
public final class Conditions {
    private final Map<String, Condition> byName = new LinkedHashMap<>();

    /**
     * The condition of that name, the same for everybody who asks; down until somebody says that it is up.
     *
     * @param name as a person would call it, to stand at the start of a sentence: {@code "The database"}
     */
    public synchronized Condition of(String name) {
        return byName.computeIfAbsent(name, first -> new Condition(first, this));
    }

    /** It is no longer needed. */
    public synchronized void forget(String name) {
        byName.remove(name);
    }

    /** What is known of each, in the order in which they were first asked for. */
    public synchronized List<Condition.State> states() {
        return byName.values().stream().map(Condition::state).toList();
    }

    /** Whether all of them are there. */
    public boolean allUp() {
        return states().stream().allMatch(Condition.State::isUp);
    }

    synchronized boolean isDownWith(String sentence) {
        return byName.values().stream().anyMatch(condition -> condition.isToldOf(sentence));
    }
}
