package org.sluice.routes.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.sluice.engine.event.RejectionReason;

/** Tells what is wrong with lines, the first ones each by itself: a dump of the wrong form may have millions. */
final class BadLines {
    private static final int TOLD = 20;

    private final PrintWriter err;
    private long count;

    BadLines(PrintWriter err) {
        this.err = err;
    }

    /** @param place {@code file:line} */
    void add(String place, RejectionReason reason, String sentence) {
        count++;
        if (count <= TOLD) {
            err.println(place + ": " + reason.code() + ": " + sentence);
        }
    }

    long count() {
        return count;
    }

    /** Says how many were not told. */
    void end() {
        if (count > TOLD) {
            err.println(String.format(Locale.ROOT, "and %,d more bad lines; all others were imported", count - TOLD));
        }
        err.flush();
    }
}
