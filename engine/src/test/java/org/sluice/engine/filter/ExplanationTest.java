package org.sluice.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final FileFacts FILE = FileFacts.builder("/vo/a")
            .replicas(List.of("CERN-DST"))
            .metadata(Json.fields("{'Energy':250,'Level':'junk'}"))
            .build();

    private static Explanation explain(String query) {
        return MetaQuery.parse(Json.of(query), MetaQueryTest.SCHEMA).explain(FILE);
    }

    private static Explanation.Line line(String place, String condition, String value, boolean held) {
        Optional<JsonNode> had = value.isEmpty() ? Optional.empty() : Optional.of(Json.of(value));
        return new Explanation.Line(place, condition, had, held, Optional.empty());
    }

    @Test
    void hasALineForEveryConditionAlsoBehindOneThatFails() {
        Explanation explanation =
                explain("{'Energy':{'>':10,'<=':200},'Site':'x','SE':['CERN-DST','X'],'Z':'Missing'}");
        assertThat(explanation.matched()).isFalse();
        assertThat(explanation.lines())
                .containsExactly(
                        line("Energy", "{\">\":10,\"<=\":200}", "250", false),
                        line("Site", "\"x\"", "", false),
                        line("SE", "[\"CERN-DST\",\"X\"]", "['CERN-DST']", true),
                        line("Z", "\"Missing\"", "", true));
    }

    @Test
    void showsOrAndNotWithTheirQueries() {
        Explanation explanation = explain("{'$or':[{'Energy':1},{'Energy':250}],'$not':{'Site':'x'}}");
        assertThat(explanation.matched()).isTrue();
        assertThat(explanation.lines())
                .containsExactly(
                        line("$or", "one of 2 queries", "", true),
                        line("$or[0].Energy", "1", "250", false),
                        line("$or[1].Energy", "250", "250", true),
                        line("$not", "the query does not hold", "", true),
                        line("$not.Site", "\"x\"", "", false));
    }

    @Test
    void saysWhyAValueDoesNotConvert() {
        assertThat(explain("{'Level':{'!=':1}}").lines())
                .containsExactly(new Explanation.Line(
                        "Level",
                        "{\"!=\":1}",
                        Optional.of(Json.of("'junk'")),
                        false,
                        Optional.of("Level: \"junk\" is not a number (int)")));
    }

    @Test
    void canBeReadByPeople() {
        assertThat(explain("{'Energy':250,'Level':{'>':1}}"))
                .hasToString(
                        """
                does not match
                  holds  Energy 250, the file has 250
                  FAILS  Level {">":1}, the file has "junk" (Level: "junk" is not a number (int))""");
    }
}
