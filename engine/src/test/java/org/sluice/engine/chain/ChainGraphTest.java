package org.sluice.engine.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.chain.ChainGraph.Link;
import org.sluice.engine.filter.FieldType;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

class ChainGraphTest {
    private static final MetadataSchema SCHEMA = MetadataSchema.of(Map.of("DataLevel", FieldType.INT));

    private static TransformationDefinition definition(String name, String input, String output) {
        return TransformationJson.read(
                "{\"TransformationName\":\"%s\",\"Status\":\"Active\",\"InputMetaQuery\":%s,\"OutputMetaQuery\":%s}"
                        .formatted(name, input, output));
    }

    private static TransformationDefinition step(int from, int to) {
        return definition("From" + from, "{\"DataLevel\":" + from + "}", "{\"DataLevel\":" + to + "}");
    }

    private static Transformation stored(int id, TransformationDefinition definition) {
        return new Transformation(id, definition, new Author("a", "", ""), Instant.EPOCH, Instant.EPOCH);
    }

    private static ChainGraph graph(TransformationDefinition... definitions) {
        Map<Integer, TransformationDefinition> byId = new TreeMap<>();
        for (TransformationDefinition definition : definitions) {
            byId.put(byId.size() + 1, definition);
        }
        return ChainGraph.of(byId, SCHEMA);
    }

    @Test
    void aChainHasLinksAndNoCycle() {
        ChainGraph graph = graph(step(0, 1), step(1, 2), step(2, 3));

        assertThat(graph.links()).containsExactly(new Link(1, 2, true), new Link(2, 3, true));
        assertThat(graph.cycles()).isEmpty();
        assertThat(graph.cycleThrough(2)).isEmpty();
    }

    @Test
    void rangesAreCompared() {
        ChainGraph graph = graph(
                definition("Low", "{\"DataLevel\":{\"<\":2}}", "{\"DataLevel\":{\">=\":2,\"<\":5}}"),
                definition("Middle", "{\"DataLevel\":{\">\":4}}", "{\"DataLevel\":{\">=\":5}}"));

        assertThat(graph.links()).containsExactly(new Link(1, 2, true), new Link(2, 2, true));
        assertThat(graph.cycles()).containsExactly(List.of(2, 2));
    }

    @Test
    void anOutputQueryWithoutConditionsIsNone() {
        assertThat(graph(definition("Any", "{\"DataLevel\":1}", "{}")).links()).isEmpty();
    }

    @Test
    void whatMayBeCompatibleIsALinkInDoubt() {
        ChainGraph graph =
                graph(step(0, 1), definition("Glob", "{\"DataLevel\":{\"like\":\"1*\"}}", "{\"DataLevel\":7}"));

        assertThat(graph.links()).containsExactly(new Link(1, 2, false), new Link(2, 2, false));
        assertThat(graph.isCertain(List.of(1, 2))).isFalse();
    }

    @Test
    void everyTransformationInACycleIsInOneThatIsToldAndShortest() {
        ChainGraph graph = graph(step(0, 1), step(1, 2), step(2, 0), step(0, 2), step(7, 8), step(8, 7), step(9, 1));

        assertThat(graph.cycles()).containsExactly(List.of(1, 2, 3, 1), List.of(3, 4, 3), List.of(5, 6, 5));
        assertThat(graph.cycleThrough(1)).contains(List.of(1, 2, 3, 1));
        assertThat(graph.cycleThrough(7)).isEmpty();
    }

    private static final String IN_DOUBT = "{\"$or\":[{\"DataLevel\":{\"like\":\"*\"}}]}";

    @Test
    void aCertainCycleOfActiveTransformationsIsNotHiddenByOneInDoubt() {
        TransformationDefinition stopped = definition("RR1", IN_DOUBT, IN_DOUBT).withStatus("Stopped");

        ChainGraph graph = graph(stopped, step(1, 2), step(2, 3), step(3, 1));

        assertThat(graph.links()).contains(new Link(1, 1, false), new Link(1, 2, false), new Link(2, 1, false));
        assertThat(graph.cycles()).containsExactly(List.of(2, 3, 4, 2), List.of(1, 1));
        assertThat(graph.isCertain(List.of(2, 3, 4, 2))).isTrue();
    }

    @Test
    void cyclesOfActiveTransformationsComeFirstAndCertainOnesBeforeOthers() {
        ChainGraph graph = graph(
                definition("doubtful, stopped", IN_DOUBT, IN_DOUBT).withStatus("Stopped"),
                step(1, 1).withStatus("Stopped"),
                definition("doubtful", "{\"DataLevel\":{\"like\":\"2*\"}}", "{\"DataLevel\":27}"),
                step(4, 4));

        assertThat(graph.cycles()).containsExactly(List.of(4, 4), List.of(3, 3), List.of(2, 2), List.of(1, 1));
    }

