package org.sluice.persistence;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.persistence.Attachments.FileOf;
import org.sluice.persistence.Flavour.KeyedTable;

/**
 * {@code SluiceAttachments}: which generation of a file a row of {@code TransformationFiles} is about, where that is not
 * simply the first. Guarded by the lock on the transformation.
 */
final class Generations {
    private static final KeyedTable TABLE = new KeyedTable(
            "SluiceAttachments",
            List.of("TransformationID", "FileID", "Generation", "Ended", "NextGeneration"),
            2,
            "FileID",
            false);

    private final Statements statements;
    private final Flavour flavour;
    /** Rows that exist; one whose generation is the first again has to be overwritten too. */
    private final Set<FileOf> written = new HashSet<>();

    Generations(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** See the components of {@code FileInTransformation}. */
    record Generation(int number, boolean ended, int next) {
        static final Generation FIRST = new Generation(1, false, 0);
    }

    /** The generations of these rows; the first where nothing is said. */
    Map<FileOf, Generation> read(Collection<FileOf> keys) {
        Map<FileOf, Generation> found = new TreeMap<>();
        keys.forEach(key -> found.put(key, Generation.FIRST));
        statements.queryKeys(
                "SELECT " + TABLE.columnList() + " FROM SluiceAttachments WHERE %s",
                TABLE.keyColumns(),
                keys.stream()
                        .map(key -> Statements.row(key.transformation(), key.file()))
                        .toList(),
                row -> {
                    FileOf key = new FileOf(row.getInt("TransformationID"), row.getInt("FileID"));
                    written.add(key);
                    return Optional.ofNullable(found.put(
                            key,
                            new Generation(
                                    row.getInt("Generation"), row.getBoolean("Ended"), row.getInt("NextGeneration"))));
                });
        return found;
    }

    /** Writes what is not simply the first generation, or was not. */
    void save(Map<FileOf, Generation> generations) {
        List<Object[]> rows = Statements.rows();
        generations.forEach((key, generation) -> {
            if (!generation.equals(Generation.FIRST) || written.contains(key)) {
                written.add(key);
                rows.add(Statements.row(
                        key.transformation(), key.file(), generation.number(), generation.ended(), generation.next()));
            }
        });
        flavour.overwrite(statements, TABLE, rows);
    }
}
