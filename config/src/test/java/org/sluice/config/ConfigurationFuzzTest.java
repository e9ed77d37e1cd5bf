package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;

/** Whatever the files say, the only failure is a {@link ConfigException} that points at a place in them. */
class ConfigurationFuzzTest {

    private static final List<Consumer<Configuration>> VIEWS = List.of(
            Configuration::engine,
            Configuration::database,
            Configuration::queues,
            Configuration::grid,
            Configuration::plugins,
            Configuration::transformations,
            Configuration::consumers);

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void viewsThrowNothingElse(@ForAll("files") String text) {
        Configuration configuration = Configuration.load(List.of(ConfigSource.text("a.cfg", text)), Map.of("A", "x"));

        boolean anyRefused = false;
        for (Consumer<Configuration> view : VIEWS) {
            try {
                view.accept(configuration);
            } catch (ConfigException e) {
                anyRefused = true;
                assertThat(e.getMessage().lines()).allMatch(line -> line.startsWith("a.cfg:"));
            }
        }
        // Whether a secret can be fetched is tried by check alone; the views leave that to its use.
        if (anyRefused || !text.contains("Password = ${")) {
            assertThat(configuration.check().stream().anyMatch(Problem::isError))
                    .isEqualTo(anyRefused);
        }
        assertThat(configuration.show()).doesNotContain("hunter2");
    }

    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> paths = Arbitraries.of(
                "Resources/MQServices/s",
                "Resources/MQServices/s/Queues/q",
                "Resources/MQServices/s/Topics/a::b",
                "Resources/MQServices/embedded",
                "Resources/MQServices/s/Queues/q/AllowedProducers/p",
                "Resources/Sites/D/S",
                "Resources/StorageElements/S",
                "Resources/Shares/CPU",
                "LocalInstallation/MessageQueueing",
                "LocalInstallation/MessageQueueing/Q",
                "Systems/Transformation/Sluice",
                "Systems/Transformation/Sluice/MetadataFields",
                "Systems/Transformation/Databases/TransformationDB",
                "Systems/Transformation/P/Databases/TransformationDB",
                "Systems/Transformation/P/MessageQueueing/Q",
                "Systems/Transformation/R/MessageQueueing/Q",
                "Systems/x::y/MessageQueueing/Q",
                "Systems/Transformation/Consumers/C",
                "DIRAC/Systems/Transformation/MessageQueueing/Q",
                "DIRAC",
                "Operations/Defaults/TransformationPlugins/BySize",
                "Operations/Defaults/Transformations");
        Arbitrary<String> names = Arbitraries.of(
                "Host",
                "Port",
                "MQType",
                "User",
                "Password",
                "SSLVersion",
                "HostKey",
                "Type",
                "Persistent",
                "DN",
                "Source",
                "DeadLetter",
                "MQ",
                "BatchSize",
                "BatchTimeout",
                "Driver",
                "SE",
                "SEType",
                "Setup",
                "Queues",
                "FilesMaxResetCounter",
                "RoutesDirectory",
                "Hots");
        Arbitrary<String> values = Arbitraries.of(
                "",
                "h",
                "h:1",
                "[::1]",
                "[",
                ":",
                "1",
                "-1",
                "99999999999",
                "True",
                "TLS",
                "T1D0",
                "quorum",
                "RabbitMQ",
                "5 s",
                "mariadb",
                "s::Queues::q",
                "s::Topics::q",
                "::",
                "Transformation::Queues::Q",
                "a, b",
                "${env:A}",
                "${env:B}",
                "${file:/no/such}",
                "${file:\0}",
                "${env:",
                "\0",
                "/vo",
                "x".repeat(5000));
        return Combinators.combine(paths, names, values)
                .as(ConfigurationFuzzTest::statement)
                .list()
                .ofMaxSize(12)
                .map(statements -> String.join("\n", merged(statements)));
    }

    private static String statement(String path, String name, String value) {
        boolean plainPassword = name.equals("Password") && !value.startsWith("${");
        return path + "|" + name + " = " + (plainPassword ? "hunter2" : value);
    }

    /** One file may open a section once only, so that statements go into it as {@code a.cfg} does: path by path. */
    private static List<String> merged(List<String> statements) {
        Tree root = new Tree();
        for (String statement : statements) {
            int bar = statement.indexOf('|');
            Tree at = root;
            for (String part : statement.substring(0, bar).split("/", -1)) {
                at = at.sections.computeIfAbsent(part, key -> new Tree());
            }
            at.options.add(statement.substring(bar + 1));
        }
        return root.lines();
    }

    private static final class Tree {
        private final Map<String, Tree> sections = new LinkedHashMap<>();
        private final List<String> options = new ArrayList<>();

        private List<String> lines() {
            List<String> lines = new ArrayList<>();
            options.stream()
                    .filter(option -> !sections.containsKey(option.substring(0, option.indexOf(' '))))
                    .forEach(lines::add);
            sections.forEach((name, section) -> {
                lines.add(name + " {");
                lines.addAll(section.lines());
                lines.add("}");
            });
            return lines;
        }
    }
}
