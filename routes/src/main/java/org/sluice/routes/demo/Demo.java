package org.sluice.routes.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.sluice.config.ConfigSource;
import org.sluice.config.Configuration;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.persistence.Database;
import org.sluice.routes.runtime.ConfiguredDatabase;
import org.sluice.routes.runtime.EngineRuntime;

/**
 * Sends a simulation campaign through the real engine: messages over STOMP to the embedded broker, tasks in the embedded
 * database, and compares what is there in the end with what should be. Closing it removes what is not to be kept; it may
 * be closed by another thread, which stops it.
 */
public final class Demo implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Author AUTHOR = new Author("demo", "", "");

    private final Workspace workspace;
    private final List<SimulatedFile> files;
    private final Traffic traffic;
    private final Patience patience = new Patience(LIMIT);

    /**
     * What a user can choose.
     *
     * @param files how many files are registered, at least 1
     * @param seed what the campaign is made up from
     * @param keep whether the database is to be left behind
     * @param directory in whose folder {@code data} it is to be; a temporary one where it does not matter
     */
    public record Options(int files, long seed, boolean keep, Optional<Path> directory) {}

    private Demo(Options options) {
        this.files = Campaign.files(options.files(), options.seed());
        this.traffic = Traffic.of(files, options.seed());
        this.workspace = Workspace.open(options.directory(), options.keep());
    }

    /**
     * Makes up a campaign, and nothing else yet.
     *
     * @throws DemoFailedException when there is no place for it
     */
    public static Demo prepare(Options options) {
        return new Demo(options);
    }

    /** How many messages will be sent. */
    public int messages() {
        return traffic.all().size();
    }

    /**
     * Runs the campaign; to be called once.
     *
     * @param handled told now and then how many messages the engine is done with
     * @throws DemoFailedException when something does not happen in time, or not at all
     */
    public synchronized DemoReport run(LongConsumer handled) {
        Configuration configuration = configuration();
        try (Database database = ConfiguredDatabase.open(configuration)) {
            // Before the engine starts, so that there is nothing yet to be looked through for them.
            Map<Integer, DemoTransformation> transformations = create(database.transformationRegistry());
            try (EngineRuntime engine = EngineRuntime.start(configuration, () -> new BorrowedStores(database))) {
                return run(
                        handled,
                        configuration,
                        engine,
                        new Outcome(files, traffic, transformations, database.transformationRegistry()));
            }
        }
    }

    private DemoReport run(LongConsumer handled, Configuration configuration, EngineRuntime engine, Outcome outcome) {
        patience.until(
                engine.conditions()::allUp,
                () -> "broker and database were there: " + engine.conditions().states());
        long begin = System.nanoTime();
        try (Loading loading = new Loading(engine, patience, handled)) {
            traffic.waves().forEach(loading::send);
            flush(outcome.registry(), outcome.transformations());
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            return outcome.report(
                    loading,
                    patience,
                    engine,
                    taken,
                    ConfiguredDatabase.settings(configuration).url());
        }
    }

    @Override
    public void close() {
        patience.stop();
        clear();
    }

    /** Waits for a run that is being stopped. */
    private synchronized void clear() {
        workspace.close();
    }

    private Configuration configuration() {
        Path data = workspace.data();
        String places =
                """
                Systems
                {
                  Transformation
                  {
                    Sluice
                    {
                      DataDirectory = %s
                      RoutesDirectory = %s
                    }
                  }
                }
                """
                        .formatted(data, data.resolve("no-further-routes"));
        return Configuration.load(
                List.of(
                        ConfigSource.text("demo.cfg", Resource.text("demo.cfg")),
                        ConfigSource.text("the demo's directory", places)),
                Map.of());
    }

    private static Map<Integer, DemoTransformation> create(TransformationRegistry registry) {
        Map<Integer, DemoTransformation> byId = new LinkedHashMap<>();
        for (DemoTransformation transformation : DemoTransformation.all()) {
            byId.put(registry.create(transformation.definition(), AUTHOR), transformation);
        }
        return byId;
    }

    /** Ends the campaign where it is to be ended: what waits for a full group becomes smaller tasks. */
    private void flush(TransformationRegistry registry, Map<Integer, DemoTransformation> transformations) {
        String flush = TransformationStatus.FLUSH.text();
        Set<Integer> flushed = new TreeSet<>();
        transformations.forEach((id, transformation) -> {
            if (transformation.flushed()) {
                registry.update(id, now -> now.withStatus(flush), AUTHOR);
                flushed.add(id);
            }
        });
        patience.until(
                () -> flushed.stream().allMatch(id -> isActive(registry, id)),
                () -> "the flush of %d transformations had ended".formatted(flushed.size()));
    }

    private static boolean isActive(TransformationRegistry registry, int id) {
        return registry.find(id)
                .filter(found -> found.definition().status().equals(TransformationStatus.ACTIVE.text()))
                .isPresent();
    }
}
