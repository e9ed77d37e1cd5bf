package org.sluice.config.cfg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class CfgRoundTripTest {

    @Property(edgeCases = EdgeCasesMode.NONE)
    void writtenAndReadAgainATreeIsTheSame(@ForAll("trees") String text) {
        CfgSection tree = Cfg.parse("a.cfg", text).root();

        assertThat(Cfg.parse("b.cfg", Cfg.write(tree)).root()).isEqualTo(tree);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void soIsAMergedTree(@ForAll("trees") String first, @ForAll("trees") String second) {
        CfgSection tree = merged(Cfg.parse("a", first), Cfg.parse("b", second));

        assertThat(Cfg.parse("c", Cfg.write(tree)).root()).isEqualTo(tree);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void mergingInStepsIsMergingAtOnce(
            @ForAll("trees") String a, @ForAll("trees") String b, @ForAll("trees") String c) {
        Cfg.Result first = Cfg.parse("a", a);
        Cfg.Result second = Cfg.parse("b", b);
        Cfg.Result third = Cfg.parse("c", c);
        Cfg.Result firstTwo = new Cfg.Result(merged(first, second), List.of());

        assertThat(merged(firstTwo, third)).isEqualTo(merged(first, second, third));
    }

    @Property(tries = 5000)
    void anyTextIsReadOrRefusedAsBadConfiguration(@ForAll("noise") String text) {
        try {
            CfgSection tree = Cfg.merge(List.of(Cfg.parse("a.cfg", text))).root();
            assertThat(Cfg.parse("b.cfg", Cfg.write(tree)).root()).isEqualTo(tree);
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> assertThat(problem.origin())
                    .isPresent());
        }
    }

    @Provide
    Arbitrary<String> noise() {
        Arbitrary<String> pieces = Arbitraries.of(
                "A",
                "B",
                "Password",
                " ",
                "\t",
                "\n",
                "\r",
                "{",
                "}",
                "=",
                "+=",
                "+",
                "#",
                ",",
                ", ",
                "/",
                "é",
                "\u2028",
                "${env:A}",
                "\u0000",
                "\uD800");
        return pieces.list().ofMaxSize(30).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> trees() {
        return lines(3).map(lines -> String.join("\n", lines));
    }

    private record Statement(String section, List<String> lines) {}

    private Arbitrary<List<String>> lines(int depth) {
        Arbitrary<Statement> statement =
                depth == 0 ? option() : Arbitraries.frequencyOf(Tuple.of(3, option()), Tuple.of(2, section(depth)));
        return statement.list().ofMaxSize(5).map(CfgRoundTripTest::assembled);
    }

    /** A file may open a section once only. */
    private static List<String> assembled(List<Statement> statements) {
        Set<String> opened = new HashSet<>();
        return statements.stream()
                .filter(statement -> statement.section().isEmpty() || opened.add(statement.section()))
                .flatMap(statement -> statement.lines().stream())
                .toList();
    }

    private Arbitrary<Statement> option() {
        Arbitrary<String> name = Arbitraries.of("Host", "x-queue-type", "a.b", "Two words", "A+", "naïve", "a#b");
        Arbitrary<String> operator = Arbitraries.of(" = ", "=", " += ", "+=");
        Arbitrary<String> value =
                Arbitraries.of("", "1", "a, b", ",", "#c", "a#b", "{ x }", "=", "+", "a  b", "x # y", "ü");
        return Combinators.combine(name, operator, value).as((n, o, v) -> new Statement("", List.of(n + o + v)));
    }

    private Arbitrary<Statement> section(int depth) {
        Arbitrary<String> name = Arbitraries.of("Q", "mardirac3.in2p3.fr", "LCG.CERN.cern", "A section", "a:b", "c#d");
        return Combinators.combine(name, lines(depth - 1), Arbitraries.of(" {", "\n{", " # comment\n\n  {"))
                .as((n, inner, brace) -> {
                    List<String> lines = new ArrayList<>();
                    lines.add(n + brace);
                    inner.forEach(line -> lines.add("  " + line));
                    lines.add("}");
                    return new Statement(n, lines);
                });
    }

    private static CfgSection merged(Cfg.Result... files) {
        return Cfg.merge(List.of(files)).root();
    }
}
