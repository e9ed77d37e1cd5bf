package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredQueriesTest {
    private static StoredCondition only(String condition) {
        return only(JsonNodeFactory.instance.objectNode().set("N", Json.exactly(condition)));
    }

    private static StoredCondition only(JsonNode query) {
        List<StoredCondition> rows = StoredQueries.write(query);
        assertThat(rows).hasSize(1);
        assertThat(StoredQueries.read(rows)).isEqualTo(query);
        return rows.get(0);
    }

    private static JsonNode read(String type, String value) {
        return StoredQueries.read(List.of(new StoredCondition("N", value, type)))
                .get("N");
    }

    @ParameterizedTest(name = "{0} : {1} {2}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
            # what DIRAC gives back is written as DIRAC writes it
            "x"                      ~ String  ~ x
            "Any"                    ~ String  ~ Any
            "5"                      ~ String  ~ 5
            ["a","b"]                ~ String  ~ a;;;b
            ["a",""]                 ~ String  ~ a;;;
            "d\\u00e9p\\u00f4t"      ~ String  ~ dépôt
            5                        ~ Integer ~ 5
            -5                       ~ Integer ~ -5
            [1,2,3]                  ~ Integer ~ 1;;;2;;;3
            [0,1]                    ~ Integer ~ 0;;;1
            123456789012345678901234 ~ Integer ~ 123456789012345678901234
            {">":10,"<=":200}        ~ Dict    ~ {'>': 10, '<=': 200}
            {"=":["a","b"]}          ~ Dict    ~ {'=': ['a', 'b']}
            # what it does not give back is a literal
            ["x"]                    ~ Dict    ~ ['x']
            [5]                      ~ Dict    ~ [5]
            []                       ~ Dict    ~ []
            {}                       ~ Dict    ~ {}
            ""                       ~ Dict    ~ ''
            0                        ~ Dict    ~ 0
            1.50                     ~ Dict    ~ 1.50
            1E+2                     ~ Dict    ~ 1E+2
            5e0                      ~ Dict    ~ 5e0
            true                     ~ Dict    ~ True
            false                    ~ Dict    ~ False
            [1,"a"]                  ~ Dict    ~ [1, 'a']
            ["a",1]                  ~ Dict    ~ ['a', 1]
            [1,true]                 ~ Dict    ~ [1, True]
            [1,2.5]                  ~ Dict    ~ [1, 2.5]
            "a;;;b"                  ~ Dict    ~ 'a;;\\x3bb'
            ";;;;;;;"                ~ Dict    ~ ';;\\x3b;;\\x3b;'
            ["a;",";b"]              ~ Dict    ~ ['a;', ';b']
            ["a;;","b"]              ~ Dict    ~ ['a;;', 'b']
            {"=":"a;;;b"}            ~ Dict    ~ {'=': 'a;;\\x3bb'}
            "\\ud83d\\ude00"         ~ Dict    ~ '\\U0001f600'
            "\\ud83d"                ~ Dict    ~ '\\ud83d'
            {"like":"it's"}          ~ Dict    ~ {'like': "it's"}
            {"like":"'\\""}          ~ Dict    ~ {'like': '\\'"'}
            {"=":"\\\\\\n\\t\\u0000\\u00e9\\u20ac"} ~ Dict ~ {'=': '\\\\\\n\\t\\x00\\xe9\\u20ac'}
            {"exists":false}         ~ Dict    ~ {'exists': False}
            """)
    void writesARowAsStatedAndReadsItBack(String condition, String type, String value) {
        // The table's text block has already halved the backslashes once.
        assertThat(only(condition)).isEqualTo(new StoredCondition("N", value, type));
    }

    @Test
    void writesOrAndNotAsRows() {
        JsonNode query = Json.of("{'$or':[{'Site':'x'},{'E':{'>':1}}],'$not':{'Site':'y'},'Level':1}");
        List<StoredCondition> rows = StoredQueries.write(query);
        assertThat(rows)
                .containsExactly(
                        new StoredCondition("$or", "[{'Site': 'x'}, {'E': {'>': 1}}]", "Dict"),
                        new StoredCondition("$not", "{'Site': 'y'}", "Dict"),
                        new StoredCondition("Level", "1", "Integer"));
        assertThat(StoredQueries.read(rows)).isEqualTo(query);
    }

    @Test
    void theKindOfNodeDoesNotMatter() {
        JsonNode query = JsonNodeFactory.instance.objectNode().set("N", LongNode.valueOf(5));
        assertThat(StoredQueries.write(query)).containsExactly(new StoredCondition("N", "5", "Integer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'Site':1,'site':2}",
                "{'Site':1,'Site ':2}",
                "{'Role':1,'Rôle':2}",
                "{'strasse':1,'ſtraßse':2}",
                "{'\\ud83d\\ude00':1}"
            })
    void whatRowsByNameCannotHoldIsOneRow(String json) {
        StoredCondition row = only(Json.of(json));
        assertThat(row.name()).isEqualTo("$query");
        assertThat(row.type()).isEqualTo("Dict");
        assertThat(row.value()).startsWith("{").matches("\\p{ASCII}*");
    }

    @Test
    void aNameLongerThanTheColumnGoesIntoTheOneRow() {
        JsonNode fits = JsonNodeFactory.instance.objectNode().put("n".repeat(255), 1);
        JsonNode tooLong = JsonNodeFactory.instance.objectNode().put("n".repeat(256), 1);
        assertThat(only(fits).name()).hasSize(255);
        assertThat(only(tooLong).name()).isEqualTo("$query");
    }

    @Test
    void differentNamesOfOtherAlphabetsKeepTheirRows() {
        assertThat(StoredQueries.write(Json.of("{'Énergie':1,'Site':2}")))
                .extracting(StoredCondition::name)
                .containsExactly("Énergie", "Site");
    }

    @Test
    void aConditionLongerThanTheColumnIsRefused() {
        JsonNode fits = JsonNodeFactory.instance.objectNode().put("N", "x".repeat(65_535));
        JsonNode tooLong = JsonNodeFactory.instance.objectNode().put("N", "é".repeat(32_768));
        assertThat(only(fits).type()).isEqualTo("String");
        assertThatThrownBy(() -> StoredQueries.write(tooLong))
                .isInstanceOf(BadQueryException.class)
                .hasMessageStartingWith("N: takes 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "5", "'x'"})
    void whatIsNoQueryIsNotWritten(String json) {
        assertThatThrownBy(() -> StoredQueries.write(Json.of(json))).isInstanceOf(BadQueryException.class);
    }

    @Test
    void whatIsNoJsonIsNotWritten() {
        JsonNode infinite = JsonNodeFactory.instance.objectNode().put("N", Double.NEGATIVE_INFINITY);
        JsonNode binary = JsonNodeFactory.instance.objectNode().put("N", new byte[3]);
        assertThatThrownBy(() -> StoredQueries.write(infinite)).isInstanceOf(BadQueryException.class);
        assertThatThrownBy(() -> StoredQueries.write(binary)).isInstanceOf(BadQueryException.class);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
            { '>' : 10 , '<=':200, }        ~ {">":10,"<=":200}
            {u'=': u'x', U"y": 5L}          ~ {"=":"x","y":5}
            ('a', 'b')                      ~ ["a","b"]
            ('a',)                          ~ ["a"]
            ('a')                           ~ "a"
            ()                              ~ []
            [1, -2, +3, 1.5, -.5, 2., 1e5]  ~ [1,-2,3,1.5,-0.5,2e0,1e5]
            [True, False, None]             ~ [true,false,null]
            {'in': [1, (2, [3])]}           ~ {"in":[1,[2,[3]]]}
            {'a': 1, 'a': 2}                ~ {"a":2}
            "a'b"                           ~ "a'b"
            'a"b'                           ~ "a\\"b"
            '\\d\\101\\x41\\u0041\\U00000041\\'' ~ "\\\\dAAAA'"
            '\\a\\b\\f\\v\\r\\0'            ~ "\\u0007\\b\\f\\u000b\\r\\u0000"
            2147483648                      ~ 2147483648
            00                              ~ 0
            """)
    void readsPythonLiterals(String literal, String json) {
        assertThat(read("Dict", literal)).isEqualTo(Json.exactly(json));
    }

    @ParameterizedTest(name = "literal {0}")
    @ValueSource(
            strings = {
                "",
                "{",
                "{'a'",
                "{'a' 1}",
                "{'a': }",
                "{1: 2}",
                "{'a': 1} x",
                "{'a': __import__('os')}",
                "{'a': datetime.date(2020, 1, 1)}",
                "{'>': inf}",
                "{'a', 'b'}",
                "[1 2]",
                "[,]",
                "(,)",
                "(1 2)",
                "'a",
                "'a\\",
                "'a\nb'",
                "'\\x4'",
                "'\\xg0'",
                "'\\U00110000'",
                "'\\N{BULLET}'",
                "b'a'",
                "0x10",
                "012",
                "1_000",
                "5x",
                "1e99999999999",
                "-",
                "None5",
                "true",
                "lambda: 1"
            })
    void refusesWhatIsNoLiteral(String literal) {
        assertThatThrownBy(() -> read("Dict", literal))
                .isInstanceOf(BadQueryException.class)
                .hasMessageStartingWith("N: its row in TransformationMetaQueries is not a Python literal");
    }

    @Test
    void refusesLiteralsThatAreTooDeep() {
        assertThatThrownBy(() -> read("Dict", "[".repeat(65_000))).hasMessageContaining("nested more than 150 deep");
        assertThatThrownBy(() -> read("Dict", "(".repeat(65_000))).hasMessageContaining("nested more than 150 deep");
        JsonNode deep = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 10_000; i++) {
            deep = JsonNodeFactory.instance.objectNode().set("$not", deep);
        }
        JsonNode query = deep;
        assertThatThrownBy(() -> StoredQueries.write(query))
                .isInstanceOf(BadQueryException.class)
                .hasMessageContaining("nested more than 150 deep");
    }

    @Test
    void readsWholeNumbersAsPythonDoes() {
        assertThat(read("Integer", " +7 ")).isEqualTo(Json.of("7"));
        assertThat(read("Integer", "1;;; 2")).isEqualTo(Json.of("[1,2]"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"Integer,True", "Integer,''", "Integer,1;;;x", "Integer,1.5", "Float,1.5", "string,x", "'',x"})
    void namesTheRowThatCannotBeRead(String type, String value) {
        List<StoredCondition> rows =
                List.of(new StoredCondition("Fine", "x", "String"), new StoredCondition("Site", value, type));
        assertThatThrownBy(() -> StoredQueries.read(rows)).isInstanceOfSatisfying(BadQueryException.class, refusal -> {
            assertThat(refusal.place()).isEqualTo("Site");
            assertThat(refusal.reason()).contains("its row in TransformationMetaQueries");
        });
    }

    @Test
    void refusesRowsThatContradictEachOther() {
        StoredCondition row = new StoredCondition("Site", "x", "String");
        StoredCondition whole = new StoredCondition("$query", "{}", "Dict");
        assertThatThrownBy(() -> StoredQueries.read(List.of(row, row))).isInstanceOf(BadQueryException.class);
        assertThatThrownBy(() -> StoredQueries.read(List.of(row, whole))).isInstanceOf(BadQueryException.class);
        assertThatThrownBy(() -> StoredQueries.read(List.of(new StoredCondition("$query", "x", "String"))))
                .isInstanceOf(BadQueryException.class);
    }

    @Test
    void noRowsAreTheEmptyQuery() {
        assertThat(StoredQueries.read(List.of())).isEmpty();
    }
}
