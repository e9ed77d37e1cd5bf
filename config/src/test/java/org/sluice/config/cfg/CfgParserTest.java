package org.sluice.config.cfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CfgParserTest {

    @Test
    void readsSectionsOptionsAndComments() {
        CfgSection root = parse(
                """
                # the whole file
                Resources
                {
                  MQServices {
                    mardirac3.in2p3.fr            # any text is a name
                    {
                      Host = mardirac3.in2p3.fr   # a comment
                      Channel = a#b
                      Empty =
                    }
                  }
                }
                """);

        CfgSection service = root.at("/Resources/MQServices/mardirac3.in2p3.fr");
        assertThat(service.path()).isEqualTo("/Resources/MQServices/mardirac3.in2p3.fr");
        assertThat(service.name()).isEqualTo("mardirac3.in2p3.fr");
        assertThat(values(service)).containsExactly("Host=mardirac3.in2p3.fr", "Channel=a#b", "Empty=");
        assertThat(service.origin()).hasValue(new Origin("a.cfg", 5, 5));
        CfgOption host = service.option("Host").orElseThrow();
        assertThat(host.origin()).isEqualTo(new Origin("a.cfg", 7, 7));
        assertThat(host.valueOrigin()).isEqualTo(new Origin("a.cfg", 7, 14));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A = 1             | A=1
                    A=1               | A=1
                    A = b = c         | A=b = c
                    A = { b }         | A={ b }
                    A = b #c          | A=b
                    A = b#c           | A=b#c
                    A =#b             | A=#b
                    A = #b            | A=
                    Two words = 1     | Two words=1
                    A+ = 1            | A+=1
                    """)
    void readsOptions(String line, String expected) {
        assertThat(values(parse(line))).containsExactly(expected);
    }

    @Test
    void bracesMayShareALine() {
        CfgSection root = parse("A { B { } C {\n x = 1\n } } D {}");

        assertThat(root.sections()).extracting(CfgSection::path).containsExactly("/A", "/D");
        assertThat(root.at("A").sections()).extracting(CfgSection::path).containsExactly("/A/B", "/A/C");
        assertThat(root.at("A/C").option("x")).map(CfgOption::value).hasValue("1");
    }

    @Test
    void lineEndsMayBeWindowsAndTheFileMayHaveAByteOrderMark() {
        assertThat(values(parse("\uFEFFA = 1\r\nB = 2\r\n"))).containsExactly("A=1", "B=2");
    }

    @Test
    void appendsWithCommas() {
        CfgOption sites = parse("Site = LaPalma\nSite += Paranal\nSite +=\nSite += Tenerife , Namibia")
                .option("Site")
                .orElseThrow();

        assertThat(sites.value()).isEqualTo("LaPalma, Paranal, Tenerife , Namibia");
        assertThat(sites.items())
                .containsExactly(
                        new CfgValue("LaPalma", new Origin("a.cfg", 1, 8)),
                        new CfgValue("Paranal", new Origin("a.cfg", 2, 9)),
                        new CfgValue("Tenerife", new Origin("a.cfg", 4, 9)),
                        new CfgValue("Namibia", new Origin("a.cfg", 4, 20)));
    }

    @Test
    void theLastOfEqualOptionsWinsAtTheFirstOnesPlaceAndIsWarnedOf() {
        Cfg.Result result = Cfg.parse("a.cfg", "A = 1\nB = 2\nA = 3");

        assertThat(values(result.root())).containsExactly("A=3", "B=2");
        assertThat(result.warnings())
                .extracting(Problem::toString)
                .containsExactly("a.cfg:3:1: option 'A' was already set at a.cfg:1:1; this value wins");
    }

    @Test
    void aPasswordThatAHashCutsShortIsWarnedOf() {
        assertThat(Cfg.parse("a.cfg", "Password = ab #cd").warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "a.cfg:1:15: the value of 'Password' ends here, since '#' after a blank starts a comment;"
                                + " a password that begins with '#' is written straight after the '='");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Queues;Foo = 1      | a.cfg:2:1: expected '{' after section name 'Queues', found 'Foo = 1'
                    Queues }            | a.cfg:1:8: expected '=' or '{' after 'Queues', found '}'
                    A {;Queues;}        | a.cfg:3:1: expected '{' after section name 'Queues', found '}'
                    Queues              | a.cfg:1:7: expected '{' after section name 'Queues', found the end of the file
                    A;Password = xyz    | a.cfg:2:1: expected '{' after section name 'A', found 'Password = ********'
                    Password xyz;A = 1  | a.cfg:2:1: expected '{' after section name 'Password ********', found 'A = 1'
                    {                   | a.cfg:1:1: expected a section name before '{'
                    A {;} }             | a.cfg:2:3: '}' closes no section: there are more '}' than '{'
                    A {; B {;           | a.cfg:2:5: expected '}' to close section '/A/B', which was opened at a.cfg:2:2, found the end of the file
                    = 1                 | a.cfg:1:1: expected an option name before '='
                    += 1                | a.cfg:1:1: expected an option name before '+='
                    A { B = 1 }         | a.cfg:1:5: expected a line of its own for option 'B': a value reaches to the line's end
                    A { };B {};A { }    | a.cfg:3:1: section 'A' is opened twice, first at a.cfg:1:1; unite the two
                    A = 1;A { }         | a.cfg:2:1: 'A' is already an option, set at a.cfg:1:1
                    A { };A = 1         | a.cfg:2:1: 'A' is already a section, opened at a.cfg:1:1
                    A/B = 1             | a.cfg:1:1: option name 'A/B' has a '/', which separates the names in a path
                    A/B { }             | a.cfg:1:1: section name 'A/B' has a '/', which separates the names in a path
                    """)
    void saysWhatWasExpected(String text, String message) {
        ConfigException e = refused(text.replace(';', '\n'));

        assertThat(e.problems().get(0)).hasToString(message);
    }

    @Test
    void findsAllErrorsOfAFileAndOnlyTheFirstThatIsAboutNesting() {
        ConfigException e = refused("= 1\nA\nx = 1\n}\n}\n}\nB/C = 2\n");

        assertThat(e.getMessage().lines())
                .containsExactly(
                        "a.cfg:1:1: expected an option name before '='",
                        "a.cfg:3:1: expected '{' after section name 'A', found 'x = 1'",
                        "a.cfg:7:1: option name 'B/C' has a '/', which separates the names in a path");
    }

    @Test
    void stopsAfter25Errors() {
        assertThat(refused("= 1\n".repeat(1000)).problems()).hasSize(25);
    }

    @Test
    void refusesSectionsNestedTooDeep() {
        assertThat(refused("A {\n".repeat(100_000)).problems())
                .extracting(Problem::toString)
                .containsExactly("a.cfg:101:1: sections are nested more than 100 deep");
    }

    @Test
    void shortensWhatItQuotes() {
        assertThat(refused("A\n" + "b".repeat(200) + " {"))
                .hasMessage("a.cfg:2:1: expected '{' after section name 'A', found '" + "b".repeat(40) + "…'");
    }

    @Test
    void namesAFileThatIsNotThere(@TempDir Path directory) {
        Path file = directory.resolve("a.cfg");

        assertThat(catchThrowableOfType(ConfigException.class, () -> Cfg.read(file)))
                .hasMessage(file + ": there is no such configuration file");
    }

    @Test
    void namesADirectory(@TempDir Path directory) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> Cfg.read(directory)))
                .hasMessage(directory + ": the configuration file cannot be read: it is a directory");
    }

    @Test
    void namesThePlaceThatIsNotUtf8(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("a.cfg"), "A = 1\nB = é".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(catchThrowableOfType(ConfigException.class, () -> Cfg.read(file)))
                .hasMessage(file + ":2:5: the file is not UTF-8 text: save it as UTF-8");
    }

    private static ConfigException refused(String text) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> Cfg.parse("a.cfg", text));
        assertThat(e).isNotNull();
        return e;
    }

    private static CfgSection parse(String text) {
        return Cfg.parse("a.cfg", text).root();
    }

    private static List<String> values(CfgSection section) {
        return section.options().stream()
                .map(option -> option.name() + "=" + option.value())
                .toList();
    }
}
