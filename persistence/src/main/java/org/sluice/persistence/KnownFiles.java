package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.file.FileRecordJson;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.persistence.Flavour.KeyedTable;

/**
 * {@code SluiceFiles}: what is known of each file. Changes are kept until {@link #write}, so that what an event says of
 * a file and the id that DIRAC's table gives it are written together.
 */
final class KnownFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KnownFiles.class);
    private static final String COLUMNS = "SELECT FileKey, LFN, Generation, Registered, Facts FROM SluiceFiles WHERE ";
    private static final String NO_FACTS = FileRecordJson.write(FileRecord.unknown(""));
    private static final KeyedTable BY_LFN = new KeyedTable(
            "SluiceFiles", List.of("LFN", "Facts"), 1, "FileKey, LFN, Generation, Registered, FileID, Facts", false);
    private static final KeyedTable BY_KEY = new KeyedTable(
            "SluiceFiles",
            List.of(
                    "FileKey",
                    "LFN",
                    "Generation",
                    "Registered",
                    "FileID",
                    "SizeBytes",
                    "ReplicaCount",
                    "Replicas",
                    "Facts"),
            1,
            "FileKey",
            false);

    private final Statements statements;
    private final Flavour flavour;
    private final Map<String, State> locked = new TreeMap<>();

    KnownFiles(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** A locked row and what this transaction made of it. */
    private static final class State {
        private final long key;
        private FileRecord file;
        private Optional<Integer> fileId;
        private boolean changed;

        State(long key, FileRecord file, Optional<Integer> fileId) {
            this.key = key;
            this.file = file;
            this.fileId = fileId;
        }
    }

    Map<String, FileRecord> lock(SortedSet<String> lfns) {
        lfns.forEach(KnownFiles::refuseUnstorable);
        List<Object[]> rows = Statements.rows();
        lfns.stream().filter(lfn -> !locked.containsKey(lfn)).forEach(lfn -> rows.add(Statements.row(lfn, NO_FACTS)));
        flavour.insertOrLock(statements, BY_LFN, rows, KnownFiles::read)
                .forEach(state -> locked.put(state.file.lfn(), state));
        Map<String, FileRecord> files = new TreeMap<>();
        lfns.forEach(lfn -> files.put(lfn, state(lfn).file));
        return files;
    }

    /** The columns are utf8mb3: three bytes a character at most, which is what one Java char holds. */
    private static void refuseUnstorable(String lfn) {
        if (lfn.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            throw DataFaultException.unstorable(lfn);
        }
    }

    private static State read(ResultSet row) throws SQLException {
        String lfn = row.getString("LFN");
        try {
            return new State(
                    row.getLong("FileKey"), facts(row, lfn), Optional.ofNullable((Integer) row.getObject("FileID")));
        } catch (IllegalArgumentException e) {
            throw new DataFaultException(
                    RejectionReason.UNPROCESSABLE,
                    Set.of(lfn),
                    "row " + row.getLong("FileKey") + " of SluiceFiles cannot be read: " + e.getMessage());
        }
    }

    /** A file as plugins see it, of {@code LFN}, {@code SizeBytes} and {@code Replicas}. */
    static WaitingFile waiting(ResultSet row) throws SQLException {
        Number size = (Number) row.getObject("SizeBytes");
        return WaitingFile.of(
                Optional.ofNullable(row.getString("LFN")).orElse(""),
                size == null ? OptionalLong.empty() : OptionalLong.of(size.longValue()),
                Names.read(row.getString("Replicas")));
    }

    void save(Collection<FileRecord> records) {
        for (FileRecord file : records) {
            State state = state(file.lfn());
            state.file = file;
            state.changed = true;
        }
    }

    /** What is known of a locked file. */
    FileRecord record(String lfn) {
        return state(lfn).file;
    }

    private State state(String lfn) {
        State state = locked.get(lfn);
        if (state == null) {
            throw new IllegalStateException(lfn + " was not locked");
        }
        return state;
    }

    /** The id in {@code DataFiles}, where this transaction locked the file and it is known. */
    Optional<Integer> fileId(String lfn) {
        return Optional.ofNullable(locked.get(lfn)).flatMap(state -> state.fileId);
    }

    /** Notes the id that a locked file has in {@code DataFiles}. */
    void link(String lfn, int fileId) {
        State state = locked.get(lfn);
        if (state != null && !state.fileId.equals(Optional.of(fileId))) {
            state.fileId = Optional.of(fileId);
            state.changed = true;
        }
    }

    /** Writes what changed. */
    void write() {
        List<Object[]> rows = Statements.rows();
        for (State state : locked.values()) {
            if (state.changed) {
                rows.add(row(state));
                state.changed = false;
            }
        }
        flavour.overwrite(statements, BY_KEY, rows);
    }

    private static Object[] row(State state) {
        FileRecord file = state.file;
        Collection<String> replicas = file.storageElements();
        return Statements.row(
                state.key,
                file.lfn(),
                file.generation(),
                file.registered().map(Times::micros).orElse(null),
                state.fileId.orElse(null),
                file.sizeBytes().isPresent() ? file.sizeBytes().getAsLong() : null,
                replicas.size(),
                Names.write(replicas),
                FileRecordJson.write(file));
    }

    List<PlacedFile> after(long position, int limit) {
        return after(statements, position, limit);
    }

    /** See {@link TriggerTransaction#filesAfter}. */
    static List<PlacedFile> after(Statements statements, long position, int limit) {
        return statements.query(
                COLUMNS + "FileKey > ? AND Registered IS NOT NULL ORDER BY FileKey LIMIT ?",
                row -> new PlacedFile(
                        row.getLong("FileKey"), readable(row).orElse(FileRecord.unknown(row.getString("LFN")))),
                position,
                limit);
    }

    /** Those of these files of which something is known, and can be read, without locks. */
    static List<FileRecord> find(Statements statements, Collection<String> lfns) {
        return statements.queryIn(COLUMNS + "LFN IN (%s)", lfns, KnownFiles::readable).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** One unreadable row must not keep anybody from seeing all others. */
    private static Optional<FileRecord> readable(ResultSet row) throws SQLException {
        String lfn = row.getString("LFN");
        try {
            return Optional.of(facts(row, lfn));
        } catch (IllegalArgumentException e) {
            LOG.error("row {} of SluiceFiles, {}, cannot be read: {}", row.getLong("FileKey"), lfn, e.getMessage());
            return Optional.empty();
        }
    }

    private static FileRecord facts(ResultSet row, String lfn) throws SQLException {
        return FileRecordJson.read(
                lfn, row.getInt("Generation"), Times.read(row, "Registered"), row.getString("Facts"));
    }
}
