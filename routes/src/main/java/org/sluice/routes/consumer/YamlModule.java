package org.sluice.routes.consumer;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Routes in a file of Camel's YAML DSL. */
final class YamlModule extends ConsumerModule {
    private final Path file;

    YamlModule(Path file) {
        this.file = file;
    }

    static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    @Override
    Optional<Routes> routing() {
        return Optional.of(context -> PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "file:" + file.toAbsolutePath())));
    }
}
