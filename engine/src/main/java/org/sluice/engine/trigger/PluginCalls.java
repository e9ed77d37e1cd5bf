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
    private static final int MOST_TIMES = 4;
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
     * @param asked how many plugins that are not trusted are asked at the same time
     * @return waits for the answer; whatever the plugin throws goes through. An {@code Error} of a plugin in a thread of its own,
     *     be it want of memory, is a fault of the plugin like any other: this thread has none
     */
    <T> Supplier<T> begin(GroupingPlugin plugin, Supplier<T> question, int asked) {
        if (isTrusted(plugin)) {
            return question;
        }
        int times = times(asked, Runtime.getRuntime().availableProcessors());
        long end = System.nanoTime() + times * limit.toNanos();
        Future<T> answer = threads.submit(question::get);
        return () -> get(answer, end, times);
    }

    /**
     * How many times as long as one plugin they may take that are asked at the same time: where they are more than the
     * processors, a sound one may be late because of the others.
     */
    static int times(int asked, int processors) {
        return Math.min(MOST_TIMES, Math.max(1, (asked + processors - 1) / processors));
    }

    /** Whether it comes with Sluice. */
    boolean isTrusted(GroupingPlugin plugin) {
        return plugin.getClass().getPackageName().equals(OWN);
    }

    private <T> T get(Future<T> answer, long end, int times) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IllegalStateException(
                    "it did not come back within " + times * limit.toMillis() + " ms (option PluginTimeout"
                            + (times > 1 ? ", " + times + " times as long for many at a time)" : ")"),
                    late);
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
