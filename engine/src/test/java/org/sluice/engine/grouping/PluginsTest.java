package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    private final Path folder;

    PluginsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A user's plugin. */
    public static final class Own implements GroupingPlugin {
        @Override
        public String name() {
            return "Own";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }
    }

    /** A plugin that cannot be made. */
    public static final class Broken implements GroupingPlugin {
        public Broken() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public String name() {
            return "Broken";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }
    }

    /** A plugin that takes a name of Sluice's own. */
    public static final class Impostor implements GroupingPlugin {
        @Override
        public String name() {
            return "Standard";
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }
    }

    /** A plugin that fails when asked for its name. */
    public static final class Nameless implements GroupingPlugin {
        @Override
        public String name() {
            throw new UnsupportedOperationException("who am I?");
        }

        @Override
        public Grouping group(GroupingRequest request) {
            return Grouping.of(List.of());
        }
    }

    private Plugins withProviders(String... classNames) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(GroupingPlugin.class.getName()), String.join("\n", classNames));
        return Plugins.load(loader());
    }

    private URLClassLoader loader() throws MalformedURLException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void hasSluicesOwn() {
        Plugins plugins = Plugins.load(getClass().getClassLoader());
        assertThat(plugins.names()).containsExactly("Broadcast", "ByShare", "BySize", "Standard");
        assertThat(plugins.problems()).isEmpty();
        assertThat(plugins.find("Standard")).get().isInstanceOf(StandardPlugin.class);
    }

    @Test
    void findsAUsersPluginOnTheClassPath() throws IOException {
        assertThat(withProviders(Own.class.getName()).require("Own")).isInstanceOf(Own.class);
    }

    @Test
    void takesTheOthersWhenSomeAreBrokenAndSaysWhichAreNot() throws IOException {
        Plugins plugins = withProviders(
                Broken.class.getName(),
                "org.example.Missing",
                PluginsTest.class.getName(),
                Impostor.class.getName(),
                Nameless.class.getName(),
                Own.class.getName());
        assertThat(plugins.find("Own")).isPresent();
        assertThat(plugins.find("Standard")).get().isInstanceOf(StandardPlugin.class);
        assertThat(plugins.problems())
                .hasSize(5)
                .anySatisfy(problem -> assertThat(problem).contains("Broken", "no licence"))
                .anySatisfy(problem -> assertThat(problem).contains("org.example.Missing"))
                .anySatisfy(problem -> assertThat(problem).contains("PluginsTest not a subtype"))
                .anySatisfy(problem -> assertThat(problem).contains("Impostor", "\"Standard\"", "taken"))
                .anySatisfy(problem -> assertThat(problem).contains("Nameless", "who am I?"));
    }

    @Test
    void namesWhatIsKnownWhenAskedForWhatIsNot() {
        Plugins plugins = Plugins.load(getClass().getClassLoader());
        assertThat(plugins.find("Standrad")).isEmpty();
        assertThatThrownBy(() -> plugins.require("Standrad"))
                .isInstanceOf(GroupingException.class)
                .hasMessageContainingAll("\"Standrad\"", "Standard", "META-INF/services");
    }
}
