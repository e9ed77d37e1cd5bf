package org.sluice.engine.store.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.DefinitionChange;
import org.sluice.engine.store.Derivation;
import org.sluice.engine.store.Extension;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.memory.Tables.AttachedRow;
import org.sluice.engine.store.memory.Tables.LineOf;
import org.sluice.engine.store.memory.Tables.TaskRecord;
import org.sluice.engine.store.memory.Tables.TransformationRow;
import org.sluice.engine.store.memory.Tables.Work;
import org.sluice.engine.store.memory.Tables.WorkOf;
import org.sluice.engine.transformation.TaskKey;
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
        refuseMissingParent(id, definition);
        tables.transformations.put(id, new TransformationRow(transformation, Optional.empty()));
        take(id, DefinitionChange.creation(id, definition), author);
        derive(id, definition, definition.inheritedFrom() > 0, author);
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
    public void update(int id, UnaryOperator<TransformationDefinition> change, Author author) {
        TransformationRow row = existing(id);
        Transformation old = row.transformation();
        TransformationDefinition changed = change.apply(old.definition());
        if (!changed.name().equals(old.definition().name())) {
            refuseTakenName(changed.name(), id);
        }
        DefinitionChange difference = DefinitionChange.between(old.definition(), changed);
        if (old.definition().inheritedFrom() != changed.inheritedFrom()) {
            refuseMissingParent(id, changed);
        }
        tables.transformations.put(
                id,
                new TransformationRow(
                        new Transformation(id, changed, old.author(), old.creationDate(), tables.now()),
                        difference.groups() ? Optional.empty() : row.quarantine()));
        take(id, difference, author);
        derive(id, changed, Derivation.isNew(old.definition(), changed), author);
    }

    private void refuseMissingParent(int id, TransformationDefinition definition) {
        int parent = definition.inheritedFrom();
        if (parent == id || (parent > 0 && tables.transformations.get(parent).isEmpty())) {
            throw Derivation.noParent(definition);
        }
    }

    /** A parent that was deleted since has left nothing to take over. */
    private void derive(int id, TransformationDefinition definition, boolean isNew, Author author) {
        new MemoryDerivation(tables, definition.inheritedFrom(), id, author)
                .derive(isNew, Derivation.moves(definition));
    }

    private void take(int id, DefinitionChange change, Author author) {
        change.messages().forEach(message -> tables.log(id, author.name(), message));
        if (change.looksAgain()) {
            tables.leaveWork(id, PendingWork.Kind.BACKFILL);
        }
        if (change.groups()) {
            tables.lineages.remove(id);
            tables.leaveWork(id, PendingWork.Kind.GROUP);
        }
        tables.changed(id);
    }

    @Override
    public List<Integer> extend(int id, Extension extension, Author author) {
        List<Integer> numbers =
                extension.make(new MemoryTransaction(tables), existing(id).transformation(), tables.now());
        tables.log(id, author.name(), extension.logMessage());
        return numbers;
    }

    @Override
    public void clean(int id, Author author) {
        Transformation old = existing(id).transformation();
        TransformationDefinition cleaned = DefinitionChange.cleaned(old.definition());
        removeFilesAndTasks(id);
        tables.transformations.put(
                id,
                new TransformationRow(
                        new Transformation(id, cleaned, old.author(), old.creationDate(), tables.now()),
                        Optional.empty()));
        DefinitionChange.CLEANING_MESSAGES.forEach(message -> tables.log(id, author.name(), message));
        tables.changed(id);
    }

    private void removeFilesAndTasks(int id) {
        removeOf(tables.attached, key -> key.transformation() == id);
        removeOf(tables.places, key -> key.transformation() == id);
        removeOf(tables.lanePositions, key -> key.transformationId() == id);
        removeOf(tables.lanesWaitSince, key -> key.transformationId() == id);
        removeOf(tables.tasks, key -> key.transformationId() == id);
        removeOf(tables.pending, key -> key.transformation() == id);
    }

    @Override
    public void delete(int id, Author author) {
        existing(id);
        removeFilesAndTasks(id);
        removeOf(tables.log, key -> key.transformation() == id);
        tables.transformations.remove(id);
        tables.changed(id);
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
                .map(MemoryRegistry::told)
                .toList();
    }

    @Override
    public Optional<TaskRow> task(int id, int taskId) {
        return tables.tasks.get(new TaskKey(id, taskId)).map(MemoryRegistry::told);
    }

    private static TaskRow told(TaskRecord row) {
        return new TaskRow(
                row.task().key().taskId(),
                row.task().status(),
                row.task().externalId(),
                row.task().targetSe(),
                row.created(),
                row.lastUpdate(),
                row.lfns());
    }

    @Override
    public Unassigned unassigned(int id, int limit) {
        List<WaitingFile> files = waiting(id).stream()
                .map(row -> tables.file(row.file().lfn()))
                .map(file -> new WaitingFile(file.lfn(), file.sizeBytes(), file.storageElements()))
                .toList();
        return new Unassigned(
                files.subList(0, Math.min(limit, files.size())),
                files.size() <= limit,
                new MemoryTransaction(tables).filesByUsedSe(id),
                tables.lastTask(id));
    }

    private List<AttachedRow> waiting(int id) {
        return tables.inOrder(tables.attachedTo(id)).stream()
                .filter(MemoryTransaction::waits)
                .toList();
    }

    @Override
    public List<Progress> pendingWork() {
        return tables.pending.all().entrySet().stream()
                .map(row -> progress(row.getKey(), row.getValue()))
                .toList();
    }

    private Progress progress(WorkOf key, Work work) {
        List<Long> positions = positions(key);
        return new Progress(
                new PendingWork(key.transformation(), key.kind(), work.position(), work.started()),
                positions.stream()
                        .filter(position -> position <= work.position())
                        .count(),
                positions.size());
    }

    /** Of all files that the work is to look at. */
    private List<Long> positions(WorkOf work) {
        return switch (work.kind()) {
            case BACKFILL ->
                tables.filesByPosition.all().entrySet().stream()
                        .filter(row -> tables.file(row.getValue()).registered().isPresent())
                        .map(Map.Entry::getKey)
                        .toList();
            case GROUP, UNPLACED ->
                waiting(work.transformation()).stream()
                        .map(AttachedRow::sequence)
                        .toList();
            case LANES, FLUSH -> new MemoryLanes(tables).positionsOfFiles(work.transformation());
        };
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
    public Map<Integer, String> quarantines() {
        Map<Integer, String> reasons = new TreeMap<>();
        tables.transformations.all().forEach((id, row) -> row.quarantine()
                .ifPresent(reason -> reasons.put(id, reason)));
        return reasons;
    }

    @Override
    public Map<Integer, Integer> lineages(Collection<Integer> ids) {
        return new MemoryTransaction(tables).lineages(ids);
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
