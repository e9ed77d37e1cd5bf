package org.sluice.routes.consumer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.cfg.CfgValue;

/**
 * Finds what {@code Module} names: a YAML file, a module that {@link ServiceLoader} finds by its short name, or a class.
 * Every call makes new instances.
 */
final class Modules {
    private static final Logger LOG = LoggerFactory.getLogger(Modules.class);
    /** A class path that cannot be read at all answers every attempt with an error: give up at some point. */
    private static final int MOST_FAILURES = 100;

    private final ClassLoader classes;

    Modules(ClassLoader classes) {
        this.classes = classes;
    }

    /** @throws ModuleException when there is none */
    ConsumerModule find(CfgValue named) {
        if (YamlModule.isYaml(named.text())) {
            return yaml(named);
        }
        Map<String, ConsumerModule> provided = provided();
        return Optional.ofNullable(provided.get(named.text()))
                .or(() -> ofClass(named))
                .orElseThrow(
                        () -> new ModuleException(("%s: there is no module '%s': it is neither a class on the class"
                                        + " path nor the short name of a module there (%s). A module of your own is put on the"
                                        + " class path by SLUICE_CLASSPATH; the name of a YAML file ends in .yaml")
                                .formatted(
                                        named.origin(),
                                        named.text(),
                                        provided.isEmpty() ? "there are none" : String.join(", ", provided.keySet()))));
    }

    /** Beside the configuration, of which it is a part, wherever Sluice is started. */
    private static ConsumerModule yaml(CfgValue named) {
        Path file = Path.of(named.origin().file()).resolveSibling(named.text());
        if (!Files.isReadable(file)) {
            throw new ModuleException("%s: there is no file %s that can be read (relative to the configuration file)"
                    .formatted(named.origin(), file));
        }
        return new YamlModule(file);
    }

    private Optional<ConsumerModule> ofClass(CfgValue named) {
        try {
            Class<?> type = Class.forName(named.text(), true, classes);
            return Optional.of(
                    type.asSubclass(ConsumerModule.class).getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ClassCastException e) {
            throw refused(named, "it does not extend " + ConsumerModule.class.getName(), e);
        } catch (NoSuchMethodException e) {
            throw refused(named, "it has no public constructor without parameters", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw refused(named, "it cannot be made: " + cause, e);
        }
    }

    private static ModuleException refused(CfgValue named, String why, Throwable cause) {
        return new ModuleException(
                "%s: the class %s cannot be a module: %s".formatted(named.origin(), named.text(), why), cause);
    }

    /** By short name. One that cannot be loaded, or whose name is taken, is left out with a warning. */
    private Map<String, ConsumerModule> provided() {
        Map<String, ConsumerModule> byName = new TreeMap<>();
        Iterator<ConsumerModule> providers =
                ServiceLoader.load(ConsumerModule.class, classes).iterator();
        int failures = 0;
        boolean more = true;
        while (more && failures < MOST_FAILURES) {
            try {
                more = providers.hasNext();
                if (more) {
                    register(providers.next(), byName);
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
                failures++;
                LOG.warn("A module for consumers could not be loaded and is left out: {}", String.valueOf(broken));
            }
        }
        return byName;
    }

    private static void register(ConsumerModule module, Map<String, ConsumerModule> byName) {
        ConsumerModule first = byName.putIfAbsent(module.name(), module);
        if (first != null) {
            LOG.warn(
                    "The module {} is left out: its name \"{}\" is taken by {}",
                    module.getClass().getName(),
                    module.name(),
                    first.getClass().getName());
        }
    }
}
