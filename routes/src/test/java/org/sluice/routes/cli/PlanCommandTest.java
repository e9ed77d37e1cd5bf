package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.routes.cli.Commands.Result;

class PlanCommandTest {
    private Commands commands;

    @BeforeEach
    void start(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    @Test
    void tasksComeOneALineInCreationOrder() {
        String transformation = commands.file("T.json", "{\"Plugin\":\"Standard\",\"GroupSize\":2}");
        String files = commands.file(
                "F.jsonl",
                "{\"lfn\":\"/vo/b1\",\"replicas\":[\"B\"]}",
                "{\"lfn\":\"/vo/ab1\",\"size\":1,\"replicas\":[\"B\",\"A\"]}",
                "{\"lfn\":\"/vo/nowhere\"}",
                "{\"lfn\":\"/vo/b2\",\"replicas\":[\"B\"]}",
                "{\"lfn\":\"/vo/ab2\",\"size\":2,\"replicas\":[\"A\",\"B\"]}",
                "{\"lfn\":\"/vo/b3\",\"replicas\":[\"B\"]}");

        Result result = commands.run("plan", "--transformation", transformation, "--files", files);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        {"targetSE":"A,B","lfns":["/vo/ab1","/vo/ab2"]}
                        {"targetSE":"B","lfns":["/vo/b1","/vo/b2"]}
                        """);
    }

    @Test
    void flushTakesLeftovers() {
        String transformation = commands.file("T.json", "{\"GroupSize\":2,\"Status\":\"Flush\"}");
        commands.input("{\"lfn\":\"/vo/a\",\"replicas\":[\"A\"]}\n");

        Result result = commands.run("plan", "--transformation", transformation, "--files", "-");

        assertThat(result.out()).isEqualTo("{\"targetSE\":\"A\",\"lfns\":[\"/vo/a\"]}\n");
    }

    @Test
    void groupSizeIsTenWhereNoneIsGiven() {
        StringBuilder files = new StringBuilder();
        for (int i = 0; i < 19; i++) {
            files.append("{\"lfn\":\"/vo/%d\",\"replicas\":[\"A\"]}\n".formatted(i));
        }

        Result result = commands.input(files.toString())
                .run("plan", "--transformation", commands.file("T.json", "{}"), "--files", "-");

        assertThat(result.lines()).hasSize(1);
        assertThat(result.out()).contains("/vo/9\"").doesNotContain("/vo/10\"");
    }

    @ParameterizedTest(name = "{0} with {1}: {2} tasks of three files")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {}                                            | GroupSize = 2                                | 1
            {}                                            | GroupSize = 2;Standard {;GroupSize = 3;}     | 1
            {}                                            | GroupSize = 3;Standard {;GroupSize = 1;}     | 3
            {}                                            | BySize {;GroupSize = 1;}                     | 0
            {"GroupSize":1}                               | GroupSize = 2;Standard {;GroupSize = 3;}     | 3
            {"GroupSize":"1"}                             | GroupSize = 2                                | 3
            {"parameters":{"GroupSize":1}}                | GroupSize = 2                                | 3
            {"parameters":{"GroupSize":"1"}}              | GroupSize = 2                                | 3
            {"GroupSize":3,"parameters":{"GroupSize":1}}  | GroupSize = 2                                | 1
            {"GroupSize":null}                            | GroupSize = 2                                | 1
            {"Plugin":"BySize"}                           | BySize {;GroupSize = 0.5;}                   | 3
            {"Plugin":"BySize"}                           | BySize {;GroupSize = 0.75;}                  | 1
            """)
    void groupSizeIsLookedUpInTheConfiguration(String transformation, String options, int tasks) {
        String defaults = "Operations {;Defaults {;TransformationPlugins {;" + options + ";};};}";
        commands.input(
                """
                {"lfn":"/vo/a","size":600000000,"replicas":["A"]}
                {"lfn":"/vo/b","size":600000000,"replicas":["A"]}
                {"lfn":"/vo/c","size":600000000,"replicas":["A"]}
                """);

        Result result = commands.run(
                "plan",
                "--transformation",
                commands.file("T.json", transformation),
                "--files",
                "-",
                "--config",
                commands.file("C.cfg", defaults.split(";")));

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.lines()).hasSize(tasks);
    }

