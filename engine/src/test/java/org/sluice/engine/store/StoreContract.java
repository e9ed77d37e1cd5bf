package org.sluice.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

/** What the suites of the ports share: an adapter's module gives them its stores, empty before each test. */
public abstract class StoreContract {
    /** A moment that does not exist on the wall clocks of Auckland, where the tests' JVM lives: the hour is skipped. */
    protected static final Instant NOW = Instant.parse("2026-09-27T02:30:15Z");

    protected static final Author AUTHOR = new Author("jdoe", "/DC=org/CN=J. Doe", "prod_group");

    /** The time that the adapter has to take what it writes from. */
    protected final SettableClock clock = new SettableClock(NOW);

    private Stores stores;

    /** Asked for before each test. */
    protected abstract Stores emptyStores();

    @BeforeEach
    void begin() {
        stores = emptyStores();
    }

    protected final TriggerStore store() {
        return stores.store();
    }

    protected final TransformationRegistry registry() {
        return stores.registry();
    }

    protected final NoticeOutbox outbox() {
        return stores.outbox();
    }

    protected final FileLookup lookup() {
        return stores.lookup();
    }

    protected final void inTransaction(Consumer<TriggerTransaction> work) {
        store().inTransaction(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    protected static TransformationDefinition definition(String name) {
        return new TransformationDefinition(
                name,
                "DataReprocessing",
                "Standard",
                "Active",
                "Automatic",
                new BigDecimal("2"),
                0,
                0,
                "a description",
                "a long description",
                "",
                "General",
                "0",
                0,
                "<workflow/>",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of());
    }

    protected static TransformationDefinition withQuery(TransformationDefinition d, String query) {
        return with(d, d.groupSize(), Optional.of(json(query)), d.outputQuery(), d.parameters());
    }

    protected static TransformationDefinition with(
            TransformationDefinition d,
            BigDecimal groupSize,
            Optional<ObjectNode> inputQuery,
            Optional<ObjectNode> outputQuery,
            Map<String, String> parameters) {
        return new TransformationDefinition(
                d.name(),
                d.type(),
                d.plugin(),
                d.status(),
                d.agentType(),
                groupSize,
                d.maxNumberOfTasks(),
                d.eventsPerTask(),
                d.description(),
                d.longDescription(),
                d.fileMask(),
                d.transformationGroup(),
                d.transformationFamily(),
                d.inheritedFrom(),
                d.body(),
                inputQuery,
                outputQuery,
                new LinkedHashMap<>(parameters),
                Map.of());
    }

    protected static ObjectNode json(String text) {
        try {
            return (ObjectNode) JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build()
                    .readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A transformation of that name and status, taking no files by itself. */
    protected final int transformation(String name, String status) {
        return registry().create(definition(name).withStatus(status), AUTHOR);
    }

    /** Replaces the definition of a transformation as a whole. */
    protected final void replace(int id, TransformationDefinition definition) {
        registry().update(id, now -> definition, AUTHOR);
    }

    /** Makes files known, registered with replicas at these storage elements. */
    protected final void register(TriggerTransaction transaction, Collection<String> lfns, String... replicas) {
        transaction.saveFiles(transaction.lockFiles(new TreeSet<>(lfns)).values().stream()
                .map(file -> registered(file, 1000, replicas))
                .toList());
    }

    protected static FileRecord registered(FileRecord file, long size, String... replicas) {
        return file.after(new FileRegistered(
                new EventHeader("event of " + file.lfn(), NOW, Optional.empty()),
                file.lfn(),
                OptionalLong.of(size),
                Optional.empty(),
                Optional.empty(),
                List.of(replicas),
                Map.of()));
    }

    /** Registers the files at SE-A and gives them to the transformation, in this order. */
    protected final void attachNew(int transformation, String... lfns) {
        inTransaction(t -> {
            register(t, List.of(lfns), "SE-A");
            t.attach(List.of(lfns).stream()
                    .map(lfn -> new Attachment(transformation, lfn))
                    .toList());
        });
    }

    /** How many files of the transformation each target was given, as a plugin is told. */
    protected final Map<String, Long> usedSe(int transformation) {
        return store().inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(Set.of(transformation)));
            return t.filesByUsedSe(transformation);
        });
    }
}
