package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Workers that begin at the same moment, each in a thread of its own; all have to end with true. */
final class AtOnce {
    private AtOnce() {}

    static void run(List<Callable<Boolean>> workers) throws Exception {
        CountDownLatch start = new CountDownLatch(workers.size());
        ExecutorService threads = Executors.newFixedThreadPool(workers.size());
        try {
            List<Future<Boolean>> results = workers.stream()
                    .map(worker -> threads.submit(() -> {
                        start.countDown();
                        start.await();
                        return worker.call();
                    }))
                    .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
