package org.sluice.config.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.config.cfg.Cfg;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.Problem;

class SectionReaderTest {

    private final Reading reading = Reading.of(Map.of("PORT", "5672", "BAD", "x$1\\"), Set.of());

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource({"True, true", "yes, true", "Y, true", "1, true", "FALSE, false", "no, false", "n, false", "0, false"})
    void readsFlagsAsDiracWritesThem(String text, boolean expected) {
        assertThat(reader("A = " + text).flag("A")).hasValue(expected);
    }

    @Test
    void readsNumbersListsPathsAndDurations() {
        SectionReader reader = reader("N = 7\nL = a, b,, c\nP = conf/routes\nD = 2 min");

        assertThat(reader.integer("N", 1, 10)).hasValue(7);
        assertThat(reader.list("L")).extracting(CfgValue::text).containsExactly("a", "b", "c");
        assertThat(reader.path("P")).hasValue(Path.of("conf/routes"));
        assertThat(reader.duration("D", ChronoUnit.SECONDS)).hasValue(Duration.ofMinutes(2));
    }

    @Test
    void whatIsAbsentOrEmptyIsEmpty() {
        SectionReader reader = reader("E =");

        assertThat(reader.text("E")).isEmpty();
        assertThat(reader.integer("E", 0, 1)).isEmpty();
        assertThat(reader.secret("E")).isEmpty();
        assertThat(reader.list("E")).isEmpty();
        assertThat(reader.text("None")).isEmpty();
        assertThat(reader.at("No/Such").text("X")).isEmpty();
        assertThat(reading.problems()).isEmpty();
    }

    @Test
    void wrongValuesAreAbsentAndReportedWithTheirPlace() {
        SectionReader reader = reader("F = maybe\nI = 7.5\nP = 70000\nD = 5 weeks\nZ = 0 s\nN = -1");

        assertThat(reader.flag("F")).isEmpty();
        assertThat(reader.integer("I", 1, 10)).isEmpty();
        assertThat(reader.port("P")).isEmpty();
        assertThat(reader.duration("D", ChronoUnit.DAYS)).isEmpty();
        assertThat(reader.duration("Z", ChronoUnit.DAYS)).isEmpty();
        assertThat(reader.integer("N", 0, Integer.MAX_VALUE)).isEmpty();
        assertThat(reading.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:1:5: expected True or False for 'F', found 'maybe'",
                        "a.cfg:2:5: expected a whole number from 1 to 10 for 'I', found '7.5'",
                        "a.cfg:3:5: expected a whole number from 1 to 65535 for 'P', found '70000'",
                        "a.cfg:4:5: expected a number and one of ms, s, min, h, d, such as '50 ms' or '0.5 s' for 'D',"
                                + " found '5 weeks'",
                        "a.cfg:5:5: expected a number and one of ms, s, min, h, d, such as '50 ms' or '0.5 s' for 'Z',"
                                + " found '0 s'",
                        "a.cfg:6:5: expected a whole number, 0 or more for 'N', found '-1'");
    }

    @Test
    void everyValueMayReferToTheEnvironmentButIsNotShownThen() {
        SectionReader reader = reader("P = ${env:PORT}\nB = ${env:BAD}\nU = ${env:UNSET}\nX = ${env:PORT");

        assertThat(reader.port("P")).hasValue(5672);
        assertThat(reader.text("B")).hasValue("x$1\\");
        assertThat(reader.port("B")).isEmpty();
        assertThat(reader.text("U")).isEmpty();
        assertThat(reader.text("X")).isEmpty();
        assertThat(reading.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:2:5: expected a whole number from 1 to 65535 for 'B', found '${env:BAD}'"
                                + " (whose value is not shown)",
                        "a.cfg:3:5: the environment variable 'UNSET' is not set",
                        "a.cfg:4:5: expected '}' to close the reference that begins with '${'");
    }

    @Test
    void otherDollarsAreText() {
        assertThat(reader("A = $5 ${x} ${other:y}").text("A")).hasValue("$5 ${x} ${other:y}");
    }

    @Test
    void warnsOfUnknownNamesWithTheNearestKnownOne() {
        reader("Hots = a\nColour = red\nQueues = x\nTopic {\n}\n")
                .known(List.of("Host", "Port"), List.of("Queues", "Topics"));

        assertThat(reading.problems())
                .extracting(problem -> problem.severity() + " " + problem)
                .containsExactly(
                        "WARNING a.cfg:1:1: unknown option 'Hots' in /; did you mean 'Host'?",
                        "WARNING a.cfg:2:1: unknown option 'Colour' in /",
                        "ERROR a.cfg:3:1: 'Queues' is a section in /: write Queues { … }",
                        "WARNING a.cfg:4:1: unknown section 'Topic' in /; did you mean 'Topics'?");
    }

    private SectionReader reader(String text) {
        return new SectionReader(Cfg.parse("a.cfg", text).root(), reading);
    }
}
