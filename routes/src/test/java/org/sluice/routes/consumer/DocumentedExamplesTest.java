package org.sluice.routes.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.config.ConfigSource;
import org.sluice.config.Configuration;
import org.sluice.config.ConsumerSettings;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.routes.mq.Messaging;

/** What {@code docs/consumers.md} and {@code conf/consumers.cfg} show works as it stands there. */
class DocumentedExamplesTest {
    private static final Path PAGE = Path.of("..", "docs", "consumers.md");
    private static final Path CONF = Path.of("..", "conf");
    private static final Origin PLACE = new Origin("site.cfg", 1, 1);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theModulesOfThePageCompileAndAreFoundByClassAndByShortName() throws IOException {
        compile(blocks("java"));
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(ConsumerModule.class.getName()),
                "org.example.PilotLogs\norg.example.NotThere\norg.example.Sorting\n");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Modules modules = new Modules(loader);
            ConsumerModule byClass = modules.find(new CfgValue("org.example.PilotLogs", PLACE));
            assertThat(modules.find(new CfgValue("PilotLogs", PLACE)))
                    .hasSameClassAs(byClass)
                    .isNotSameAs(byClass);
            assertThat(modules.find(new CfgValue("Sorting", PLACE)).routes()).isPresent();
            assertThat(byClass.routes()).isEmpty();
            assertThatThrownBy(() -> modules.find(new CfgValue("Pilot", PLACE)))
                    .isInstanceOf(ModuleException.class)
                    .hasMessageContaining("PilotLogs, Sorting");
            assertThatThrownBy(() -> byClass.start(settings("PilotLogs").options()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageMatching(".*consumers\\.cfg:\\d+:\\d+: /var/log/pilots is not a directory");
        }
    }

    @Test
    void theRouteOfThePageIsTheOneOfTheConfiguration() throws IOException {
        String lines = Files.readString(CONF.resolve("consumers/news.yaml"));
        assertThat(lines.lines().filter(line -> !line.startsWith("#")).toList())
                .isEqualTo(blocks("yaml").get(0).lines().toList());
    }

    @Test
    void theRouteOfTheConfigurationStarts() {
        ConsumerSettings news = settings("News");
        try (Messaging messaging = Messaging.of(configuration().queues());
                ConsumerComponent consumer = ConsumerComponent.start(
                        news,
                        messaging,
                        new ConsumerFigures(news, new SimpleMeterRegistry(), Clock.systemUTC()),
                        uri -> OptionalLong.empty(),
                        Duration.ofSeconds(1))) {
            assertThat(consumer.now().received()).isZero();
        }
    }

    private static ConsumerSettings settings(String name) {
        return configuration().consumers().stream()
                .filter(consumer -> consumer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Configuration configuration() {
        return Configuration.load(
                List.of(ConfigSource.file(CONF.resolve("consumers.cfg"))), Map.of("SLUICE_MQ_PASSWORD", "m"));
    }

    private static List<String> blocks(String language) throws IOException {
        List<String> blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(blocks).as("examples in " + PAGE).isNotEmpty();
        return blocks;
    }

    private void compile(List<String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (String source : sources) {
            String name = source.replaceAll("(?s).*public final class (\\w+).*", "$1");
            arguments.add(
                    Files.writeString(folder.resolve(name + ".java"), source).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }
}
