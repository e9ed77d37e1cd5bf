package org.sluice.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sluice.config.cfg.Cfg;
import org.sluice.config.cfg.CfgSection;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.grid.Grid;
import org.sluice.config.grid.PluginDefaults;
import org.sluice.config.grid.TransformationTypes;
import org.sluice.config.identity.Registry;
import org.sluice.config.mq.MqServices;
import org.sluice.config.rabbitmq.BrokerReader;
import org.sluice.config.rabbitmq.ManagedBroker;
import org.sluice.config.value.FileAccess;
import org.sluice.config.value.Reading;
import org.sluice.config.value.SectionReader;

/**
 * The configuration: DIRAC's {@code .cfg} files, merged, and typed views of what Sluice reads in them. A configuration
 * that says nothing is valid and means the embedded database and broker.
 *
 * <p>Each view throws {@link ConfigException}, naming file, line and column of everything that is wrong in its own
 * part; other parts may be wrong without harm to it. Immutable; safe for use by several threads.
 */
public final class Configuration {

    private final Cfg.Result merged;
    private final Set<String> sharedFiles;
    private final Map<String, String> environment;

    private Configuration(Cfg.Result merged, Set<String> sharedFiles, Map<String, String> environment) {
        this.merged = merged;
        this.sharedFiles = Set.copyOf(sharedFiles);
        this.environment = Map.copyOf(environment);
    }

    /** The defaults. */
    public static Configuration empty() {
        return load(List.of(), System.getenv());
    }

    /**
     * One text, as if it were a file that nobody else can read.
     *
     * @param name what errors call it
     * @throws ConfigException for syntax errors
     */
    public static Configuration parse(String name, String text) {
        return load(List.of(ConfigSource.text(name, text)), System.getenv());
    }

    /**
     * Files, later ones over earlier ones.
     *
     * @throws ConfigException for files that cannot be read or merged, and for syntax errors in any of them
     */
    public static Configuration load(List<Path> files) {
        return load(files.stream().map(ConfigSource::file).toList(), System.getenv());
    }

    /**
     * Files and texts, later ones over earlier ones.
     *
     * @param environment what {@code ${env:NAME}} refers to
     * @throws ConfigException for files that cannot be read or merged, and for syntax errors in any of them
     */
    public static Configuration load(List<ConfigSource> sources, Map<String, String> environment) {
        List<Cfg.Result> parsed = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Set<String> shared = new LinkedHashSet<>();
        for (ConfigSource source : sources) {
            try {
                parsed.add(read(source));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
            if (source instanceof ConfigSource.File file && FileAccess.isShared(file.path())) {
                shared.add(file.path().toString());
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Configuration(Cfg.merge(parsed), shared, environment);
    }

    /** The merged tree, for what has no view here. */
    public CfgSection tree() {
        return merged.root();
    }

    /** {@code /Systems/Transformation/Sluice}; the queues that it names exist. */
    public EngineSettings engine() {
        return view(root -> new EngineReader(root).read());
    }

    /** The database of transformations. */
    public DatabaseSettings database() {
        return view(root -> new DatabaseReader(root).read());
    }

    /** Message queue services, queues and topics, those of the embedded broker too where there is one. */
    public MqServices queues() {
        return view(root -> new EngineReader(root).queues());
    }

    /** The RabbitMQ servers that can be administered, and what they are to have. */
    public List<ManagedBroker> brokers() {
        return view(root -> new BrokerReader(root, new EngineReader(root).queues()).read());
    }

    /** The users, hosts and groups of {@code /Registry}. */
    public Registry registry() {
        return view(Registry::read);
    }

    /** Sites, storage elements and shares. */
    public Grid grid() {
        return view(Grid::read);
    }

    /** The parameters that grouping plugins have unless a transformation says otherwise. */
    public PluginDefaults plugins() {
        return view(PluginDefaults::read);
    }

    /** The types of transformation and what is common to all of them. */
    public TransformationTypes transformations() {
        return view(TransformationTypes::read);
    }

    /** The consumers that run as components of their own, in the order of the configuration. */
    public List<ConsumerSettings> consumers() {
        return view(root -> new ConsumerReader(root, new EngineReader(root).queues()).read());
    }

    /**
     * Reads everything and tells all that is wrong or suspicious, secrets that cannot be fetched included; empty if the
     * configuration is good. {@link Problem#isError()} tells errors from warnings.
     */
    public List<Problem> check() {
        Reading reading = Reading.probing(environment, sharedFiles);
        SectionReader root = new SectionReader(merged.root(), reading);
        EngineReader engine = new EngineReader(root);
        engine.read();
        new DatabaseReader(root).read();
        MqServices queues = engine.queues();
        new ConsumerReader(root, queues).read();
        new BrokerReader(root, queues).read();
        Registry.read(root);
        Grid.read(root);
        PluginDefaults.read(root);
        TransformationTypes.read(root);
        List<Problem> all = new ArrayList<>(merged.warnings());
        all.addAll(reading.problems());
        return List.copyOf(all);
    }

    /** The merged configuration as {@code .cfg} text for people to see, secrets masked. */
    public String show() {
        return Cfg.writeMasked(merged.root());
    }

    private <T> T view(Function<SectionReader, T> reader) {
        Reading reading = Reading.of(environment, sharedFiles);
        T view = reader.apply(new SectionReader(merged.root(), reading));
        reading.throwIfErrors();
        return view;
    }

    private static Cfg.Result read(ConfigSource source) {
        if (source instanceof ConfigSource.Text text) {
            return Cfg.parse(text.name(), text.text());
        }
        return Cfg.read(((ConfigSource.File) source).path());
    }

    /** What was loaded, not what it says. */
    @Override
    public String toString() {
        return merged.root().sections().stream()
                .map(CfgSection::path)
                .collect(Collectors.joining(", ", "Configuration[", "]"));
    }
}
