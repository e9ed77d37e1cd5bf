package org.sluice.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code SluiceRegistry}: one row, held shared by batches to their end, and alone by changes of transformations; and {@code
 * SluiceChanges}: the version at which each transformation was changed last, also those that are gone.
 */
final class RegistryVersion {
    private static final String READ = "SELECT Version FROM SluiceRegistry WHERE Id = 1";

    private final Statements statements;

    RegistryVersion(Statements statements) {
        this.statements = statements;
    }

    /** Reads the version and keeps it from changing until the end of the transaction. */
    long share(Flavour flavour) {
        return read(READ + flavour.shareLock());
    }

    /** Waits for the batches that hold the version, and gives it the next value. */
    void increment() {
        statements.update("UPDATE SluiceRegistry SET Version = Version + 1 WHERE Id = 1");
    }

    /** Notes that these transformations change with the version that this transaction began by {@link #increment}. */
    void changed(Collection<Integer> transformations) {
        long version = read();
        List<Object[]> rows = Statements.rows();
        transformations.forEach(id -> rows.add(Statements.row(id, version)));
        statements.updateIn("DELETE FROM SluiceChanges WHERE TransformationID IN (%s)", transformations);
        statements.insert("INSERT INTO SluiceChanges (TransformationID, Version) VALUES ", "", rows);
    }

    /**
     * The transformations that changed after a version; empty where that is not known: an engine of an earlier release, or a
     * person, gave the registry its present version and noted nothing.
     *
     * @param now the present version, which this transaction holds
     */
    Optional<List<Integer>> changedSince(long version, long now) {
        Map<Integer, Long> changes = new TreeMap<>();
        statements.query(
                "SELECT TransformationID, Version FROM SluiceChanges WHERE Version > ?",
                row -> Optional.ofNullable(changes.put(row.getInt("TransformationID"), row.getLong("Version"))),
                version);
        return now == version || changes.containsValue(now)
                ? Optional.of(List.copyOf(changes.keySet()))
                : Optional.empty();
    }

    /** Waits for the batches that hold the version and keeps others from beginning, without a next value. */
    void holdAlone() {
        read(READ + " FOR UPDATE");
    }

    long read() {
        return read(READ);
    }

    private long read(String sql) {
        return statements.query(sql, row -> row.getLong("Version")).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("SluiceRegistry has lost its row; restore it with"
                        + " INSERT INTO SluiceRegistry (Id, Version) VALUES (1, 1)"));
    }
}
