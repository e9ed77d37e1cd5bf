package org.sluice.persistence;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.persistence.Attachments.FileOf;
import org.sluice.persistence.Flavour.KeyedTable;

/**
 * {@code SluiceWaiting}: how many files wait in each transformation, and the sum of their ids, by what Sluice itself
 * wrote. What the tables hold beyond that, others wrote; see {@code docs/beside-dirac.md}.
 */
final class WaitingFigures {
    private static final KeyedTable TABLE = new KeyedTable(
            "SluiceWaiting", List.of("TransformationID", "Files", "SumOfIDs"), 1, "TransformationID", false);

    private final Statements statements;
    private final Flavour flavour;
    private final Map<Integer, Figures> changes = new TreeMap<>();

    WaitingFigures(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** Numbers to be added to those of a transformation. */
    record Figures(long files, long sumOfIds) {
        Figures plus(Figures other) {
            return new Figures(files + other.files, sumOfIds + other.sumOfIds);
        }
    }

    /** A row is written that waits. */
    void begins(FileOf file) {
        add(file, 1);
    }

    /** A row that waited is put into a task. */
    void ends(FileOf file) {
        add(file, -1);
    }

    /** A row gets another status. */
    void changes(FileOf file, String before, String after) {
        add(file, (FileStatus.isGroupable(after) ? 1 : 0) - (FileStatus.isGroupable(before) ? 1 : 0));
    }

    private void add(FileOf file, int times) {
        if (times != 0) {
            changes.merge(file.transformation(), new Figures(times, (long) times * file.file()), Figures::plus);
        }
    }

    /** Writes what changed; the transformations are locked. */
    void write() {
        List<Object[]> rows = Statements.rows();
        changes.forEach((id, change) -> rows.add(Statements.row(id, change.files(), change.sumOfIds())));
        changes.clear();
        add(statements, flavour, rows);
    }

    /** @param rows transformation, files, sum of their ids */
    static void add(Statements statements, Flavour flavour, List<Object[]> rows) {
        flavour.add(statements, TABLE, rows);
    }
}
