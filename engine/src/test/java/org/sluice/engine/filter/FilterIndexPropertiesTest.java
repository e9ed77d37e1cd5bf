package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever filters come and go, the index answers and remarks what asking every filter does. */
@PropertyDefaults(tries = 200)
class FilterIndexPropertiesTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A filter that is set, or removed where there is no query. */
    record Change(int id, Optional<JsonNode> query) {
        void applyTo(FilterIndex index) {
            query.ifPresentOrElse(
                    json -> index.put(id, MetaQuery.parse(json, MetaQueryTest.SCHEMA)), () -> index.remove(id));
        }
    }

    @Property
    void answersAsTheScan(@ForAll("changes") List<Change> changes, @ForAll("someFiles") List<FileFacts> files) {
        FilterIndex scan = FilterIndex.scan();
        FilterIndex indexed = FilterIndex.indexed();
        for (int i = 0; i < changes.size(); i++) {
            changes.get(i).applyTo(scan);
            changes.get(i).applyTo(indexed);
            FileFacts file = files.get(i % files.size());
            assertThat(indexed.match(file)).isEqualTo(scan.match(file));
        }
        assertThat(indexed.size()).isEqualTo(scan.size());
        assertThat(files).allSatisfy(file -> assertThat(indexed.match(file)).isEqualTo(scan.match(file)));
    }

    /** Over few names and close values, so that places are crowded and divided again and again. */
    @Property
    void answersAsTheScanWhereFiltersCrowd(
            @ForAll("crowdedChanges") List<Change> changes, @ForAll("crowdedFiles") List<FileFacts> files) {
        answersAsTheScan(changes, files);
    }

    @Property(tries = 50)
    void aCopyKeepsItsFilters(
            @ForAll("crowdedChanges") List<Change> before,
            @ForAll("crowdedChanges") List<Change> after,
            @ForAll("crowdedFiles") List<FileFacts> files) {
        FilterIndex index = FilterIndex.indexed();
        before.forEach(change -> change.applyTo(index));
        FilterIndex copy = index.copy();
        List<Matches> matches = files.stream().map(index::match).toList();
        after.forEach(change -> change.applyTo(index));
        assertThat(files.stream().map(copy::match).toList()).isEqualTo(matches);
        after.forEach(change -> change.applyTo(copy));
        assertThat(files.stream().map(copy::match).toList())
                .isEqualTo(files.stream().map(index::match).toList());
    }

    @Property(tries = 50)
    void nothingIsLeftOfFiltersThatWent(@ForAll("crowdedChanges") List<Change> changes) {
        IndexedFilterIndex index = new IndexedFilterIndex();
        changes.forEach(change -> change.applyTo(index));
        changes.forEach(change -> index.remove(change.id()));
        assertThat(index.size()).isZero();
        assertThat(index.places()).isZero();
        assertThat(index.names()).isEmpty();
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return changes(QueryArbitraries.queries(), 60);
    }

    @Provide
    Arbitrary<List<FileFacts>> someFiles() {
        return QueryArbitraries.files().list().ofMinSize(1).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<Change>> crowdedChanges() {
        return changes(crowdedQueries(), 300);
    }

    /** Removals and replacements of what is there are as likely as additions. */
    private static Arbitrary<List<Change>> changes(Arbitrary<JsonNode> queries, int most) {
        return Combinators.combine(Arbitraries.integers().between(1, most / 2), queries.optional(0.75))
                .as(Change::new)
                .list()
                .ofMaxSize(most);
    }

    private static Arbitrary<JsonNode> crowdedQueries() {
        Arbitrary<JsonNode> number = Arbitraries.integers().between(0, 30).map(JSON::numberNode);
        Arbitrary<JsonNode> text =
                Arbitraries.strings().withChars("ab").ofMaxLength(4).map(JSON::textNode);
        Arbitrary<JsonNode> query = Combinators.combine(
                        conditions(number).injectNull(0.3),
                        conditions(number).injectNull(0.3),
                        conditions(text).injectNull(0.3))
                .as((level, energy, site) -> {
                    ObjectNode json = JSON.objectNode();
                    Optional.ofNullable(level).ifPresent(condition -> json.set("Level", condition));
                    Optional.ofNullable(energy).ifPresent(condition -> json.set("Energy", condition));
                    Optional.ofNullable(site).ifPresent(condition -> json.set("Site", condition));
                    return json;
                });
        Arbitrary<JsonNode> or = query.list().ofMaxSize(3).map(queries -> {
            ObjectNode json = JSON.objectNode();
            json.putArray("$or").addAll(queries);
            return json;
        });
        return Arbitraries.frequencyOf(Tuple.of(9, query), Tuple.of(1, or));
    }

    private static Arbitrary<JsonNode> conditions(Arbitrary<JsonNode> operand) {
        Arbitrary<JsonNode> list =
                operand.list().ofMaxSize(5).map(some -> JSON.arrayNode().addAll(some));
        Arbitrary<JsonNode> range = Combinators.combine(
                        operand, operand, Arbitraries.of(">", ">="), Arbitraries.of("<", "<="))
                .as((low, high, from, to) ->
                        JSON.objectNode().<ObjectNode>set(from, low).set(to, high));
        Arbitrary<JsonNode> oneSided = Combinators.combine(Arbitraries.of("<", "<=", ">", ">=", "!="), operand)
                .as((operator, bound) -> JSON.objectNode().set(operator, bound));
        Arbitrary<JsonNode> glob = Arbitraries.of("*", "a*", "ab*", "b?", "*a", "[!a]*", "")
                .map(pattern -> JSON.objectNode().put("like", pattern));
        Arbitrary<JsonNode> presence = Arbitraries.of("Any", "Missing").map(JSON::textNode);
        return Arbitraries.frequencyOf(
                Tuple.of(4, operand),
                Tuple.of(2, list),
                Tuple.of(4, range),
                Tuple.of(1, oneSided),
                Tuple.of(1, glob),
                Tuple.of(1, presence));
    }

    @Provide
    Arbitrary<List<FileFacts>> crowdedFiles() {
        Arbitrary<JsonNode> number = Arbitraries.integers().between(-1, 31).map(JSON::numberNode);
        Arbitrary<JsonNode> text =
                Arbitraries.strings().withChars("ab").ofMaxLength(4).map(JSON::textNode);
        return Combinators.combine(values(number), values(number), values(text))
                .as((level, energy, site) -> FileFacts.builder("/vo/a")
                        .metadata(Map.of("Level", level, "Energy", energy, "Site", site))
                        .build())
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static Arbitrary<JsonNode> values(Arbitrary<JsonNode> value) {
        Arbitrary<JsonNode> list =
                value.list().ofMaxSize(3).map(some -> JSON.arrayNode().addAll(some));
        return Arbitraries.frequencyOf(
                Tuple.of(8, value),
                Tuple.of(1, list),
                Tuple.of(1, Arbitraries.of("null", "'junk'", "{'a':1}").map(Json::of)));
    }
}
