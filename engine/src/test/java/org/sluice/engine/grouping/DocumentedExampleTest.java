package org.sluice.engine.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.engine.grouping.Requests.file;
import static org.sluice.engine.grouping.Requests.task;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/plugins.md} shows works as it stands there. */
class DocumentedExampleTest {
    private static final Path PAGE = Path.of("..", "docs", "plugins.md");

    @Test
    void thePluginOfThePageCompilesAndIsFound(@TempDir Path folder) throws IOException {
        Matcher java = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(java.find()).as("an example in " + PAGE).isTrue();
        Path source = folder.resolve("OneByOne.java");
        Files.writeString(source, java.group(1));
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(GroupingPlugin.class.getName()), "org.example.OneByOne\n");

        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(exit).isZero();

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            GroupingPlugin plugin = Plugins.load(loader).require("OneByOne");
            assertThat(Requests.of(file("/a", "SE2", "SE1"), file("/b")).tasks(plugin))
                    .containsExactly(task("SE1", "/a"));
        }
    }

    @Test
    void theTableOfTheStandardPluginIsRight() {
        assertThat(Requests.of(
                                file("/a", "SE1", "SE2"),
                                file("/b", "SE2"),
                                file("/c", "SE1", "SE2"),
                                file("/d", "SE2"),
                                file("/e", "SE2", "SE3"),
                                file("/f", "SE3"))
                        .groupSize("2")
                        .tasks(new StandardPlugin()))
                .containsExactly(task("SE1,SE2", "/a", "/c"), task("SE2", "/b", "/d"), task("SE3", "/e", "/f"));
    }
}
