package org.sluice.routes.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that Sluice depends on and that may be away: a database, a broker. However many threads find it away, the
 * log gets one sentence when that begins and one when it ends.
 *
 * <p>Thread-safe.
 */
public final class Condition {
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);

    private static final String NOT_REACHED = "not reached yet";

    private final String name;
    private State state;

    Condition(String name) {
        this.name = name;
        this.state = new State(name, Optional.of(NOT_REACHED), Instant.now());
    }

    /**
     * What is known of it.
     *
     * @param problem a sentence while it is away; empty while it is there
     * @param since when it became so
     */
    public record State(String name, Optional<String> problem, Instant since) {
        /** Whether it is there. */
        public boolean isUp() {
            return problem.isEmpty();
        }
    }

    /**
     * It is away.
     *
     * @param sentence what cannot be reached, why, and what to do; logged when it was there before, or was never
     *     reached
     */
    public synchronized void down(String sentence) {
        boolean known =
                state.problem().filter(told -> !told.equals(NOT_REACHED)).isPresent();
        state = new State(name, Optional.of(sentence), known ? state.since() : Instant.now());
        if (!known) {
            LOG.warn("{} Trying again until it works.", withStop(sentence));
        }
    }

    /** It is there, and works. */
    public synchronized void up() {
        if (state.isUp()) {
            return;
        }
        State before = state;
        state = new State(name, Optional.empty(), Instant.now());
        if (before.problem().filter(NOT_REACHED::equals).isEmpty()) {
            Duration away = Duration.between(before.since(), state.since());
            LOG.info("{} is back after {} s.", name, String.format(Locale.ROOT, "%.1f", away.toMillis() / 1000.0));
        }
    }

    /** What is known now. */
    public synchronized State state() {
        return state;
    }

    private static String withStop(String sentence) {
        String text = sentence.strip();
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
    }
}
