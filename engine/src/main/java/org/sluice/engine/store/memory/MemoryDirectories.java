package org.sluice.engine.store.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.LfnRange;
import org.sluice.engine.store.Directories;
import org.sluice.engine.store.DirectoryWork;

/** A transaction's work on directories; the caller holds the store's lock, so that there is nothing to lock here. */
final class MemoryDirectories implements Directories {
    private final Tables tables;

    MemoryDirectories(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Map<String, DirectoryRecord> share(SortedSet<String> directories) {
        Map<String, DirectoryRecord> known = lock(directories);
        known.values().removeIf(directory -> directory.metadata().isEmpty());
        return known;
    }

    @Override
    public Map<String, DirectoryRecord> look(SortedSet<String> directories) {
        return share(directories);
    }

    @Override
    public Map<String, DirectoryRecord> lock(SortedSet<String> directories) {
        Map<String, DirectoryRecord> records = new TreeMap<>();
        directories.forEach(directory -> records.put(
                directory, tables.directories.get(directory).orElseGet(() -> DirectoryRecord.unknown(directory))));
        return records;
    }

    @Override
    public void save(Collection<DirectoryRecord> records) {
        records.forEach(record -> tables.directories.put(record.directory(), record));
    }

    @Override
    public Set<String> withFiles(Collection<String> directories) {
        return directories.stream()
                .filter(directory -> !filesOf(LfnRange.below(directory)).isEmpty())
                .collect(Collectors.toSet());
    }

    @Override
    public void leaveWork(Collection<String> directories) {
        for (String directory : directories) {
            long key = tables.next();
            tables.directoryWork.put(key, new DirectoryWork(key, directory, ""));
        }
    }

    @Override
    public Optional<DirectoryWork> lockWork() {
        Optional<DirectoryWork> work =
                tables.directoryWork.all().values().stream().findFirst();
        work.filter(begun -> begun.position().isEmpty()).ifPresent(this::takeOver);
        return work;
    }

    private void takeOver(DirectoryWork work) {
        LfnRange below = LfnRange.below(work.directory());
        tables.directoryWork.all().values().stream()
                .filter(other -> other.key() != work.key())
                .filter(other -> other.directory().equals(work.directory())
                        || (other.directory().compareTo(below.first()) >= 0
                                && other.directory().compareTo(below.end()) < 0))
                .map(DirectoryWork::key)
                .toList()
                .forEach(tables.directoryWork::remove);
    }

    @Override
    public List<String> filesBelow(DirectoryWork work, int limit) {
        return filesOf(LfnRange.below(work.directory())).stream()
                .filter(lfn -> lfn.compareTo(work.position()) > 0)
                .limit(limit)
                .toList();
    }

    private Collection<String> filesOf(LfnRange range) {
        return tables.files.all().subMap(range.first(), range.end()).keySet();
    }

    @Override
    public void advance(DirectoryWork work, String position) {
        finish(work);
        long key = tables.next();
        tables.directoryWork.put(key, new DirectoryWork(key, work.directory(), position));
    }

    @Override
    public void finish(DirectoryWork work) {
        tables.directoryWork.remove(work.key());
    }
}
