package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.filter.Compatibility.NO;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {
    private static final String ANY_TYPES = "Level int, Energy float, Start date, the rest strings";

    private static MetaQuery parse(String query) {
        return MetaQuery.parse(Json.of(query), MetaQueryTest.SCHEMA);
    }

    @ParameterizedTest(name = "{0} and {1}: {2} (" + ANY_TYPES + ")")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            {}                                | {'Level':1}                        | YES
            {'Level':1}                       | {'Level':1}                        | YES
            {'Level':1}                       | {'Level':'1'}                      | YES
            {'Level':1}                       | {'Level':2}                        | NO
            {'Level':1}                       | {'Site':'x'}                       | YES
            {'Level':[1,2]}                   | {'Level':[2,3]}                    | YES
            {'Level':[1,2]}                   | {'Level':[3]}                      | NO
            {'Level':[]}                      | {}                                 | NO
            {'Level':{'>':1}}                 | {'Level':{'<':3}}                  | YES
            {'Level':{'>':1}}                 | {'Level':{'<=':1}}                 | NO
            {'Level':{'>=':1}}                | {'Level':{'<=':1}}                 | YES
            {'Level':{'>=':1}}                | {'Level':{'<=':1,'!=':1}}          | NO
            {'Level':{'>':1}}                 | {'Level':{'<':2}}                  | YES
            {'Level':{'>':5}}                 | {'Level':{'<':2}}                  | NO
            {'Level':{'>':5}}                 | {'Level':[1,6]}                    | YES
            {'Level':{'>':5}}                 | {'Level':[1,5]}                    | NO
            {'Level':{'!=':1}}                | {'Level':1}                        | NO
            {'Level':{'nin':[1,2]}}           | {'Level':[2,3]}                    | YES
            {'Level':{'nin':[1,2]}}           | {'Level':{'!=':3}}                 | YES
            {'Level':'Any'}                   | {'Level':'Missing'}                | NO
            {'Level':'Missing'}               | {'Level':{'!=':1}}                 | NO
            {'Level':'Missing'}               | {'Level':{'exists':false}}         | YES
            {'LFN':'Missing'}                 | {}                                 | NO
            {'Energy':{'>':1.5}}              | {'Energy':{'<':1.500001}}          | YES
            {'Energy':'NaN'}                  | {}                                 | NO
            {'Start':{'>':'2026-01-02'}}      | {'Start':{'<':'2026-01-01'}}       | NO
            {'Start':'2026-01-02'}            | {'Start':'2026-01-02T00:00:00Z'}   | YES
            {'Site':{'>':'b'}}                | {'Site':{'<':'a'}}                 | NO
            {'Site':{'>':'a'}}                | {'Site':{'<':'b'}}                 | MAYBE
            {'Site':'LaPalma'}                | {'Site':{'like':'La*'}}            | YES
            {'Site':'Paranal'}                | {'Site':{'like':'La*'}}            | NO
            {'Site':{'like':'*a'}}            | {'Site':{'like':'La*'}}            | MAYBE
            {'Level':1}                       | {'Level':{'like':'1*'}}            | MAYBE
            {'Level':1}                       | {'Level':2,'$not':{'Site':'x'}}    | NO
            {'Level':1}                       | {'$not':{'Level':1}}               | MAYBE
            {'Level':1}                       | {'$or':[{'Level':2}]}              | MAYBE
            {'Level':1}                       | {'$or':[]}                         | NO
            {'unknown':1}                     | {'unknown':'1'}                    | MAYBE
            {'SE':'A'}                        | {'SE':'B'}                         | YES
            {'SE':'A'}                        | {'SE':{'!=':'A'}}                  | NO
            {'SE':['A','B']}                  | {'SE':{'!=':'A'}}                  | YES
            """)
    void statedAnswers(String one, String other, Compatibility expected) {
        assertThat(parse(one).compatibility(parse(other))).isEqualTo(expected);
        assertThat(parse(other).compatibility(parse(one))).isEqualTo(expected);
    }

    /** Both queries are put together of random conditions that hold for the file. */
    @Property(tries = 300)
    void whatOneFileSatisfiesIsNeverIncompatible(
            @ForAll("manyQueries") List<JsonNode> random, @ForAll("files") FileFacts file) {
        ObjectNode one = Json.MAPPER.createObjectNode();
        ObjectNode other = Json.MAPPER.createObjectNode();
        for (JsonNode query : random) {
            query.properties().forEach(condition -> {
                ObjectNode alone = Json.MAPPER.createObjectNode();
                alone.set(condition.getKey(), condition.getValue());
                if (MetaQuery.parse(alone, MetaQueryTest.SCHEMA).matches(file)) {
                    (one.size() <= other.size() ? one : other).set(condition.getKey(), condition.getValue());
                }
            });
        }
        Statistics.label("conditions in both").collect(Math.min(2, other.size()));
        MetaQuery first = MetaQuery.parse(one, MetaQueryTest.SCHEMA);
        MetaQuery second = MetaQuery.parse(other, MetaQueryTest.SCHEMA);

        assertThat(first.matches(file) && second.matches(file)).isTrue();
        assertThat(first.compatibility(second)).isNotEqualTo(NO);
        assertThat(second.compatibility(first)).isEqualTo(first.compatibility(second));
    }

    @Property(tries = 1000)
    void theAnswerIsTheSameBothWays(@ForAll("queries") JsonNode a, @ForAll("queries") JsonNode b) {
        MetaQuery one = MetaQuery.parse(a, MetaQueryTest.SCHEMA);
        MetaQuery other = MetaQuery.parse(b, MetaQueryTest.SCHEMA);
        assertThat(one.compatibility(other)).isEqualTo(other.compatibility(one));
    }

    @Provide
    Arbitrary<JsonNode> queries() {
        return QueryArbitraries.queries();
    }

    @Provide
    Arbitrary<List<JsonNode>> manyQueries() {
        return QueryArbitraries.queries().list().ofMinSize(10).ofMaxSize(40);
    }

    /** Files whose metadata have one value each. */
    @Provide
    Arbitrary<FileFacts> files() {
        Arbitrary<JsonNode> value = Arbitraries.of(
                        "1",
                        "2",
                        "7.5",
                        "'2'",
                        "true",
                        "-3",
                        "0",
                        "'10'",
                        "2.50",
                        "'1e1'",
                        "'NaN'",
                        "'-inf'",
                        "'2026-11-22'",
                        "'2026-11-22 10:00:00.5'",
                        "'a'",
                        "'b'",
                        "'Any'",
                        "''",
                        "1.50",
                        "'1'")
                .map(Json::of);
        Arbitrary<Map<String, JsonNode>> metadata = Arbitraries.maps(
                        Arbitraries.of("Level", "Run", "Energy", "Start", "Site", "X", "x", "Ünit"), value)
                .ofMaxSize(8);
        Arbitrary<Set<String>> replicas = Arbitraries.of("a", "b", "Any").set();
        return Combinators.combine(metadata, replicas, Arbitraries.of(0L, 10L, 20L), Arbitraries.of("/a", "/x/b"))
                .as((map, at, size, lfn) -> FileFacts.builder(lfn)
                        .metadata(map)
                        .replicas(at)
                        .size(size)
                        .build());
    }
}
