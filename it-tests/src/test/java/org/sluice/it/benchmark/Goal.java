package org.sluice.it.benchmark;

import java.util.Locale;
import java.util.Optional;

/**
 * What a figure should be: by itself, or as a multiple of another figure of the same run, which the machine's mood then
 * touches as much.
 *
 * @param of the name of the figure
 * @param peer the name of the other figure, if it is compared with one
 * @param sense whether the limit is the least or the most; or nothing is asked for, and the ratio is only shown
 * @param limit in the figure's unit, or as a ratio
 */
record Goal(String of, Optional<String> peer, Sense sense, double limit) {
    enum Sense {
        AT_LEAST,
        AT_MOST,
        SHOWN;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static Goal atLeast(String of, double limit) {
        return new Goal(of, Optional.empty(), Sense.AT_LEAST, limit);
    }

    static Goal atMost(String of, double limit) {
        return new Goal(of, Optional.empty(), Sense.AT_MOST, limit);
    }

    static Goal atLeast(String of, double times, String peer) {
        return new Goal(of, Optional.of(peer), Sense.AT_LEAST, times);
    }

    static Goal atMost(String of, double times, String peer) {
        return new Goal(of, Optional.of(peer), Sense.AT_MOST, times);
    }

    /** No goal: the ratio is worth knowing. */
    static Goal shown(String of, String peer) {
        return new Goal(of, Optional.of(peer), Sense.SHOWN, Double.NaN);
    }

    /** Whether a figure, or a ratio where there is a peer, is what is asked for; empty where nothing is. */
    Optional<Boolean> reachedBy(double value) {
        return switch (sense) {
            case AT_LEAST -> Optional.of(value >= limit);
            case AT_MOST -> Optional.of(value <= limit);
            case SHOWN -> Optional.empty();
        };
    }
}
