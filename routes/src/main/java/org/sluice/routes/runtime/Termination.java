package org.sluice.routes.runtime;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * Ends the process in order on Ctrl-C, SIGTERM and SIGHUP. A shutdown hook will not do: the JVM runs all hooks at once,
 * and H2's closes the embedded database under the batch in hand.
 */
public final class Termination {
    private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    private static final int KILLED = 128;

    private Termination() {}

    /**
     * On the first signal runs what is to be done before the end, then exits with 0; a second one exits at once.
     *
     * @param inOrder has to return in bounded time, as {@link EngineRuntime#close} does
     */
    public static void prepare(Runnable inOrder) {
        AtomicBoolean asked = new AtomicBoolean();
        for (String name : SIGNALS) {
            try {
                Signal.handle(new Signal(name), signal -> {
                    if (asked.getAndSet(true)) {
                        Runtime.getRuntime().halt(KILLED + signal.getNumber());
                    }
                    inOrder.run();
                    System.exit(0);
                });
            } catch (IllegalArgumentException notHere) {
                LOG.debug("The signal {} is not for us.", name, notHere);
            }
        }
    }
}
