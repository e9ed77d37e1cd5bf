package org.sluice.engine.store.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.memory.Tables.AttachedRow;
import org.sluice.engine.store.memory.Tables.FileOf;
import org.sluice.engine.store.memory.Tables.FileRow;
import org.sluice.engine.transformation.FileInTransformation;

/** Looks at the tables; the caller holds the store's lock. */
final class MemoryFileLookup implements FileLookup {
    private final Tables tables;

    MemoryFileLookup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Set<String> registered(Collection<String> lfns) {
        return lfns.stream().filter(this::isRegistered).collect(Collectors.toSet());
    }

    private boolean isRegistered(String lfn) {
        return tables.file(lfn).registered().isPresent();
    }

    @Override
    public List<FileRecord> find(Collection<String> lfns) {
        return lfns.stream()
                .distinct()
                .flatMap(lfn -> tables.files.get(lfn).stream())
                .map(FileRow::file)
                .toList();
    }

    @Override
    public List<PlacedFile> filesAfter(long position, int limit) {
        return tables.filesByPosition.all().tailMap(position, false).entrySet().stream()
                .filter(row -> isRegistered(row.getValue()))
                .limit(limit)
                .map(row -> new PlacedFile(row.getKey(), tables.file(row.getValue())))
                .toList();
    }

    @Override
    public Map<String, DirectoryRecord> directoriesAbove(Collection<String> lfns) {
        return new MemoryDirectories(tables).share(DirectoryRecord.above(lfns));
    }

    @Override
    public Optional<FileInTransformation> row(int transformationId, String lfn) {
        return tables.attached.get(new FileOf(transformationId, lfn)).map(AttachedRow::file);
    }

    @Override
    public Optional<String> collidesWith(String lfn) {
        return tables.dataFiles.get(Tables.keyOfDataFile(lfn)).filter(holder -> !holder.equals(lfn));
    }

    @Override
    public Map<String, Map<Integer, String>> attachments(Collection<String> lfns) {
        return new MemoryTransaction(tables).attachments(lfns);
    }

    @Override
    public Set<Run> endedRuns(Collection<Run> runs) {
        return new MemoryTransaction(tables).endedRuns(runs);
    }
}
