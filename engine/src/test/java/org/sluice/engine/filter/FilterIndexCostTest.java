package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** How many of 10,000 filters are asked for a file: beside those that hold, few, whatever the filters are like. */
class FilterIndexCostTest {
    private static final int FILTERS = 10_000;
    private static final int FILES = 200;

    private final Random random = new Random(20261122);

    @Test
    void equalityOfOneNameAmongOthers() {
        assertThat(askedInVain(
                        i -> "{'Level':1, 'Site':'S%d', 'Run':%d}".formatted(i % 7, i),
                        i -> "{'Level':1, 'Site':'S%d', 'Run':%d}".formatted(i * 31 % FILTERS % 7, i * 31 % FILTERS)))
                .isLessThan(10);
    }

    @Test
    void equalityWhereOnlyTheCombinationTellsApart() {
        assertThat(askedInVain(
                        i -> "{'A':%d, 'B':%d, 'C':%d, 'D':%d}".formatted(i % 10, i / 10 % 10, i / 100 % 10, i / 1000),
                        i -> "{'A':%d, 'B':%d, 'C':%d, 'D':%d}".formatted(below(10), below(10), below(10), below(10))))
                .isLessThan(10);
    }

    @Test
    void lists() {
        assertThat(askedInVain(
                        i -> "{'Level':[1,2], 'Run':[%d,%d,%d]}".formatted(i, below(FILTERS), below(FILTERS)),
                        i -> "{'Level':1, 'Run':%d}".formatted(below(FILTERS))))
                .isLessThan(12);
    }

    @Test
    void longListsOfNeighbours() {
        assertThat(askedInVain(i -> "{'Run':%s}".formatted(hundredFrom(100 * i)), i -> "{'Run':%d}"
                        .formatted(100 * below(FILTERS))))
                .isLessThan(10);
    }

    private static String hundredFrom(int first) {
        StringBuilder list = new StringBuilder("[" + first);
        for (int i = 1; i < 100; i++) {
            list.append(',').append(first + i);
        }
        return list.append(']').toString();
    }

    @Test
    void oneNarrowRangeAmongWideOnes() {
        assertThat(askedInVain(
                        i -> "{'Energy':{'>=':%d,'<':%d}, 'Run':{'>=':%d}, 'X':{'<':%d}}"
                                .formatted(2 * i, 2 * i + 3, below(100), 50 + below(100)),
                        i -> "{'Energy':%d.5, 'Run':50, 'X':100}".formatted(below(2 * FILTERS))))
                .isLessThan(15);
    }

    @Test
    void rangesWhereOnlyTheCombinationTellsApart() {
        assertThat(askedInVain(
                        i -> "{'A':%s, 'B':%s, 'C':%s}".formatted(range(50), range(50), range(50)),
                        i -> "{'A':%d, 'B':%d, 'C':%d}".formatted(below(1000), below(1000), below(1000))))
                .isLessThan(60);
    }

    private String range(int width) {
        int from = below(1000);
        return "{'>':%d,'<=':%d}".formatted(from - width / 2, from + width / 2);
    }

    @Test
    void dates() {
        assertThat(askedInVain(
                        i -> "{'Start':{'>=':'%s','<':'%s'}}".formatted(day(i), day(i + 2)),
                        i -> "{'Start':'%s 12:00:00'}".formatted(day(below(FILTERS)))))
                .isLessThan(12);
    }

    private static String day(int number) {
        return java.time.LocalDate.of(2000, 1, 1).plusDays(number).toString();
    }

    @Test
    void globsByTheirBeginning() {
        assertThat(askedInVain(
                        i -> "{'Site':{'like':'gamma_run%05d_*.dst'}}".formatted(i),
                        i -> "{'Site':'gamma_run%05d_x.dst'}".formatted(below(FILTERS))))
                .isLessThan(10);
    }

