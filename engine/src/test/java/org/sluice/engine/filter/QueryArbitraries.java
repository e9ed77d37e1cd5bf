package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random queries, files and JSON, over few names and values so that they meet. */
final class QueryArbitraries {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES =
            List.of("Level", "Run", "Energy", "Start", "Site", "X", "x", "Ünit", "SE", "Size", "Name", "Path");
    private static final Map<String, List<String>> OPERANDS = Map.of(
            "Level", List.of("1", "2", "7.5", "'2'", "true", "-3", "12345678901234567890", "1E+400"),
            "Run", List.of("1", "0", "2", "false"),
            "Size", List.of("0", "10", "20", "'10'"),
            "Energy", List.of("1", "2.50", "'1e1'", "'NaN'", "'-inf'", "5e0", "'Infinity'"),
            "Start", List.of("'2026-11-22'", "'2026-11-22 10:00:00.5'", "'2026-11-22T10:00:00.500Z'"));
    private static final List<String> ANYTHING = List.of(
            "'a'",
            "'b'",
            "'Any'",
            "'a;;;b'",
            "''",
            "1",
            "2",
            "1.50",
            "true",
            "'it\\u0027s'",
            "'\\ud83d\\ude00'",
            "'\\uff21\\n'",
            "'1'");

    private QueryArbitraries() {}

    /** Valid queries for {@link MetaQueryTest#SCHEMA}. */
    static Arbitrary<JsonNode> queries() {
        return queries(2);
    }

    private static Arbitrary<JsonNode> queries(int depth) {
        Arbitrary<JsonNode> named = Arbitraries.of(NAMES)
                .flatMap(name -> conditions(name).map(condition -> Tuple.of(name, condition)))
                .list()
                .ofMaxSize(3)
                .map(fields -> {
                    ObjectNode query = JSON.objectNode();
                    fields.forEach(field -> query.set(field.get1(), field.get2()));
                    return query;
                });
        if (depth == 0) {
            return named;
        }
        Arbitrary<JsonNode> inner = queries(depth - 1);
        return Combinators.combine(named, inner.list().ofMaxSize(2).injectNull(0.7), inner.injectNull(0.7))
                .as((query, or, not) -> {
                    ObjectNode whole = query.deepCopy();
                    if (or != null) {
                        whole.set("$or", array(or));
                    }
                    if (not != null) {
                        whole.set("$not", not);
                    }
                    return whole;
                });
    }

    private static Arbitrary<JsonNode> conditions(String name) {
        Arbitrary<JsonNode> operand =
                Arbitraries.of(OPERANDS.getOrDefault(name, ANYTHING)).map(Json::of);
        Arbitrary<JsonNode> list = operand.list().ofMaxSize(3).map(QueryArbitraries::array);
        Arbitrary<Map.Entry<String, JsonNode>> test = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of("=", "!=", "<", "<=", ">", ">="), operand)
                        .as(Map::entry),
                Combinators.combine(Arbitraries.of("=", "!=", "in", "nin"), list)
                        .as(Map::entry),
                Arbitraries.of("*", "a*", "?", "[!a]*", "1*").map(glob -> Map.entry("like", JSON.textNode(glob))),
                Arbitraries.of(true, false).map(yes -> Map.entry("exists", JSON.booleanNode(yes))));
        Arbitrary<JsonNode> operators = test.list().ofMaxSize(3).map(tests -> {
            ObjectNode object = JSON.objectNode();
            tests.forEach(entry -> object.set(entry.getKey(), entry.getValue()));
            return object;
        });
        return Arbitraries.oneOf(
                operand, list, operators, Arbitraries.of("Any", "missing").map(JSON::textNode));
    }

    static Arbitrary<FileFacts> files() {
        Arbitrary<JsonNode> scalar = Arbitraries.of(
                        OPERANDS.values().stream().flatMap(List::stream).toList())
                .map(Json::of);
        Arbitrary<JsonNode> value = Arbitraries.oneOf(
                scalar,
                Arbitraries.of(ANYTHING).map(Json::of),
                scalar.list().ofMaxSize(3).map(QueryArbitraries::array),
                Arbitraries.of("null", "{'a':1}", "[[1]]", "[null]", "'junk'").map(Json::of));
        Arbitrary<Map<String, JsonNode>> metadata =
                Arbitraries.maps(Arbitraries.of(NAMES), value).ofMaxSize(NAMES.size());
        Arbitrary<Set<String>> replicas = Arbitraries.of("a", "b", "Any").set();
        return Combinators.combine(metadata, replicas, Arbitraries.longs().between(0, 20), Arbitraries.of("/a", "/x/b"))
                .as((map, at, size, lfn) -> FileFacts.builder(lfn)
                        .metadata(map)
                        .replicas(at)
                        .size(size)
                        .build());
    }

    /** JSON of any shape, with names and operators that queries have among others. */
    static Arbitrary<JsonNode> anyJson() {
        return anyJson(4);
    }

    private static Arbitrary<JsonNode> anyJson(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5).map(JSON::textNode),
                Arbitraries.of(ANYTHING).map(Json::of),
                Arbitraries.longs().map(JSON::numberNode),
                Arbitraries.doubles().map(JSON::numberNode),
                Arbitraries.bigDecimals().map(DecimalNode::valueOf),
                Arbitraries.of("null", "true", "'NaN'", "1e2000000001", "-1e-2000000001", "{}", "[]")
                        .map(Json::of));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> inner = anyJson(depth - 1);
        Arbitrary<String> key = Arbitraries.oneOf(
                Arbitraries.of(NAMES),
                Arbitraries.of("$or", "$not", "$query", "=", "!=", "<", ">=", "in", "nin", "like", "exists", ""),
                Arbitraries.strings().ofMaxLength(3));
        Arbitrary<JsonNode> object = Arbitraries.maps(key, inner).ofMaxSize(3).map(fields -> {
            ObjectNode node = JSON.objectNode();
            fields.forEach(node::set);
            return node;
        });
        return Arbitraries.oneOf(leaf, inner.list().ofMaxSize(3).map(QueryArbitraries::array), object, object);
    }

    private static ArrayNode array(List<? extends JsonNode> elements) {
        ArrayNode array = JSON.arrayNode();
        elements.forEach(array::add);
        return array;
    }
}