    @Test
    void theWayRoundIsACertainOneWhereThereIs() {
        ChainGraph graph = graph(
                step(1, 2),
                step(2, 3),
                step(3, 1),
                definition("short cut", "{\"DataLevel\":{\"like\":\"2*\"}}", "{\"DataLevel\":1}"));

        assertThat(graph.links()).contains(new Link(1, 4, false), new Link(4, 1, true));
        assertThat(graph.cycleThrough(1)).contains(List.of(1, 2, 3, 1));
        assertThat(graph.cycleThrough(4)).contains(List.of(4, 4));
        assertThat(graph.cycles()).containsExactly(List.of(1, 2, 3, 1), List.of(4, 4));
    }

    @Test
    void aLongChainTakesNoStack() {
        TransformationDefinition[] steps =
                IntStream.range(0, 300).mapToObj(i -> step(i, (i + 1) % 300)).toArray(TransformationDefinition[]::new);

        assertThat(graph(steps).cycles())
                .singleElement()
                .satisfies(cycle -> assertThat(cycle).hasSize(301).startsWith(1, 2));
    }

    @Test
    void aBadQueryIsAProblemOfItsTransformationOnly() {
        ChainGraph graph = graph(step(0, 1), definition("Bad", "{\"DataLevel\":\"x\"}", "{}"), step(1, 2));

        assertThat(graph.links()).containsExactly(new Link(1, 3, true));
        assertThat(graph.problems()).singleElement().asString().contains("2, Bad", "DataLevel");
    }

    @Test
    void activationThatClosesACycleIsToldWithItsPath() {
        Transformation one = stored(1, step(0, 1));
        Transformation two = stored(2, step(1, 2));
        Transformation three = stored(3, step(2, 0).withStatus("New"));
        List<Transformation> all = List.of(one, two, three);
        CycleCheck check = new CycleCheck(SCHEMA);

        assertThat(check.ofChange(all, three, step(2, 0)).orElseThrow())
                .contains("transformation 3 From2 closes a cycle: 3 From2 → 1 From0 → 2 From1 → 3 From2");
        assertThat(check.ofChange(all, three, step(2, 5))).isEmpty();
        assertThat(check.ofChange(all, three, three.definition().withStatus("Stopped")))
                .isEmpty();
        assertThat(check.ofChange(all, one, one.definition())).isEmpty();
        assertThat(check.ofChange(all, two, step(1, 0)).orElseThrow()).contains("2 From1 → 1 From0 → 2 From1");
        assertThat(check.ofCreation(all, step(2, 0)).orElseThrow())
                .contains("transformation From2 closes", "→ 2 From1 →");
        assertThat(check.ofCreation(all, step(2, 0).withStatus("New"))).isEmpty();
    }

    @Test
    void aParentThatGoesToCompletingClosesACycleToo() {
        Transformation parent = stored(1, step(0, 1).withStatus("Stopped"));
        Transformation back = stored(2, step(1, 0));
        Transformation over = stored(3, step(0, 1).withStatus("Completed"));
        List<Transformation> all = List.of(parent, back, over);
        CycleCheck check = new CycleCheck(SCHEMA);

        assertThat(check.ofCreation(all, derived(1).withStatus("New")).orElseThrow())
                .contains("transformation 1 From0, which goes to Completing", "1 From0 → 2 From1 → 1 From0");
        assertThat(check.ofCreation(all, derived(3).withStatus("New"))).isEmpty();
        Transformation fourth = stored(4, derived(0));
        assertThat(check.ofChange(List.of(parent, back, over, fourth), fourth, derived(1)))
                .isPresent();
        Transformation fifth = stored(5, derived(1));
        assertThat(check.ofChange(List.of(parent, back, over, fifth), fifth, derived(1)))
                .as("the parent was told before")
                .isEmpty();
    }

    private static TransformationDefinition derived(int parent) {
        return TransformationJson.with(
                definition("Derived", "{\"DataLevel\":0}", "{\"DataLevel\":7}"),
                "InheritedFrom",
                Integer.toString(parent));
    }

    @Test
    void onlyActiveTransformationsCloseACycle() {
        List<Transformation> all = List.of(stored(1, step(0, 1).withStatus("Stopped")));

        assertThat(new CycleCheck(SCHEMA).ofCreation(all, step(1, 0))).isEqualTo(Optional.empty());
    }
}
