package org.sluice.routes.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that Sluice depends on and that may be away: a database, a queue. However many threads find it away, the log
 * gets one sentence when that begins and one when it ends; and no further one for what is away with it for the very same
 * reason, such as several queues of one broker.
 *
 * <p>Thread-safe.
 */
public final class Condition {
    private static final Logger LOG = LoggerFactory.getLogger(Condition.class);
    private static final String NOT_REACHED = "not reached yet";

    private final String name;
    /** Also the lock of all its conditions, so that they can look at one another. */
    private final Conditions all;

    private State state;
    private boolean logged;

    Condition(String name, Conditions all) {
        this.name = name;
        this.all = all;
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

        private boolean isNew() {
            return problem.filter(NOT_REACHED::equals).isPresent();
        }
    }

    /**
     * It is away.
     *
     * @param sentence what cannot be reached, why, and what to do
     */
    public void down(String sentence) {
        synchronized (all) {
            boolean begins = state.isUp() || state.isNew();
            boolean told = all.isDownWith(sentence);
            state = new State(name, Optional.of(sentence), begins ? Instant.now() : state.since());
            if (begins && !told) {
                logged = true;
                LOG.warn("{}: {} Trying again until it works.", name, asSentence(sentence));
            }
        }
    }

    /** It is there, and works. */
    public void up() {
        synchronized (all) {
            if (state.isUp()) {
                return;
            }
            State before = state;
            state = new State(name, Optional.empty(), Instant.now());
            if (logged) {
                logged = false;
                LOG.info("{} is back after {} s.", name, seconds(before.since(), state.since()));
            }
        }
    }

    /** Whether the log has this sentence of it, and not yet its end; one that only repeats another's does not count. */
    boolean isToldOf(String sentence) {
        synchronized (all) {
            return logged && state.problem().filter(sentence::equals).isPresent();
        }
    }

    /** What is known now. */
    public State state() {
        synchronized (all) {
            return state;
        }
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f", Duration.between(from, to).toMillis() / 1000.0);
    }

    private static String asSentence(String text) {
        String stripped = text.strip();
        return stripped.endsWith(".") || stripped.endsWith("!") || stripped.endsWith("?") ? stripped : stripped + ".";
    }
}
