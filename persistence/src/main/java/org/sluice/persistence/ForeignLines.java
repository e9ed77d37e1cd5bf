package org.sluice.persistence;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sluice.persistence.Flavour.KeyedTable;

/** Lines of {@code TransformationLog} that Sluice did not write. */
final class ForeignLines {
    /** Ids are given before a commit: so far below the greatest, a line may still appear. */
    private static final long LATE = 1000;

    private static final KeyedTable LOOKED_AT = new KeyedTable("SluiceLogLines", List.of("RecID"), 1, "RecID", false);

    private final Statements statements;
    private final Flavour flavour;

    ForeignLines(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** DIRAC's line on a change of one column or parameter; only what a status says concerns the files that are taken. */
    private static final Pattern NOT_OF_FILES = Pattern.compile("(?!Status )\\w+ updated to .*", Pattern.DOTALL);

    /**
     * What new lines are about.
     *
     * @param edited the transformations; all there are, when it is looked for the first time
     * @param ofFiles those of them that may take other files than before, whatever they look like now
     */
    record Found(Set<Integer> edited, Set<Integer> ofFiles) {}

    private record Line(int id, int transformation, String message) {}

    /** The last id at the look before; empty at the first look of all. */
    Optional<Long> last() {
        return statements
                .query(
                        "SELECT LastRecID FROM SluiceWatch WHERE Id = 1",
                        row -> Optional.ofNullable((Long) row.getObject("LastRecID")))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Looks at the lines that nobody has looked at. */
    Found look(Optional<Long> last) {
        long newest = statements
                .query("SELECT COALESCE(MAX(recid), 0) AS Newest FROM TransformationLog", row -> row.getLong("Newest"))
                .get(0);
        // All lines may have gone with their transformations.
        long from = Math.min(last.orElse(newest), newest) - LATE;
        List<Line> lines = statements.query(
                "SELECT l.recid, l.TransformationID, l.Message FROM TransformationLog l"
                        + " LEFT JOIN SluiceLogLines s ON s.RecID = l.recid"
                        + " WHERE l.recid > ? AND l.recid <= ? AND s.RecID IS NULL ORDER BY l.recid",
                row -> new Line(
                        row.getInt("recid"),
                        row.getInt("TransformationID"),
                        Optional.ofNullable(row.getString("Message")).orElse("")),
                from,
                newest);
        Set<Integer> edited = new TreeSet<>();
        Set<Integer> ofFiles = new TreeSet<>();
        lines.forEach(line -> {
            edited.add(line.transformation());
            if (!NOT_OF_FILES.matcher(line.message()).matches()) {
                ofFiles.add(line.transformation());
            }
        });
        if (last.isEmpty()) {
            edited.addAll(statements.query(
                    "SELECT TransformationID FROM Transformations", row -> row.getInt("TransformationID")));
        }
        note(lines.stream().map(Line::id).toList(), newest, last);
        return new Found(edited, ofFiles);
    }

    private void note(List<Integer> lines, long newest, Optional<Long> last) {
        List<Object[]> rows = Statements.rows();
        lines.stream().filter(line -> line > newest - LATE).forEach(line -> rows.add(Statements.row(line)));
        flavour.insertMissing(statements, LOOKED_AT, rows);
        if (last.isEmpty() || last.get() != newest) {
            statements.update("UPDATE SluiceWatch SET LastRecID = ? WHERE Id = 1", newest);
            statements.update("DELETE FROM SluiceLogLines WHERE RecID <= ?", newest - LATE);
        }
    }
}
