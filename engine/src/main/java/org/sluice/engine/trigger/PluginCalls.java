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

    /** @param limit how long one call may take */
    PluginCalls(Duration limit) {
        this.limit = limit;
    }

    /**
     * What the plugin answers; whatever it throws goes through. An {@code Error} of a plugin in a thread of its own, be it want
     * of memory, is a fault of the plugin like any other: this thread has none.
     */
    <T> T call(GroupingPlugin plugin, Supplier<T> call) {
        return isTrusted(plugin) ? call.get() : bounded(call);
    }

    /** Whether it comes with Sluice. */
    boolean isTrusted(GroupingPlugin plugin) {
        return plugin.getClass().getPackageName().equals(OWN);
    }

    private <T> T bounded(Supplier<T> call) {
        Future<T> answer = threads.submit(call::get);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IllegalStateException(
                    "it did not come back within " + limit.toMillis() + " ms (option PluginTimeout)", late);
        } catch (InterruptedException hurried) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a plugin was at work", hurried);
        } catch (ExecutionException thrown) {
            throw rethrown(thrown);
        }
    }

    /** What the plugin threw, for the thread that called it. */
    private static RuntimeException rethrown(ExecutionException thrown) {
        return thrown.getCause() instanceof RuntimeException fault
                ? fault
                : new IllegalStateException(String.valueOf(thrown.getCause()), thrown.getCause());
    }
}
