package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.Run;
import org.sluice.engine.transformation.FileInTransformation;

/** Reads {@code SluiceFiles}, and DIRAC's rows of files. DIRAC's table of LFNs compares them loosely: see {@code exactly}. */
final class SqlFileLookup implements FileLookup {
    private final Transactions transactions;

    SqlFileLookup(Transactions transactions) {
        this.transactions = transactions;
    }

    private <T> T read(Function<Statements, T> work) {
        return transactions.stateless(
                session -> session.doReturningWork(connection -> work.apply(new Statements(connection, true))));
    }

    @Override
    public Set<String> registered(Collection<String> lfns) {
        Set<String> wanted = new TreeSet<>(lfns);
        return read(statements -> Set.copyOf(statements.queryIn(
                "SELECT LFN FROM SluiceFiles WHERE LFN IN (%s) AND Registered IS NOT NULL",
                wanted, row -> row.getString("LFN"))));
    }

    @Override
    public List<FileRecord> find(Collection<String> lfns) {
        Set<String> wanted = new TreeSet<>(lfns);
        return read(statements -> KnownFiles.find(statements, wanted));
    }

    @Override
    public List<PlacedFile> filesAfter(long position, int limit) {
        return read(statements -> KnownFiles.after(statements, position, limit));
    }

    @Override
    public Map<String, DirectoryRecord> directoriesAbove(Collection<String> lfns) {
        return read(statements -> KnownDirectories.look(statements, DirectoryRecord.above(lfns)));
    }

    @Override
    public Optional<FileInTransformation> row(int transformationId, String lfn) {
        return read(statements -> exactly(
                        lfn,
                        statements.query(
                                "SELECT d.LFN, tf.TransformationID, tf.Status, tf.ErrorCount, tf.TaskID,"
                                        + " a.Generation, a.Ended, a.NextGeneration"
                                        + " FROM DataFiles d JOIN TransformationFiles tf ON tf.FileID = d.FileID"
                                        + " LEFT JOIN SluiceAttachments a"
                                        + " ON a.TransformationID = tf.TransformationID AND a.FileID = tf.FileID"
                                        + " WHERE d.LFN = ? AND tf.TransformationID = ?",
                                SqlFileLookup::fileRow,
                                lfn,
                                transformationId))
                .stream()
                .findFirst());
    }

    private static List<FileInTransformation> exactly(String lfn, List<FileInTransformation> rows) {
        return rows.stream().filter(row -> row.lfn().equals(lfn)).toList();
    }

    private static FileInTransformation fileRow(ResultSet row) throws SQLException {
        int generation = row.getInt("Generation");
        return new FileInTransformation(
                row.getInt("TransformationID"),
                row.getString("LFN"),
                Optional.ofNullable(row.getString("Status")).orElse(""),
                row.getInt("ErrorCount"),
                row.getInt("TaskID"),
                // Without a row beside it, it is about the first generation.
                generation == 0 ? 1 : generation,
                row.getBoolean("Ended"),
                row.getInt("NextGeneration"));
    }

    @Override
    public Optional<String> collidesWith(String lfn) {
        return read(statements ->
                statements.query("SELECT LFN FROM DataFiles WHERE LFN = ?", row -> row.getString("LFN"), lfn).stream()
                        .filter(holder -> !holder.equals(lfn))
                        .findFirst());
    }

    @Override
    public Map<String, Map<Integer, String>> attachments(Collection<String> lfns) {
        Set<String> wanted = new HashSet<>(lfns);
        Map<String, Map<Integer, String>> found = new HashMap<>();
        read(statements -> statements.queryIn(
                "SELECT d.LFN, tf.TransformationID, tf.Status FROM DataFiles d"
                        + " JOIN TransformationFiles tf ON tf.FileID = d.FileID WHERE d.LFN IN (%s)",
                wanted, row -> {
                    String lfn = row.getString("LFN");
                    return wanted.contains(lfn)
                            && found.computeIfAbsent(lfn, key -> new TreeMap<>())
                                            .put(
                                                    row.getInt("TransformationID"),
                                                    Optional.ofNullable(row.getString("Status"))
                                                            .orElse(""))
                                    != null;
                }));
        return found;
    }

    @Override
    public Set<Run> endedRuns(Collection<Run> runs) {
        return read(statements -> EndedRuns.among(statements, runs));
    }
}
