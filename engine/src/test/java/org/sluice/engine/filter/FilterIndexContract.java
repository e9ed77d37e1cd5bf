package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    void everyKindOfConditionIsFoundAmongManyOthers() {
        FilterIndex index = newIndex();
        Map<Integer, MetaQuery> others = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            others.put(
                    1_000 + i,
                    query("{'Run':{'>=':%d,'<':%d}, 'Site':'S%d', 'Level':%d}".formatted(i, i + 2, i % 9, i % 5)));
        }
        index.putAll(others);
        index.put(1, query("{'Level':1}"));
        index.put(2, query("{'Level':[7,1]}"));
        index.put(3, query("{'Run':{'>':9,'<=':10}}"));
        index.put(4, query("{'Run':{'>':10}}"));
        index.put(5, query("{'Start':{'<':'2026-11-23'}}"));
        index.put(6, query("{'Site':{'!=':'S2'}}"));
        index.put(7, query("{'Site':{'nin':['S1','S3']}}"));
        index.put(8, query("{'Energy':'Missing'}"));
        index.put(9, query("{'Site':'Any'}"));
        index.put(10, query("{'Site':{'like':'S*'}, 'LFN':{'like':'*/a'}}"));
        index.put(11, query("{'$or':[{'Run':3},{'Site':'S1'}]}"));
        index.put(12, query("{'$not':{'Run':10}}"));
        index.put(13, query("{'SE':'B'}"));
        index.put(14, query("{'SE':{'!=':'A'}}"));
        index.put(15, query("{}"));
        index.put(16, query("{'Level':[]}"));
        FileFacts file = FileFacts.builder("/vo/a")
                .metadata(Json.fields("{'Level':1, 'Run':10, 'Site':'S1', 'Start':'2026-11-22 23:59:59'}"))
                .replicas(List.of("A", "B"))
                .build();
        assertThat(index.match(file).transformationIds()).containsExactly(1, 2, 3, 5, 6, 8, 9, 10, 11, 13, 15);
        assertThat(index.match(file("{'Level':0, 'Run':10.5, 'Site':'S1', 'Energy':1}"))
                        .transformationIds())
                .containsExactly(4, 6, 9, 10, 11, 12, 15, 1_010);
        assertThat(index.size()).isEqualTo(516);
    }

    @Test
    void oneOfTwoVersionsOfAReplacedFilterIsAlwaysSeen() throws Exception {
        FilterIndex index = newIndex();
        for (int i = 0; i < 200; i++) {
            index.put(i, query("{'Level':%d}".formatted(i)));
        }
        FileFacts file = file("{'Level':1, 'Run':1}");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            Runnable reader = () -> {
                do {
                    assertThat(index.match(file).transformationIds()).contains(1, 500);
                } while (!done.get());
            };
            index.put(500, query("{'Run':1}"));
            List<Future<?>> futures = List.of(readers.submit(reader), readers.submit(reader));
            for (int i = 0; i < 500; i++) {
                // Kept in one place, then in another, while its neighbours make places crowded and empty.
                index.put(
                        500,
                        query(
                                i % 2 == 0
                                        ? "{'Level':[1,%d]}".formatted(i)
                                        : "{'Run':{'>=':1,'<':%d}}".formatted(i + 2)));
                index.put(1_000 + i % 50, query("{'Level':{'>':0,'<':%d}, 'Run':%d}".formatted(i % 7, i)));
                index.remove(1_000 + i * 7 % 50);
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

    @Test
    void whatOnlyForgottenFiltersComparedIsNotRemarked() {
        FilterIndex index = newIndex();
        Map<Integer, MetaQuery> queries = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            queries.put(i, query("{'X':{'>':%d,'<':%d}}".formatted(i, i + 1)));
            queries.put(100 + i, query("{'X':'a%d'}".formatted(i)));
        }
        index.putAll(queries);
        assertThat(index.match(file("{'X':'a1'}")))
                .isEqualTo(new Matches(List.of(101), List.of("X: \"a1\" is not a number (float)")));
        for (int i = 0; i < 10; i++) {
            index.remove(i);
        }
        assertThat(index.match(file("{'X':'a1'}"))).isEqualTo(new Matches(List.of(101), List.of()));
    }

    @Test
    void aCopyGoesItsOwnWay() {
        FilterIndex index = newIndex();
        index.put(1, query("{'Level':1}"));
        index.put(2, query("{'Level':1}"));
        FilterIndex copy = index.copy();
        index.remove(1);
        index.put(2, query("{'Level':2}"));
        copy.put(3, query("{'Level':1}"));
        assertThat(index.match(file("{'Level':1}")).transformationIds()).isEmpty();
        assertThat(copy.match(file("{'Level':1}")).transformationIds()).containsExactly(1, 2, 3);
        assertThat(index.size()).isEqualTo(1);
        assertThat(copy.size()).isEqualTo(3);
    }

    @Test
    void manyAtOnceReplaceWhatIsThere() {
        FilterIndex index = newIndex();
        index.putAll(Map.of(1, query("{'Level':1}"), 2, query("{'Level':1}")));
        index.putAll(Map.of(2, query("{'Level':2}"), 3, query("{'Level':1}")));
        assertThat(index.match(file("{'Level':1}")).transformationIds()).containsExactly(1, 3);
        assertThat(index.size()).isEqualTo(3);
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