    @Test
    void groupSizeOfTheConfigurationThatIsNoneIsRefused() {
        commands.input("");

        Result result = commands.run(
                "plan",
                "--transformation",
                commands.file("T.json", "{}"),
                "--files",
                "-",
                "--config",
                commands.file(
                        "C.cfg",
                        "Operations {",
                        "Defaults {",
                        "TransformationPlugins {",
                        "GroupSize = two",
                        "}",
                        "}",
                        "}"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("GroupSize", "a number", "two");
    }

    @Test
    void diskComesFirstWhereTheConfigurationKnowsTapes() {
        String config = commands.file(
                "C.cfg",
                "Resources",
                "{",
                "  StorageElements",
                "  {",
                "    A",
                "    {",
                "      SEType = T1D0",
                "    }",
                "  }",
                "}");
        String transformation = commands.file("T.json", "{\"GroupSize\":1}");
        String files = commands.file(
                "F.jsonl",
                "{\"lfn\":\"/vo/tape\",\"replicas\":[\"A\"]}",
                "{\"lfn\":\"/vo/disk\",\"replicas\":[\"B\"]}");

        Result plain = commands.run("plan", "--transformation", transformation, "--files", files);
        Result configured =
                commands.run("plan", "--transformation", transformation, "--files", files, "--config", config);

        assertThat(plain.lines()[0]).contains("/vo/tape");
        assertThat(configured.lines()[0]).contains("/vo/disk");
    }

    @Test
    void linesOfACatalogueDumpAreFiles() {
        commands.input(
                """
                {"event":"FileRegistered","id":"1","time":"2026-11-22T00:00:00Z","lfn":"/vo/a","size":1e3,"replicas":"A",\
                "checksum":"adler32:0badcafe","guid":"x","metadata":{"size":"x"},"producer":{"dn":"d"}}
                {"event":"FileRegistered","lfn":"/vo/b","size":1000.0,"replicas":["A"]}
                """);

        Result result = commands.run(
                "plan",
                "--transformation",
                commands.file("T.json", "{\"Plugin\":\"BySize\",\"GroupSize\":0.0000019}"),
                "--files",
                "-");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("{\"targetSE\":\"A\",\"lfns\":[\"/vo/a\",\"/vo/b\"]}\n");
    }

    @Test
    void badLinesFailWithFileLineAndReason() {
        assertThat(refusal("{\"lfn\":\"/a\"}\n\n{\"lfn\":\"a\"}"))
                .contains("F.jsonl:3:")
                .contains("absolute");
        assertThat(refusal("{\"lfn\":\"/a\",\"size\":\"3\"}"))
                .contains("F.jsonl:1:")
                .contains("bytes");
        assertThat(refusal("{\"lfn\":\"/a\",\"size\":-3}"))
                .contains("F.jsonl:1:")
                .contains("bytes");
        assertThat(refusal("{\"lfn\":\"/a\",\"replicas\":5}"))
                .contains("F.jsonl:1:")
                .contains("a list");
        assertThat(refusal("{\"lfn\":\"/a\",\"replicas\":[1]}"))
                .contains("F.jsonl:1:")
                .contains("names");
        assertThat(refusal("{\"lfn\":\"/a\",\"size\":1.5}"))
                .contains("F.jsonl:1:")
                .contains("bytes");
        assertThat(refusal("{\"lfn\":5}")).contains("F.jsonl:1:").contains("absolute");
        assertThat(refusal("{\"lfn\":\"/a\"}\n{\"lfn\":\"/a\"}"))
                .contains("F.jsonl:2:")
                .contains("earlier");
        assertThat(refusal("{\"lfn\":\"/a\"")).contains("F.jsonl:1:").contains("not JSON");
        assertThat(refusal("[]")).contains("F.jsonl:1:").contains("an object");
    }

    private String refusal(String files) {
        Result result = commands.run(
                "plan", "--transformation", commands.file("T.json", "{}"), "--files", commands.file("F.jsonl", files));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        return result.err();
    }

    @Test
    void badTransformationsAreRefusedWithTheirPlace() {
        commands.input("");
        assertThat(badTransformation("{\"GroupSize\":\"two\"}"))
                .contains("T.json")
                .contains("GroupSize");
        assertThat(badTransformation("{\"Plugin\":\"Standart\"}"))
                .contains("Standart")
                .contains("Standard");
        assertThat(badTransformation("{\"Pluggin\":\"Standard\"}"))
                .contains("T.json")
                .contains("Pluggin");
    }

    @ParameterizedTest
    @MethodSource("org.sluice.routes.cli.Beyond#values")
    void whatIsBeyondWhatIsReadIsRefusedWithItsPlace(String value) {
        assertThat(refusal("{\"lfn\":\"/a\"}\n{\"lfn\":\"/b\",\"x\":" + value + "}"))
                .contains("F.jsonl:2: this JSON is beyond what is read");
        commands.input("");
        assertThat(badTransformation("{\"parameters\":{\"X\":" + value + "}}"))
                .contains("T.json: Line 1", "this JSON is beyond what is read");
    }

    @Test
    void transformationIsUtf8WithOrWithoutAMark() {
        commands.input("{\"lfn\":\"/vo/a\",\"replicas\":[\"A\"]}\n");

        Result marked = commands.run(
                "plan", "--transformation", commands.file("T.json", "\uFEFF{\"GroupSize\":1}"), "--files", "-");
        Result latin1 = commands.run(
                "plan",
                "--transformation",
                commands.file("L.json", "{\"Type\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)),
                "--files",
                "-");

        assertThat(marked.err()).isEmpty();
        assertThat(marked.out()).isEqualTo("{\"targetSE\":\"A\",\"lfns\":[\"/vo/a\"]}\n");
        assertThat(latin1.exitCode()).isEqualTo(1);
        assertThat(latin1.err()).contains("L.json: Line 1, column 10: this is not UTF-8");
    }

    private String badTransformation(String text) {
        Result result = commands.run("plan", "--transformation", commands.file("T.json", text), "--files", "-");
        assertThat(result.exitCode()).isEqualTo(1);
        return result.err();
    }
}
