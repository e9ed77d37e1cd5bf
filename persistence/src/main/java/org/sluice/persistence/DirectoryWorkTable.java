package org.sluice.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.file.LfnRange;
import org.sluice.engine.store.DirectoryWork;

/**
 * {@code SluiceDirectoryWork}: changed directories, the files below which are to be matched again. The primary key is
 * the place in the queue, so that the next row is found, and locked, without a look at the others.
 */
final class DirectoryWorkTable {
    private final Statements statements;

    DirectoryWorkTable(Statements statements) {
        this.statements = statements;
    }

    void leave(Collection<String> directories) {
        List<Object[]> rows = Statements.rows();
        directories.forEach(directory -> rows.add(Statements.row(directory, "")));
        statements.insert("INSERT INTO SluiceDirectoryWork (Directory, Position) VALUES ", "", rows);
    }

    /** The first that no other engine works on; one that begins takes over others that it covers. */
    Optional<DirectoryWork> lockNext() {
        Optional<DirectoryWork> work = statements
                .query(
                        "SELECT WorkKey, Directory, Position FROM SluiceDirectoryWork"
                                + " ORDER BY WorkKey LIMIT 1 FOR UPDATE SKIP LOCKED",
                        row -> new DirectoryWork(
                                row.getLong("WorkKey"), row.getString("Directory"), row.getString("Position")))
                .stream()
                .findFirst();
        work.filter(begun -> begun.position().isEmpty()).ifPresent(this::takeOver);
        return work;
    }

    private void takeOver(DirectoryWork work) {
        LfnRange below = LfnRange.below(work.directory());
        remove(statements.query(
                "SELECT WorkKey FROM SluiceDirectoryWork WHERE WorkKey <> ?"
                        + " AND (Directory = ? OR (Directory >= ? AND Directory < ?)) FOR UPDATE SKIP LOCKED",
                row -> row.getLong("WorkKey"),
                work.key(),
                work.directory(),
                below.first(),
                below.end()));
    }

    /** The row goes to the end of the queue. */
    void advance(DirectoryWork work, String position) {
        remove(List.of(work.key()));
        statements.update(
                "INSERT INTO SluiceDirectoryWork (Directory, Position) VALUES (?, ?)", work.directory(), position);
    }

    void remove(List<Long> keys) {
        if (!keys.isEmpty()) {
            statements.updateIn("DELETE FROM SluiceDirectoryWork WHERE WorkKey IN (%s)", keys);
        }
    }
}
