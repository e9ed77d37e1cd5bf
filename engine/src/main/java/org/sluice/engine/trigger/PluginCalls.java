package org.sluice.engine.trigger;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.sluice.engine.grouping.GroupingPlugin;

/**
 * Calls of plugins. Those that come with Sluice are called as they are; all others in threads of their own, so that one
 * which does not come back holds up its transformation and nothing else. Java cannot end such a thread: it is interrupted,
 * and does no harm but to use a processor until the plugin heeds that or the process ends. Thread-safe.
 */
final class PluginCalls {
    private static final String OWN = GroupingPlugin.class.getPackageName();

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "sluice-plugin");
        thread.setDaemon(true);
        return thread;
    });
    private final Duration limit;

    /** @param limit how long a question may take */
    PluginCalls(Duration limit) {
        this.limit = limit;
    }

    /**
     * Begins to ask a plugin that is not trusted, so that several can be asked at the same time.
     *
     * @param question asked of the plugin alone, in another thread; a trusted plugin is asked when the answer is wanted
     * @return waits for the answer; whatever the plugin throws goes through. An {@code Error} of a plugin in a thread of its own,
     *     be it want of memory, is a fault of the plugin like any other: this thread has none
     */
    <T> Supplier<T> begin(GroupingPlugin plugin, Supplier<T> question) {
        if (isTrusted(plugin)) {
            return question;
        }
        long end = System.nanoTime() + limit.toNanos();
        Future<T> answer = threads.submit(question::get);
        return () -> get(answer, end);
    }

    /** Whether it comes with Sluice. */
    boolean isTrusted(GroupingPlugin plugin) {
        return plugin.getClass().getPackageName().equals(OWN);
    }

    private <T> T get(Future<T> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IllegalStateException(
                    "it did not come back within " + limit.toMillis() + " ms (option PluginTimeout)", late);
        } catch (InterruptedException hurried) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new HurriedException(hurried);
        } catch (ExecutionException thrown) {
            throw rethrown(thrown);
        }
    }

    /** The thread that waited for a plugin is to end: no fault of the plugin's. */
    static final class HurriedException extends RuntimeException {
        HurriedException(InterruptedException cause) {
            super("interrupted while a plugin was at work", cause);
        }
    }

    /** What the plugin threw, for the thread that called it. */
    private static RuntimeException rethrown(ExecutionException thrown) {
        return thrown.getCause() instanceof RuntimeException fault
                ? fault
                : new IllegalStateException(String.valueOf(thrown.getCause()), thrown.getCause());
    }
}
