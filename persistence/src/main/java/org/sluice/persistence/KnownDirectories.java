package org.sluice.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.event.RejectionReason;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.DirectoryRecordJson;
import org.sluice.engine.file.LfnRange;
import org.sluice.engine.store.DataFaultException;
import org.sluice.engine.store.Directories;
import org.sluice.engine.store.DirectoryWork;
import org.sluice.persistence.Flavour.KeyedTable;

/** {@code SluiceDirectories}: what is known of each directory; the work is {@link DirectoryWorkTable}'s affair. */
final class KnownDirectories implements Directories {
    private static final KeyedTable KEYS =
            new KeyedTable("SluiceDirectories", List.of("Directory"), 1, "Directory, Facts", false);
    private static final KeyedTable FACTS =
            new KeyedTable("SluiceDirectories", List.of("Directory", "Facts"), 1, "Directory", false);

    private final Statements statements;
    private final Flavour flavour;
    private final DirectoryWorkTable work;

    KnownDirectories(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
        this.work = new DirectoryWorkTable(statements);
    }

    /** Gives those a row that have none. */
    void mention(SortedSet<String> directories) {
        flavour.insertOrShare(statements, KEYS, keys(directories));
    }

    @Override
    public Map<String, DirectoryRecord> share(SortedSet<String> directories) {
        mention(directories);
        return look(statements, directories);
    }

    @Override
    public Map<String, DirectoryRecord> look(SortedSet<String> directories) {
        return look(statements, directories);
    }

    /** Those of which something is known, without a lock. */
    static Map<String, DirectoryRecord> look(Statements statements, SortedSet<String> directories) {
        return byPath(statements.queryIn(
                "SELECT Directory, Facts FROM SluiceDirectories WHERE Directory IN (%s) AND Facts IS NOT NULL",
                directories, KnownDirectories::read));
    }

    @Override
    public Map<String, DirectoryRecord> lock(SortedSet<String> directories) {
        return byPath(flavour.insertOrLock(statements, KEYS, keys(directories), KnownDirectories::read));
    }

    private static List<Object[]> keys(SortedSet<String> directories) {
        List<Object[]> rows = Statements.rows();
        directories.forEach(directory -> rows.add(Statements.row(directory)));
        return rows;
    }

    private static Map<String, DirectoryRecord> byPath(List<DirectoryRecord> records) {
        Map<String, DirectoryRecord> byPath = new TreeMap<>();
        records.forEach(record -> byPath.put(record.directory(), record));
        return byPath;
    }

    private static DirectoryRecord read(ResultSet row) throws SQLException {
        String directory = row.getString("Directory");
        Optional<String> facts = Optional.ofNullable(row.getString("Facts"));
        try {
            return facts.map(json -> DirectoryRecordJson.read(directory, json))
                    .orElseGet(() -> DirectoryRecord.unknown(directory));
        } catch (IllegalArgumentException e) {
            throw new DataFaultException(
                    RejectionReason.UNPROCESSABLE,
                    Set.of(directory),
                    "the row of " + directory + " in SluiceDirectories cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void save(Collection<DirectoryRecord> records) {
        flavour.overwrite(
                statements,
                FACTS,
                records.stream()
                        .map(record -> Statements.row(record.directory(), DirectoryRecordJson.write(record)))
                        .toList());
    }

    /** One row of the index is enough for each. */
    @Override
    public Set<String> withFiles(Collection<String> directories) {
        List<Object[]> ranges = Statements.rows();
        for (String directory : directories) {
            LfnRange below = LfnRange.below(directory);
            ranges.add(Statements.row(below.first(), below.end()));
        }
        NavigableSet<String> found = new TreeSet<>(statements.queryEach(
                "SELECT LFN FROM SluiceFiles WHERE LFN >= ? AND LFN < ? LIMIT 1", ranges, row -> row.getString("LFN")));
        return directories.stream()
                .filter(directory -> holdsOneOf(LfnRange.below(directory), found))
                .collect(Collectors.toSet());
    }

    private static boolean holdsOneOf(LfnRange range, NavigableSet<String> lfns) {
        return !lfns.subSet(range.first(), range.end()).isEmpty();
    }

    @Override
    public List<String> filesBelow(DirectoryWork begun, int limit) {
        LfnRange below = LfnRange.below(begun.directory());
        return statements.query(
                "SELECT LFN FROM SluiceFiles WHERE LFN >= ? AND LFN > ? AND LFN < ? ORDER BY LFN LIMIT ?",
                row -> row.getString("LFN"),
                below.first(),
                begun.position(),
                below.end(),
                limit);
    }

    @Override
    public void leaveWork(Collection<String> directories) {
        work.leave(directories);
    }

    @Override
    public Optional<DirectoryWork> lockWork() {
        return work.lockNext();
    }

    @Override
    public void advance(DirectoryWork begun, String position) {
        work.advance(begun, position);
    }

    @Override
    public void finish(DirectoryWork begun) {
        work.remove(List.of(begun.key()));
    }
}
