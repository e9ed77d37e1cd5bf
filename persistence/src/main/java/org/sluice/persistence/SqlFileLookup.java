package org.sluice.persistence;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.store.FileLookup;

/** Reads {@code SluiceFiles}. */
final class SqlFileLookup implements FileLookup {
    private final Transactions transactions;

    SqlFileLookup(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Set<String> registered(Collection<String> lfns) {
        Set<String> wanted = new TreeSet<>(lfns);
        return transactions.stateless(
                session -> session.doReturningWork(connection -> Set.copyOf(new Statements(connection, true)
                        .queryIn(
                                "SELECT LFN FROM SluiceFiles WHERE LFN IN (%s) AND Registered IS NOT NULL",
                                wanted, row -> row.getString("LFN")))));
    }
}
