package org.sluice.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.grouping.GroupingPlugin;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.grouping.WaitingFile;

/** {@code docs/examples/by-folder}, built as its page says and loaded as {@code ./sluice} loads plugins. */
class ExamplePluginTest {
    private static final PluginSettings SETTINGS =
            new PluginSettings("t", "Merge", "ByFolder", BigDecimal.valueOf(2), true, Map.of());

    private static WaitingFile file(String lfn) {
        return WaitingFile.of(lfn, OptionalLong.empty(), List.of("SE-B", "SE-A"));
    }

    @Test
    void theExampleIsBuiltAndFound(@TempDir Path workspace) throws IOException, InterruptedException {
        Path jar = new MavenProject("by-folder", workspace).build("by-folder-1.0.0.jar");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            Plugins plugins = Plugins.load(loader);
            assertThat(plugins.problems()).isEmpty();
            GroupingPlugin plugin = plugins.require("ByFolder");

            List<WaitingFile> files = List.of(file("/vo/x/1"), file("/vo/y/2"), file("/vo/x/3"), file("/vo/x/4"));
            assertThat(plugin.group(request(files, false)).tasks())
                    .containsExactly(new PlannedTask("SE-A", List.of("/vo/x/1", "/vo/x/3")));
            assertThat(plugin.group(request(files, true)).tasks()).hasSize(3);

            Lanes lanes = plugin.lanes(SETTINGS, Resources.none());
            assertThat(lanes.of(file("/vo/x/1"))).isEqualTo(lanes.of(file("/vo/x/3")));
            assertThat(lanes.of(file("/vo/x/1"))).isNotEqualTo(lanes.of(file("/vo/y/2")));
            assertThat(lanes.mayFill(1, 0)).isFalse();
            assertThat(lanes.mayFill(2, 0)).isTrue();
        }
    }

    private static GroupingRequest request(List<WaitingFile> files, boolean flush) {
        return new GroupingRequest(SETTINGS, files, flush, Resources.none(), Map.of());
    }
}
