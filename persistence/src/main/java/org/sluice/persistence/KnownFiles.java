package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

/** {@code SluiceFiles}: what is known of each file. Changes are kept until {@link #write}. */
final class KnownFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KnownFiles.class);
    private static final String COLUMNS = "SELECT FileKey, LFN, Generation, Registered, Facts FROM SluiceFiles WHERE ";
    private static final KeyedTable TABLE = new KeyedTable(
            "SluiceFiles",
            List.of("LFN", "Generation", "Registered", "SizeBytes", "ReplicaCount", "Replicas", "Facts"),
            1,
            "FileKey, LFN, Generation, Registered, Facts",
            false);
    private static final int FACTS = TABLE.columns().indexOf("Facts");

    private final Statements statements;
    private final Flavour flavour;
    private final Map<String, State> locked = new TreeMap<>();

    KnownFiles(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** A locked row and what this transaction made of it. */
    private static final class State {
        private FileRecord stored;
        private FileRecord file;

        State(FileRecord stored) {
            this.stored = stored;
            this.file = stored;
        }
    }

    Map<String, FileRecord> lock(SortedSet<String> lfns, Map<String, FileRecord> firstWords) {
        lfns.forEach(KnownFiles::refuseUnstorable);
        List<Object[]> rows = Statements.rows();
        Map<String, Object> firstFacts = new HashMap<>();
        for (String lfn : lfns) {
            if (!locked.containsKey(lfn)) {
                Object[] row = row(firstWords.getOrDefault(lfn, FileRecord.unknown(lfn)));
                rows.add(row);
                firstFacts.put(lfn, row[FACTS]);
            }
        }
        Map<String, FileRecord> files = new TreeMap<>();
        flavour.insertOrLock(statements, TABLE, rows, row -> {
            String lfn = row.getString("LFN");
            FileRecord unknown = FileRecord.unknown(lfn);
            // Most often the file is new, and its facts need not be read.
            FileRecord first = firstWords.getOrDefault(lfn, unknown);
            if (row.getInt("Generation") == first.generation()
                    && row.getString("Facts").equals(firstFacts.get(lfn))) {
                files.put(lfn, unknown);
                return locked.put(lfn, new State(first));
            }
            return locked.put(lfn, new State(read(row, lfn)));
        });
        lfns.forEach(lfn -> files.putIfAbsent(lfn, state(lfn).file));
        return files;
    }

    /** The columns are utf8mb3: three bytes a character at most, which is what one Java char holds. */
    private static void refuseUnstorable(String lfn) {
        if (lfn.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            throw DataFaultException.unstorable(lfn);
        }
    }

    private static FileRecord read(ResultSet row, String lfn) throws SQLException {
        try {
            return facts(row, lfn);
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
            state(file.lfn()).file = file;
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

    /** Writes what changed. */
    void write() {
        List<Object[]> rows = Statements.rows();
        for (State state : locked.values()) {
            if (!state.file.equals(state.stored)) {
                rows.add(row(state.file));
                state.stored = state.file;
            }
        }
        flavour.overwrite(statements, TABLE, rows);
    }

    private static Object[] row(FileRecord file) {
        Collection<String> replicas = file.storageElements();
        return Statements.row(
                file.lfn(),
                file.generation(),
                file.registered().map(Times::micros).orElse(null),
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

    /** See {@link TriggerTransaction#lookAtFiles}. */
    Map<String, FileRecord> look(Collection<String> lfns) {
        Map<String, FileRecord> files = new TreeMap<>();
        Set<String> others = new TreeSet<>(lfns);
        others.removeAll(locked.keySet());
        find(statements, others).forEach(file -> files.put(file.lfn(), file));
        lfns.forEach(lfn -> Optional.ofNullable(locked.get(lfn)).ifPresent(state -> files.put(lfn, state.file)));
        return files;
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
