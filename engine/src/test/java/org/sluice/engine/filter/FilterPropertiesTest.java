package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** What holds for all queries and files. */
@PropertyDefaults(tries = 300)
class FilterPropertiesTest {
    @Provide
    Arbitrary<JsonNode> queries() {
        return QueryArbitraries.queries();
    }

    @Provide
    Arbitrary<FileFacts> files() {
        return QueryArbitraries.files();
    }

    @Provide
    Arbitrary<JsonNode> anyJson() {
        return QueryArbitraries.anyJson();
    }

    private static MetaQuery parse(JsonNode query) {
        return MetaQuery.parse(query, MetaQueryTest.SCHEMA);
    }

    @Property
    void explainAgreesWithMatches(@ForAll("queries") JsonNode json, @ForAll("files") FileFacts file) {
        MetaQuery query = parse(json);
        Explanation explanation = query.explain(file);
        assertThat(explanation.matched()).isEqualTo(query.matches(file));
        boolean topLevel = explanation.lines().stream()
                .filter(line -> json.has(line.place()))
                .allMatch(Explanation.Line::held);
        assertThat(topLevel).isEqualTo(query.matches(file));
        assertThat(explanation.lines().stream().map(Explanation.Line::place))
                .containsAll(query.names().stream().filter(json::has).toList());
    }

    @Property
    void allConditionsOfAQueryHoldTogether(@ForAll("queries") JsonNode json, @ForAll("files") FileFacts file) {
        boolean each = json.properties().stream().allMatch(field -> {
            ObjectNode alone = Json.MAPPER.createObjectNode();
            alone.set(field.getKey(), field.getValue());
            return parse(alone).matches(file);
        });
        assertThat(parse(json).matches(file)).isEqualTo(each);
    }

    @Property
    void orIsUnionAndNotIsComplement(
            @ForAll("queries") JsonNode a, @ForAll("queries") JsonNode b, @ForAll("files") FileFacts file) {
        ObjectNode or = Json.MAPPER.createObjectNode();
        or.putArray("$or").add(a).add(b);
        ObjectNode not = Json.MAPPER.createObjectNode();
        not.set("$not", a);
        boolean holdsA = parse(a).matches(file);
        assertThat(parse(or).matches(file)).isEqualTo(holdsA || parse(b).matches(file));
        assertThat(parse(not).matches(file)).isEqualTo(!holdsA);
    }

    @Property
    void scanAnswersAsEveryQueryDoes(
            @ForAll("queries") JsonNode a,
            @ForAll("queries") JsonNode b,
            @ForAll("queries") JsonNode c,
            @ForAll("files") FileFacts file) {
        FilterIndex index = FilterIndex.scan();
        List<JsonNode> queries = List.of(a, b, c);
        for (int i = 0; i < 3; i++) {
            index.put(3 - i, parse(queries.get(2 - i)));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(index.match(file).transformationIds().contains(i + 1))
                    .isEqualTo(parse(queries.get(i)).matches(file));
        }
    }

    @Property
    void theStoredFormGivesTheQueryBack(@ForAll("queries") JsonNode query) {
        List<StoredCondition> rows = StoredQueries.write(query);
        assertThat(StoredQueries.read(rows)).isEqualTo(query);
        assertThat(rows)
                .noneMatch(row -> row.type().equals("Dict") && row.value().contains(";;;"));
    }

    @Property
    void anyJsonIsReadOrRefused(@ForAll("anyJson") JsonNode json, @ForAll("files") FileFacts file) {
        MetaQuery query;
        try {
            query = parse(json);
        } catch (BadQueryException refusal) {
            assertThat(refusal.reason()).isNotBlank();
            return;
        }
        query.explain(file);
        assertThat(query.toJson()).isEqualTo(json);
        // Doubles are written otherwise than decimals; a parser makes decimals of both.
        JsonNode parsed = Json.exactly(json.toString());
        assertThat(StoredQueries.read(StoredQueries.write(parsed))).isEqualTo(parsed);
    }

    @Property
    void anyTextIsReadAsALiteralOrRefused(@ForAll String literal) {
        assertReadOrRefused(literal);
        assertReadOrRefused("{'a': " + literal + "}");
        assertReadOrRefused("'" + literal + "'");
    }

    private static void assertReadOrRefused(String literal) {
        try {
            assertThat(StoredQueries.read(List.of(new StoredCondition("N", literal, "Dict"))))
                    .hasSize(1);
        } catch (BadQueryException refusal) {
            assertThat(refusal.place()).isEqualTo("N");
        }
    }

    @Property
    void globsAgreeWithRegularExpressions(@ForAll("globs") String glob, @ForAll("texts") String text) {
        String regex = glob.replace("*", ".*").replace("?", ".").replace("[!", "[^");
        assertThat(Glob.compile(glob).matches(text)).isEqualTo(text.matches("(?s)" + regex));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "*", "?", "[ab]", "[!a]", "[a-b]", "\n")
                .list()
                .ofMaxSize(7)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("ab\nc").ofMaxLength(9);
    }
}