    @Test
    void negativeConditionsThatManyShare() {
        assertThat(askedInVain(
                        i -> "{'Site':{'!=':'S%d'}, 'X':{'nin':['a','b']}}".formatted(i % 20),
                        i -> "{'Site':'S%d', 'X':'a'}".formatted(below(20))))
                .isLessThan(10);
        assertThat(askedInVain(i -> "{'Run':'Missing'}", i -> "{'Run':1}")).isLessThan(10);
        assertThat(askedInVain(i -> "{'$not':{'Run':%d}}".formatted(i % 20), i -> "{'Run':%d}".formatted(below(20))))
                .isLessThan(10);
    }

    @Test
    void namesThatTheFileLacks() {
        assertThat(askedInVain(i -> "{'Level':{'>':0}, 'Name%d':'Any'}".formatted(i), i -> "{'Level':1, 'Name%d':1}"
                        .formatted(below(FILTERS))))
                .isLessThan(10);
    }

    @Test
    void severalStorageElements() {
        assertThat(askedInVain(
                        i -> "{'SE':['SE%d','SE%d'], 'Run':%d}".formatted(i % 50, i % 49, i / 50),
                        i -> "{'Run':%d}".formatted(below(FILTERS / 50))))
                .isLessThan(20);
    }

    @Test
    void alternatives() {
        assertThat(askedInVain(
                        i -> "{'Level':1, '$or':[{'Run':%d},{'X':%d}]}".formatted(i, i),
                        i -> "{'Level':1, 'Run':%d, 'X':%d}".formatted(below(FILTERS), below(FILTERS))))
                .isLessThan(15);
    }

    @Test
    void afterFiltersCameInAscendingOrderAndMostWentAgain() {
        IndexedFilterIndex index = new IndexedFilterIndex();
        for (int i = 0; i < 2 * FILTERS; i++) {
            index.put(i, query("{'Energy':{'>=':%d,'<':%d}}".formatted(i, i + 2)));
            index.remove(i - FILTERS);
        }
        assertThat(index.size()).isEqualTo(FILTERS);
        assertThat(askedInVain(index, i -> "{'Energy':%d}".formatted(FILTERS + below(FILTERS))))
                .isLessThan(15);
    }

    @Test
    void aFilterIsKeptInFewPlaces() {
        Map<Integer, MetaQuery> queries = new LinkedHashMap<>();
        for (int i = 0; i < FILTERS; i++) {
            queries.put(
                    i,
                    query("{'A':%s, 'B':%s, 'C':%s, 'Run':[%d,%d,%d]}"
                            .formatted(range(50), range(200), range(400), below(50), below(50), below(50))));
        }
        IndexedFilterIndex index = new IndexedFilterIndex();
        index.putAll(queries);
        assertThat(index.places()).isLessThan(Region.MOST_PLACES * FILTERS);
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }

    /** The mean number of conjunctions asked that do not hold. */
    private double askedInVain(IntFunction<String> filters, IntFunction<String> files) {
        Map<Integer, MetaQuery> queries = new LinkedHashMap<>();
        for (int i = 0; i < FILTERS; i++) {
            queries.put(i, query(filters.apply(i)));
        }
        IndexedFilterIndex index = new IndexedFilterIndex();
        index.putAll(queries);
        return askedInVain(index, files);
    }

    private static double askedInVain(IndexedFilterIndex index, IntFunction<String> files) {
        long inVain = 0;
        for (int i = 0; i < FILES; i++) {
            Search search = index.search(FileFacts.builder("/vo/a")
                    .metadata(Json.fields(files.apply(i)))
                    .replicas(java.util.List.of("SE1", "SE2"))
                    .build());
            inVain += search.asked() - search.transformationIds().size();
        }
        return (double) inVain / FILES;
    }

    private static MetaQuery query(String json) {
        return MetaQuery.parse(Json.of(json), MetaQueryTest.SCHEMA);
    }
}
