package org.sluice.routes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.routes.cli.Commands.Result;

/** On the embedded database. */
class ImportCommandTest {
    private static final String TRANSFORMATION =
            """
            {"TransformationName":"Merge", "Type":"Merge", "Plugin":"Standard", "GroupSize":2, "Status":"Active",
             "InputMetaQuery":{"DataLevel":1}}""";

    private Path folder;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = temporary;
        file(
                "C.cfg",
                "Systems {",
                "Transformation {",
                "Sluice {",
                "DataDirectory = " + folder.resolve("data"),
                "BatchSize = 10",
                "}",
                "}",
                "}");
        assertThat(run("", "transformation", "create", file("T.json", TRANSFORMATION))
                        .exitCode())
                .isZero();
    }

    private String file(String name, String... lines) {
        try {
            return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result run(String input, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                false);
        String[] all = Stream.concat(
                        Arrays.stream(args),
                        Stream.of("-c", folder.resolve("C.cfg").toString()))
                .toArray(String[]::new);
        int exitCode = Main.execute(terminal, all);
        return new Result(exitCode, out.toString(), err.toString());
    }

    private static JsonNode json(Result result) {
        return Json.text(result.out().getBytes(StandardCharsets.UTF_8));
    }

    private static String registered(int number, int level) {
        return ("{\"event\":\"FileRegistered\",\"lfn\":\"/vo/run7/%d.dst\",\"size\":5,\"replicas\":[\"CERN-DST\"],"
                        + "\"metadata\":{\"DataLevel\":%d}}")
                .formatted(number, level);
    }

    private static String dump(int count) {
        return IntStream.range(0, count).mapToObj(i -> registered(i, i % 2)).collect(Collectors.joining("\n"));
    }

    private List<String> attached() {
        Result files = run("", "transformation", "files", "1", "--json");
        return json(files).findValuesAsText("LFN");
    }

    @Test
    void newFilesGoThroughTheFiltersAndTheSameDumpAgainHasNoEffect() {
        String file = file("dump.jsonl", dump(50), "", " ");

        Result first = run("", "import", file, "--json");
        JsonNode again = json(run("", "import", file, "--json"));

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(json(first).get("lines").intValue()).isEqualTo(50);
        assertThat(json(first).get("filesNew").intValue()).isEqualTo(50);
        assertThat(json(first).get("filesKnown").intValue()).isZero();
        assertThat(json(first).get("attachments").intValue()).isEqualTo(25);
        assertThat(json(first).get("tasks").intValue()).isEqualTo(12);
        assertThat(json(first).get("rejected").intValue()).isZero();
        assertThat(again.get("filesKnown").intValue()).isEqualTo(50);
        assertThat(again.get("filesNew").intValue()).isZero();
        assertThat(again.get("attachments").intValue()).isZero();
        assertThat(again.get("tasks").intValue()).isZero();
        assertThat(attached()).hasSize(25).contains("/vo/run7/1.dst").doesNotContain("/vo/run7/0.dst");
    }

    @Test
    void lineWithoutATimeDoesNotOutrankWhatWasSaidWithOne() {
        String timed =
                """
                {"event":"FileRegistered","id":"live","time":"2020-01-01T00:00:00Z","lfn":"/vo/run7/1.dst","metadata":{"DataLevel":0}}""";
        String future = registered(2, 1).replace("{\"event\"", "{\"time\":\"9000-01-01\",\"event\"");
        run(timed + "\n" + timed.replace("live", "two").replace("/1.dst", "/2.dst"), "import", "-");

        Result old = run(registered(1, 1) + "\n" + future, "import", "-", "--json");

        assertThat(json(old).get("filesKnown").intValue()).isEqualTo(2);
        assertThat(json(old).get("attachments").intValue()).isZero();
        assertThat(attached()).isEmpty();
    }

    @Test
    void badLinesAreToldAndTheOthersGoThrough() {
        String file = file(
                "dump.jsonl",
                registered(1, 1),
                "not JSON",
                "",
                "{\"event\":\"FileRemoved\",\"lfn\":\"/vo/run7/1.dst\"}",
                "[" + registered(2, 1) + "," + registered(3, 1) + "]",
                registered(4, 1).replace("/vo/run7/4", "vo/run7/4"),
                registered(5, 1));

        Result result = run("", "import", file);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith(file + ":2: MalformedJson: "),
                        line -> assertThat(line)
                                .startsWith(file + ":4: UnknownEvent: ")
                                .contains("FileRemoved"),
                        line -> assertThat(line)
                                .startsWith(file + ":5: WrongType: ")
                                .contains("2 events"),
                        line -> assertThat(line).startsWith(file + ":6: InvalidLfn: "));
        assertThat(result.out()).contains("6 lines", "2 new files", "2 attachments, 1 tasks", "4 lines rejected");
        assertThat(attached()).containsExactly("/vo/run7/1.dst", "/vo/run7/5.dst");
    }

    @Test
    void lineThatTheDatabaseRefusesIsABadLineToo() {
        String collision = registered(1, 1).replace("run7", "RUN7");

        Result result = run(registered(1, 1) + "\n" + collision, "import", "-");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("standard input:2: LfnCollision: ").contains("/vo/RUN7/1.dst");
        assertThat(attached()).containsExactly("/vo/run7/1.dst");
    }

    @Test
    void manyBadLinesAreCounted() {
        Result result = run("x\n".repeat(1025) + registered(1, 1), "import", "-", "--json");

        assertThat(result.err().lines()).hasSize(21).last().asString().contains("1,005 more");
        assertThat(json(result).get("rejected").intValue()).isEqualTo(1025);
        assertThat(json(result).get("filesNew").intValue()).isEqualTo(1);
    }

    @Test
    void missingFileIsNamed() {
        Result result = run("", "import", "there/is/none");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("there is no file there/is/none");
    }
}
