package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.routes.cli.Commands.Result;

class MatchCommandTest {
    private static final String FILTERS =
            """
            [{"id":12, "query":{"DataLevel":1, "Site":["LaPalma","Paranal"], "Energy":{">":10,"<=":200}}},
             {"id":3, "query":{"Site":"Any"}},
             {"id":7, "query":{"SE":"CERN-DST"}},
             {"id":8, "query":{"Size":{">=":1000}}}]""";

    private Commands commands;
    private String filters;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
        filters = commands.file("F.json", FILTERS);
    }

    @Test
    void eachLineIsJudgedByItself() {
        String events = commands.file(
                "E.jsonl",
                "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/a\",\"metadata\":{\"DataLevel\":1,\"Site\":\"LaPalma\",\"Energy\":200}}",
                "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/b\",\"size\":1000,\"replicas\":[\"CERN-DST\",\"X\"]}",
                "",
                "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/a\"}");

        Result result = commands.run("match", "--filters", filters, "--events", events);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        {"lfn":"/vo/a","matches":[3,12]}
                        {"lfn":"/vo/b","matches":[7,8]}
                        {"lfn":"/vo/a","matches":[]}
                        """);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void typesComeFromTheSchema() {
        String schema = commands.file("S.json", "{\"DataLevel\":\"int\", \"Energy\":\"float\", \"Site\":\"string\"}");
        commands.input(
                "{\"event\":\"FileRegistered\",\"lfn\":\"/vo/a\",\"metadata\":{\"DataLevel\":\"1\",\"Site\":\"Paranal\",\"Energy\":\"1e2\"}}");

        Result result = commands.run("match", "--filters", filters, "--events", "-", "--schema", schema);

        assertThat(result.out()).isEqualTo("{\"lfn\":\"/vo/a\",\"matches\":[3,12]}\n");
    }

    @Test
    void whatIsNoRegistrationGivesALineThatSaysSo() {
        commands.input(
                """
                {"event":"FileRegistered","lfn":"vo/relative"}
                {"event":"FileRemoved","lfn":"/vo/gone"}
                {"event":"FileRegistered"}
                not JSON
                [{"event":"FileRegistered","lfn":"/vo/a"},{"event":"FileRegistered","lfn":"/vo/b"}]
                {"event":"FileRegistered","lfn":"/vo/good"}
                """);

        Result result = commands.run("match", "--filters", filters, "--events", "-");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).hasSize(6);
        assertThat(result.lines()[0]).startsWith("{\"lfn\":\"vo/relative\",\"error\":\"InvalidLfn: ");
        assertThat(result.lines()[1])
                .startsWith("{\"lfn\":\"/vo/gone\",\"error\":")
                .contains("FileRemoved");
        assertThat(result.lines()[2]).startsWith("{\"lfn\":null,\"error\":\"MissingField: ");
        assertThat(result.lines()[3]).startsWith("{\"lfn\":null,\"error\":\"MalformedJson: ");
        assertThat(result.lines()[4]).startsWith("{\"lfn\":null,\"error\":").contains("2 events");
        assertThat(result.lines()[5]).isEqualTo("{\"lfn\":\"/vo/good\",\"matches\":[]}");
    }

    @ParameterizedTest
    @MethodSource("org.sluice.routes.cli.Beyond#values")
    void lineBeyondWhatIsReadGivesALineThatSaysSoAndTheNextAreJudged(String value) {
        commands.input(
                """
                {"event":"FileRegistered","lfn":"/vo/a","x":%1$s}
                {"event":"FileRegistered","metadata":{"x":%1$s},"lfn":"/vo/b"}
                %1$s
                {"event":"FileRegistered","lfn":"/vo/good"}
                """
                        .formatted(value));

        Result result = commands.run("match", "--filters", filters, "--events", "-");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(4);
        assertThat(result.lines()[3]).isEqualTo("{\"lfn\":\"/vo/good\",\"matches\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e9999999999", "-1.5E-9999999999"})
    void exponentBeyondAllNumbersIsMalformedJson(String number) {
        commands.input("{\"event\":\"FileRegistered\",\"d\":" + number + ",\"lfn\":\"/vo/a\"}");

        assertThat(commands.run("match", "--filters", filters, "--events", "-").out())
                .startsWith("{\"lfn\":\"/vo/a\",\"error\":\"MalformedJson: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"addFile\",\"lfns\":{\"/vo/a\":{\"Size\":\"x\"}}}",
                "[{\"event\":\"FileRegistered\",\"lfn\":\"/vo/a\",\"size\":-1}]",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"org.sluice.FileRegistered\","
                        // {"lfn":"/vo/a","size":"x"}
                        + "\"data_base64\":\"eyJsZm4iOiIvdm8vYSIsInNpemUiOiJ4In0=\"}"
            })
    void rejectedEventInAnyFormHasItsLfn(String line) {
        commands.input(line);

        assertThat(commands.run("match", "--filters", filters, "--events", "-").out())
                .startsWith("{\"lfn\":\"/vo/a\",\"error\":\"WrongType: ");
    }

    @Test
    void badQueryFailsNamingItsIdThePlaceAndTheReason() {
        String bad =
                commands.file("bad.json", "[{\"id\":1,\"query\":{}},{\"id\":42,\"query\":{\"Energy\":{\">\":[1,2]}}}]");

        Result result = commands.run("match", "--filters", bad, "--events", "-");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("bad.json")
                .contains("42")
                .contains("Energy")
                .contains("list");
    }

    @Test
    void filtersThatAreNoFiltersAreRefusedWithTheirPlace() {
        assertThat(refusal("{\"id\":1")).contains("F2.json:").contains("not JSON");
        assertThat(refusal("{\"id\":1,\"query\":{}}")).contains("JSON array").contains("an object");
        assertThat(refusal("[{\"query\":{}}]")).contains("filter number 1").contains("\"id\"");
        assertThat(refusal("[{\"id\":4}]")).contains("filter 4").contains("no \"query\"");
        assertThat(refusal("[{\"id\":4,\"query\":{}},{\"id\":4,\"query\":{}}]")).contains("two filters", "4");
    }

    @ParameterizedTest
    @MethodSource("org.sluice.routes.cli.Beyond#values")
    void filtersBeyondWhatIsReadAreRefusedWithTheirPlaceAndId(String value) {
        String good = "[{\"id\":4,\"query\":{}},\n";

        assertThat(refusal(good + "{\"id\":5,\"query\":{\"X\":" + value + "}},{\"id\":6,\"query\":{}}]"))
                .startsWith("sluice: ")
                .containsPattern("F2\\.json:2:\\d+: filter 5: ")
                .doesNotContain("did not expect");
        assertThat(refusal(good + "{\"query\":{\"X\":" + value + "},\"id\":5},{\"id\":6,\"query\":{}}]"))
                .containsPattern("F2\\.json:2:\\d+: filter 5: ");
        assertThat(refusal(good + "{\"query\":{\"X\":" + value + "}},{\"id\":6,\"query\":{}}]"))
                .containsPattern("F2\\.json:2:\\d+: this ");
        assertThat(refusal(good + value + "]")).containsPattern("F2\\.json:2:\\d+: this ");
    }

    @Test
    void filtersThatBreakOffAreRefusedWithTheId() {
        assertThat(refusal("[{\"id\":4,\"query\":{}},{\"id\":5,\"query\":{\"X\" 1}}]"))
                .contains("F2.json:1:43: filter 5: this is not JSON");
        assertThat(refusal("[{\"id\":4,\"query\":{}} {\"id\":5")).contains("F2.json:1:22: this is not JSON");
    }

    @ParameterizedTest
    @MethodSource("org.sluice.routes.cli.Beyond#values")
    void schemaBeyondWhatIsReadIsRefusedWithItsPlace(String value) {
        Result result = commands.run(
                "match",
                "--filters",
                filters,
                "--events",
                "-",
                "--schema",
                commands.file("S.json", "{\"X\":" + value + "}"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).containsPattern("S\\.json:1:\\d+: this JSON is beyond what is read");
    }

    private String refusal(String text) {
        Result result = commands.run("match", "--filters", commands.file("F2.json", text), "--events", "-");
        assertThat(result.exitCode()).isEqualTo(1);
        return result.err();
    }

    @Test
    void filtersAndEventsAreNeeded() {
        Result result = commands.run("match", "--filters", filters);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("--events");
    }
}
