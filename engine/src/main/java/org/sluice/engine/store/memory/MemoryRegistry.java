package org.sluice.engine.store.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.store.DefinitionChange;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.memory.Tables.LineOf;
import org.sluice.engine.store.memory.Tables.TransformationRow;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

/** The registry's work on the tables; the caller holds the store's lock. */
final class MemoryRegistry implements TransformationRegistry {
    private final Tables tables;

    MemoryRegistry(Tables tables) {
        this.tables = tables;
    }

    @Override
    public int create(TransformationDefinition definition, Author author) {
        refuseTakenName(definition.name(), 0);
        int id = tables.transformations.all().isEmpty()
                ? 1
                : tables.transformations.all().lastKey() + 1;
        Transformation transformation = new Transformation(id, definition, author, tables.now(), tables.now());
        tables.transformations.put(id, new TransformationRow(transformation, Optional.empty()));
        take(id, DefinitionChange.creation(id, definition), author);
        return id;
    }

    @Override
    public List<Transformation> list() {
        return tables.transformations.all().values().stream()
                .map(TransformationRow::transformation)
                .toList();
    }

    @Override
    public Optional<Transformation> find(int id) {
        return tables.transformations.get(id).map(TransformationRow::transformation);
    }

    @Override
    public void update(int id, TransformationDefinition definition, Author author) {
        TransformationRow row = existing(id);
        refuseTakenName(definition.name(), id);
        Transformation old = row.transformation();
        DefinitionChange change = DefinitionChange.between(old.definition(), definition);
        Transformation changed = new Transformation(id, definition, old.author(), old.creationDate(), tables.now());
        tables.transformations.put(
                id, new TransformationRow(changed, change.groups() ? Optional.empty() : row.quarantine()));
        take(id, change, author);
    }

    private void take(int id, DefinitionChange change, Author author) {
        change.messages().forEach(message -> tables.log(id, author.name(), message));
        if (change.looksAgain()) {
            tables.leaveWork(id, PendingWork.Kind.BACKFILL);
        }
        if (change.groups()) {
            tables.leaveWork(id, PendingWork.Kind.GROUP);
        }
        tables.nextVersion();
    }

    @Override
    public void delete(int id, Author author) {
        existing(id);
        removeOf(tables.attached, key -> key.transformation() == id);
        removeOf(tables.places, key -> key.transformation() == id);
        removeOf(tables.lanePositions, key -> key.transformationId() == id);
        removeOf(tables.lanesWaitSince, key -> key.transformationId() == id);
        removeOf(tables.tasks, key -> key.transformationId() == id);
        removeOf(tables.log, key -> key.transformation() == id);
        removeOf(tables.pending, key -> key.transformation() == id);
        tables.transformations.remove(id);
        tables.nextVersion();
    }

    private static <K extends Comparable<K>> void removeOf(Rows<K, ?> rows, Predicate<K> ofTransformation) {
        rows.all().keySet().stream().filter(ofTransformation).toList().forEach(rows::remove);
    }

    @Override
    public List<AttachedFile> files(int id, int limit) {
        return tables.inOrder(tables.attachedTo(id)).stream()
                .limit(limit)
                .map(row -> new AttachedFile(
                        row.file().lfn(),
                        row.file().status(),
                        row.file().errorCount(),
                        row.file().taskId(),
                        row.usedSe(),
                        Optional.of(row.lastUpdate())))
                .toList();
    }

    @Override
    public List<TaskRow> tasks(int id, int limit) {
        return tables.tasksOf(id).stream()
                .limit(limit)
                .map(row -> new TaskRow(
                        row.task().key().taskId(),
                        row.task().status(),
                        row.task().externalId(),
                        row.task().targetSe(),
                        row.created(),
                        row.lastUpdate(),
                        row.lfns()))
                .toList();
    }

    @Override
    public List<LogEntry> log(int id) {
        return List.copyOf(tables.log
                .all()
                .subMap(new LineOf(id, 0), new LineOf(id + 1, 0))
                .values());
    }

    @Override
    public List<Counts> counts() {
        return tables.transformations.all().keySet().stream()
                .map(id -> new Counts(
                        id,
                        count(tables.attachedTo(id).stream()
                                .map(row -> row.file().status())),
                        count(tables.tasksOf(id).stream().map(row -> row.task().status())),
                        count(tables.tasksOf(id).stream().map(row -> row.task().targetSe()))))
                .toList();
    }

    private static Map<String, Long> count(Stream<String> values) {
        return values.collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting()));
    }

    @Override
    public long version() {
        return tables.version();
    }

    @Override
    public Optional<String> quarantine(int id) {
        return tables.transformations.get(id).flatMap(TransformationRow::quarantine);
    }

    private TransformationRow existing(int id) {
        return tables.transformations
                .get(id)
                .orElseThrow(() -> new RegistryException("there is no transformation " + id));
    }

    private void refuseTakenName(String name, int exceptId) {
        Collection<TransformationRow> rows = tables.transformations.all().values();
        rows.stream()
                .map(TransformationRow::transformation)
                .filter(t -> t.id() != exceptId && t.definition().name().equalsIgnoreCase(name))
                .findFirst()
                .ifPresent(t -> {
                    throw new RegistryException("the name " + name + " is taken by transformation " + t.id()
                            + "; choose another TransformationName");
                });
    }
}
