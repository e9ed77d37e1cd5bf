package org.sluice.it.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.engine.trigger.Boundary;
import org.sluice.engine.trigger.BoundaryListener;

/**
 * Ends the JVM at a boundary without any clean-up, which is what SIGKILL at that moment would do. Found by the engine
 * through {@link java.util.ServiceLoader}; does nothing unless the property says {@code BOUNDARY:n}.
 */
public final class HaltAtBoundary implements BoundaryListener {
    /** The system property, for example {@code BEFORE_COMMIT:3}. */
    public static final String PROPERTY = "sluice.it.haltAt";

    private static final int KILLED = 137;

    private final String setting = System.getProperty(PROPERTY, "");
    private final AtomicInteger passed = new AtomicInteger();

    @Override
    public void passed(Boundary boundary) {
        String[] parts = setting.split(":", 2);
        if (parts[0].equals(boundary.name()) && passed.incrementAndGet() == Integer.parseInt(parts[1])) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
