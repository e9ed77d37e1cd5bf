package org.sluice.engine.store.memory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.store.Extension;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.JournalEntry;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.memory.Tables.JournalRow;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * All of the engine's stores in this process's memory, with the behaviour of the database: transactions under one lock,
 * taken back whole when the work throws. Thread-safe.
 */
public final class MemoryStore implements TriggerStore, NoticeOutbox, TransformationRegistry, FileLookup {
    /** Author of log lines that no person caused. */
    static final String ENGINE = "sluice";

    private final ReentrantLock lock = new ReentrantLock();
    private final Tables tables;
    private final TransformationRegistry registry;
    private final FileLookup files;
    private final Set<Long> noticesBeingSent = new HashSet<>();

    /** An empty store. */
    public MemoryStore() {
        this(Clock.systemUTC());
    }

    /** An empty store that takes the times it writes from a clock. */
    public MemoryStore(Clock clock) {
        this.tables = new Tables(clock);
        this.registry = new MemoryRegistry(tables);
        this.files = new MemoryFileLookup(tables);
    }

    @Override
    public <T> T inTransaction(Function<TriggerTransaction, T> work) {
        return atomically(() -> work.apply(new MemoryTransaction(tables)));
    }

    @Override
    public void mention(SortedSet<String> directories) {
        // Transactions follow one another: nobody waits for a directory.
    }

    @Override
    public void ping() {
        // Memory is always there.
    }

    @Override
    public Set<String> registered(Collection<String> lfns) {
        return atomically(() -> files.registered(lfns));
    }

    @Override
    public List<FileRecord> find(Collection<String> lfns) {
        return atomically(() -> files.find(lfns));
    }

    @Override
    public List<PlacedFile> filesAfter(long position, int limit) {
        return atomically(() -> files.filesAfter(position, limit));
    }

    @Override
    public Map<String, DirectoryRecord> directoriesAbove(Collection<String> lfns) {
        return atomically(() -> files.directoriesAbove(lfns));
    }

    @Override
    public Optional<FileInTransformation> row(int transformationId, String lfn) {
        return atomically(() -> files.row(transformationId, lfn));
    }

    @Override
    public Optional<String> collidesWith(String lfn) {
        return atomically(() -> files.collidesWith(lfn));
    }

    @Override
    public Map<String, Map<Integer, String>> attachments(Collection<String> lfns) {
        return atomically(() -> files.attachments(lfns));
    }

    @Override
    public Set<Run> endedRuns(Collection<Run> runs) {
        return atomically(() -> files.endedRuns(runs));
    }

    @Override
    public int send(int limit, Consumer<List<TaskNotice>> sender) {
        List<Map.Entry<Long, TaskNotice>> claimed = atomically(() -> claim(limit));
        try {
            if (!claimed.isEmpty()) {
                sender.accept(claimed.stream().map(Map.Entry::getValue).toList());
            }
            atomically(() -> {
                claimed.forEach(notice -> tables.outbox.remove(notice.getKey()));
                return claimed;
            });
            return claimed.size();
        } finally {
            atomically(() -> noticesBeingSent.removeAll(
                    claimed.stream().map(Map.Entry::getKey).toList()));
        }
    }

    private List<Map.Entry<Long, TaskNotice>> claim(int limit) {
        List<Map.Entry<Long, TaskNotice>> free = new ArrayList<>();
        tables.outbox.all().forEach((key, notice) -> {
            if (free.size() < limit && noticesBeingSent.add(key)) {
                free.add(Map.entry(key, notice));
            }
        });
        return free;
    }

    /** The journal in the order of event ids. */
    public List<JournalEntry> journal() {
        return atomically(() ->
                tables.journal.all().values().stream().map(JournalRow::entry).toList());
    }

    /** The remark in the journal on an event, if there is one. */
    public Optional<String> remark(String eventId) {
        return atomically(() -> tables.journal.get(eventId).flatMap(JournalRow::remark));
    }

    @Override
    public int create(TransformationDefinition definition, Author author) {
        return atomically(() -> registry.create(definition, author));
    }

    @Override
    public List<Transformation> list() {
        return atomically(registry::list);
    }

    @Override
    public Optional<Transformation> find(int id) {
        return atomically(() -> registry.find(id));
    }

    @Override
    public void update(int id, UnaryOperator<TransformationDefinition> change, Author author) {
        atomically(() -> {
            registry.update(id, change, author);
            return id;
        });
    }

    @Override
    public List<Integer> extend(int id, Extension extension, Author author) {
        return atomically(() -> registry.extend(id, extension, author));
    }

    @Override
    public void clean(int id, Author author) {
        atomically(() -> {
            registry.clean(id, author);
            return id;
        });
    }

    @Override
    public void delete(int id, Author author) {
        atomically(() -> {
            registry.delete(id, author);
            return id;
        });
    }

    @Override
    public List<AttachedFile> files(int id, int limit) {
        return atomically(() -> registry.files(id, limit));
    }

    @Override
    public List<TaskRow> tasks(int id, int limit) {
        return atomically(() -> registry.tasks(id, limit));
    }

    @Override
    public Optional<TaskRow> task(int id, int taskId) {
        return atomically(() -> registry.task(id, taskId));
    }

    @Override
    public Unassigned unassigned(int id, int limit) {
        return atomically(() -> registry.unassigned(id, limit));
    }

    @Override
    public List<Progress> pendingWork() {
        return atomically(registry::pendingWork);
    }

    @Override
    public List<LogEntry> log(int id) {
        return atomically(() -> registry.log(id));
    }

    @Override
    public List<Counts> counts() {
        return atomically(registry::counts);
    }

    @Override
    public long version() {
        return atomically(registry::version);
    }

    @Override
    public Map<Integer, String> quarantines() {
        return atomically(registry::quarantines);
    }

    @Override
    public Map<Integer, Integer> lineages(Collection<Integer> ids) {
        return atomically(() -> registry.lineages(ids));
    }

    @Override
    public Optional<String> quarantine(int id) {
        return atomically(() -> registry.quarantine(id));
    }

    private <T> T atomically(Supplier<T> work) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction cannot be begun within another");
        }
        lock.lock();
        try {
            T result = work.get();
            tables.commit();
            return result;
        } finally {
            // After a commit there is nothing to take back.
            tables.rollback();
            lock.unlock();
        }
    }
}
