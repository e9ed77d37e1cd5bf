package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every {@link FilterIndex} does; each implementation has a test class that extends this one. */
public abstract class FilterIndexContract {
    /** A new, empty index. */
    protected abstract FilterIndex newIndex();

    private static MetaQuery query(String json) {
        return MetaQuery.parse(Json.of(json), MetaQueryTest.SCHEMA);
    }

    private static FileFacts file(String metadata) {
        return FileFacts.builder("/vo/a").metadata(Json.fields(metadata)).build();
    }

    @Test
    void anEmptyIndexMatchesNothing() {
        FilterIndex index = newIndex();
        assertThat(index.size()).isZero();
        assertThat(index.match(file("{'Level':1}"))).isEqualTo(new Matches(List.of(), List.of()));
    }

    @Test
    void givesTheIdsInAscendingOrder() {
        FilterIndex index = newIndex();
        index.put(30, query("{'Level':1}"));
        index.put(-2, query("{'Level':{'<':5}}"));
        index.put(7, query("{}"));
        index.put(8, query("{'Level':2}"));
        index.put(100_000, query("{'Site':'Missing'}"));
        assertThat(index.match(file("{'Level':1}")).transformationIds()).containsExactly(-2, 7, 30, 100_000);
        assertThat(index.size()).isEqualTo(5);
    }

    @Test
    void replacesAndRemoves() {
        FilterIndex index = newIndex();
        index.put(1, query("{'Level':1}"));
        index.put(1, query("{'Level':2}"));
        index.put(2, query("{'Level':1}"));
        assertThat(index.size()).isEqualTo(2);
        assertThat(index.match(file("{'Level':1}")).transformationIds()).containsExactly(2);
        assertThat(index.match(file("{'Level':2}")).transformationIds()).containsExactly(1);
        index.remove(2);
        index.remove(2);
        index.remove(99);
        assertThat(index.size()).isEqualTo(1);
        assertThat(index.match(file("{'Level':1}")).transformationIds()).isEmpty();
    }

    @Test
    void remarksOnceForEachNameAndTypeWhateverTheOutcome() {
        FilterIndex index = newIndex();
        index.put(1, query("{'Run':5, 'Level':{'>':1}}"));
        index.put(2, query("{'Level':1}"));
        index.put(3, query("{'$not':{'Level':{'!=':2}}}"));
        index.put(4, query("{'Level':'Any'}"));
        index.put(5, query("{'X':{'>':1}}"));
        index.put(6, query("{'X':{'>':'1'}}"));
        Matches matches = index.match(file("{'Level':'junk', 'X':'y'}"));
        assertThat(matches.transformationIds()).containsExactly(3, 4, 6);
        assertThat(matches.remarks())
                .containsExactly("Level: \"junk\" is not a number (int)", "X: \"y\" is not a number (float)");
        index.remove(5);
        assertThat(index.match(file("{'Level':'1', 'X':'y'}")).remarks()).isEmpty();
    }

    @Test
    void matchesWhileFiltersChange() throws Exception {
        FilterIndex index = newIndex();
        index.put(1, query("{'Level':1}"));
        index.put(1_000, query("{'Level':{'>=':1}}"));
        FileFacts file = file("{'Level':1}");
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch reading = new CountDownLatch(2);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Runnable reader = () -> {
                do {
                    assertThat(index.match(file).transformationIds())
                            .isSorted()
                            .doesNotHaveDuplicates()
                            .contains(1, 1_000);
                    reading.countDown();
                } while (!done.get());
            };
            List<Future<?>> futures = List.of(readers.submit(reader), readers.submit(reader));
            assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 300; i++) {
                index.put(2 + i % 100, query("{'Level':" + i % 3 + "}"));
                index.remove(2 + (i * 7) % 100);
            }
            done.set(true);
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }
}
