package org.sluice.persistence;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.store.DataFaultException;
import org.sluice.persistence.Flavour.KeyedTable;

/** {@code DataFiles}: the number by which DIRAC's tables know an LFN. */
final class DataFiles {
    private static final KeyedTable TABLE = new KeyedTable("DataFiles", List.of("LFN"), 1, "FileID, LFN", true);

    private final Statements statements;
    private final Flavour flavour;
    private final Map<String, Integer> idsByLfn = new HashMap<>();

    DataFiles(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** Notes an id that was read elsewhere. */
    void note(String lfn, int id) {
        idsByLfn.put(lfn, id);
    }

    /** The ids of those LFNs that have one. */
    Map<String, Integer> find(Collection<String> lfns) {
        Map<String, Integer> ids = new HashMap<>();
        Set<String> unread = new TreeSet<>();
        for (String lfn : lfns) {
            known(lfn).ifPresentOrElse(id -> ids.put(lfn, id), () -> unread.add(lfn));
        }
        statements.queryIn(
                "SELECT FileID, LFN FROM DataFiles WHERE LFN IN (%s)",
                unread, row -> {
                    // The table's comparison finds more than was asked for.
                    if (unread.contains(row.getString("LFN"))) {
                        ids.put(row.getString("LFN"), row.getInt("FileID"));
                        note(row.getString("LFN"), row.getInt("FileID"));
                    }
                    return row;
                });
        return ids;
    }

    /**
     * The ids of all of these LFNs; those that have none get one, in this order.
     *
     * @throws DataFaultException for an LFN that the table takes for another one
     */
    Map<String, Integer> findOrCreate(Set<String> lfns) {
        List<Object[]> rows = Statements.rows();
        for (String lfn : lfns) {
            if (known(lfn).isEmpty()) {
                rows.add(Statements.row(lfn));
            }
        }
        flavour.insertOrLock(statements, TABLE, rows, row -> idsByLfn.put(row.getString("LFN"), row.getInt("FileID")));
        Map<String, Integer> ids = new HashMap<>();
        for (String lfn : lfns) {
            ids.put(lfn, known(lfn).orElseThrow(() -> DataFaultException.collision(lfn, holder(lfn))));
        }
        return ids;
    }

    private Optional<Integer> known(String lfn) {
        return Optional.ofNullable(idsByLfn.get(lfn));
    }

    private String holder(String lfn) {
        return statements.query("SELECT LFN FROM DataFiles WHERE LFN = ?", row -> row.getString("LFN"), lfn).stream()
                .findFirst()
                .orElse("another");
    }
}
