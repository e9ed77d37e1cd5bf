package org.sluice.routes.cli;

/** Something to be done if the process is asked to end (Ctrl-C, SIGTERM) before this is closed. */
final class AtExit implements AutoCloseable {
    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    static AtExit run(Runnable work) {
        Thread hook = new Thread(work, "sluice-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new AtExit(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // It is being done at this moment.
        }
    }
}
