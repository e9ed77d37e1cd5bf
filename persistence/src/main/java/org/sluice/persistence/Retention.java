package org.sluice.persistence;

import java.time.Instant;
import java.util.List;

/** Forgets what is older than it has to be kept. */
final class Retention {
    private static final int ROWS_PER_TRANSACTION = 5000;

    private final Transactions transactions;

    Retention(Transactions transactions) {
        this.transactions = transactions;
    }

    long forgetEventsBefore(Instant before) {
        long forgotten = 0;
        int deleted;
        do {
            deleted = transactions.stateless(session ->
                    session.doReturningWork(connection -> forgetSome(new Statements(connection, true), before)));
            forgotten += deleted;
        } while (deleted == ROWS_PER_TRANSACTION);
        return forgotten;
    }

    /** By keys, so that only the rows that go are locked. */
    private static int forgetSome(Statements statements, Instant before) {
        List<Long> keys = statements.query(
                "SELECT EntryKey FROM SluiceJournal WHERE Received < ? ORDER BY Received LIMIT ?",
                row -> row.getLong("EntryKey"),
                Times.micros(before),
                ROWS_PER_TRANSACTION);
        return statements.updateIn("DELETE FROM SluiceJournal WHERE EntryKey IN (%s)", keys);
    }
}
