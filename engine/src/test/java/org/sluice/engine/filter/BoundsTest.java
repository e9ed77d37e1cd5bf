package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look at bounds spares questions; it never decides for numbers that only look alike as floats. */
class BoundsTest {
    private static final List<String> NUMBERS = List.of(
            "16777216",
            "16777217",
            "-16777217",
            "9007199254740992",
            "9007199254740993",
            "0.1",
            "0.10000000000000000001",
            "1e39",
            "1e400",
            "-1e400",
            "1e-400",
            "0");

    private static Conjunction conjunction(String query) {
        return Conjunction.of(
                        1, MetaQuery.parse(Json.of(query), MetaQueryTest.SCHEMA).root())
                .get(0);
    }

    private static long admitted(String file, String... queries) {
        Conjunction[] conjunctions = IntStream.range(0, queries.length)
                .mapToObj(i -> conjunction(queries[i]))
                .toArray(Conjunction[]::new);
        FileFacts facts = FileFacts.builder("/vo/a").metadata(Json.fields(file)).build();
        return Bounds.of(conjunctions).admitted(new TypedFacts(facts));
    }

    @Test
    void excludesWhatLiesOutside() {
        String[] queries = {"{'Energy':{'>':1,'<':5}}", "{'Energy':[7,9]}", "{'Energy':{'>=':4}}", "{'Site':'X'}"};

        assertThat(admitted("{'Energy':4.5}", queries)).isEqualTo(0b1101);
        assertThat(admitted("{'Energy':8}", queries)).isEqualTo(0b1110);
        assertThat(admitted("{'Energy':0}", queries)).isEqualTo(0b1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'Energy':[0,9]}", "{'Energy':'junk'}", "{'Energy':'NaN'}"})
    void excludesNothingByWhatIsNoSingleNumber(String file) {
        assertThat(admitted(file, "{'Energy':4}", "{'Energy':{'<':2}}")).isEqualTo(0b11);
    }

    private static boolean isCertain(String file, String query) {
        Bounds bounds = Bounds.of(new Conjunction[] {conjunction(query)});
        FileFacts facts = FileFacts.builder("/vo/a").metadata(Json.fields(file)).build();
        return bounds.areCertain(0, new TypedFacts(facts));
    }

    @Test
    void isCertainOfWhatFloatsTell() {
        assertThat(isCertain("{'Energy':4.5}", "{'Energy':{'>':1,'<=':5}, 'Site':'X'}"))
                .isTrue();
        assertThat(isCertain("{'Run':7}", "{'Run':7}")).isTrue();
        assertThat(isCertain("{'Energy':1e300}", "{'Energy':{'>':1}}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'Energy':5}", "{'Energy':[4]}", "{'Energy':'junk'}", "{'Energy':1.00000000001}"})
    void isNotCertainOfWhatFloatsDoNotTell(String file) {
        assertThat(isCertain(file, "{'Energy':{'>':1,'<=':5}}")).isFalse();
    }

    @Test
    void answersAsTheScanBetweenNeighbours() {
        FilterIndex indexed = FilterIndex.indexed();
        FilterIndex scan = FilterIndex.scan();
        int id = 0;
        for (String low : NUMBERS) {
            for (String high : NUMBERS) {
                for (String query : List.of(
                        "{'Energy':{'>':%s,'<=':%s}}",
                        "{'Energy':{'>=':%s,'<':%s}}",
                        "{'Energy':[%s,%s]}",
                        "{'Energy':{'>=':%s,'!=':%s}}",
                        "{'Energy':{'<':%s}, '$or':[{'Energy':%s},{'Site':'X'}]}")) {
                    MetaQuery parsed = MetaQuery.parse(Json.of(query.formatted(low, high)), MetaQueryTest.SCHEMA);
                    indexed.put(++id, parsed);
                    scan.put(id, parsed);
                }
            }
        }
        for (String number : NUMBERS) {
            for (String value : List.of("%s", "[%s]", "[%s,5]")) {
                FileFacts file = FileFacts.builder("/vo/a")
                        .metadata(Json.fields("{'Site':'X','Energy':" + value.formatted(number) + "}"))
                        .build();
                assertThat(indexed.match(file)).isEqualTo(scan.match(file));
                assertThat(scan.match(file).transformationIds()).isNotEmpty();
            }
        }
    }

    @Test
    void answersAsTheScanForNeighbours() {
        FilterIndex indexed = FilterIndex.indexed();
        FilterIndex scan = FilterIndex.scan();
        int id = 0;
        for (String number : NUMBERS) {
            for (String operator : List.of("<", "<=", ">", ">=", "=")) {
                MetaQuery query = MetaQuery.parse(
                        Json.of("{'Energy':{'%s':%s}}".formatted(operator, number)), MetaQueryTest.SCHEMA);
                indexed.put(++id, query);
                scan.put(id, query);
            }
        }
        for (String number : NUMBERS) {
            FileFacts file = FileFacts.builder("/vo/a")
                    .metadata(Json.fields("{'Energy':" + number + "}"))
                    .build();
            assertThat(indexed.match(file)).isEqualTo(scan.match(file));
            assertThat(scan.match(file).transformationIds()).hasSizeGreaterThan(NUMBERS.size());
        }
    }
}
