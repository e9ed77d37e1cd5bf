package org.sluice.engine.trigger;

/** Is told when a batch passes a {@link Boundary}, in the thread that works on it; tests stop the process there. */
@FunctionalInterface
public interface BoundaryListener {
    void passed(Boundary boundary);

    /** A listener that has nothing to do. */
    static BoundaryListener none() {
        return boundary -> {};
    }
}
