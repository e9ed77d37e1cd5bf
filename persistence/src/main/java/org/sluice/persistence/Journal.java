package org.sluice.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.sluice.engine.store.JournalEntry;
import org.sluice.persistence.Flavour.KeyedTable;

/** {@code SluiceJournal}: the events that took effect, each once. */
final class Journal {
    private static final KeyedTable TABLE = new KeyedTable(
            "SluiceJournal",
            List.of("EventHash", "Batch", "EventID", "Kind", "Subject", "EventTime", "Received", "Body"),
            1,
            "EventHash, EventID, Batch",
            false);

    private final Statements statements;
    private final Flavour flavour;
    /** Marks the rows of this transaction: a row that comes back with another mark was there before. */
    private final long batch = ThreadLocalRandom.current().nextLong();

    Journal(Statements statements, Flavour flavour) {
        this.statements = statements;
        this.flavour = flavour;
    }

    /** Writes what is not there yet, in the order of the hashes, and tells which ids those are. */
    Set<String> record(Collection<JournalEntry> entries) {
        Map<byte[], JournalEntry> byHash = new TreeMap<>(Arrays::compareUnsigned);
        entries.forEach(entry -> byHash.putIfAbsent(hash(entry.eventId()), entry));
        List<Object[]> rows = Statements.rows();
        byHash.forEach((hash, entry) -> rows.add(row(hash, entry)));
        Set<String> fresh = new HashSet<>();
        flavour.insertOrLock(
                        statements, TABLE, rows, row -> row.getLong("Batch") == batch ? row.getString("EventID") : "")
                .forEach(fresh::add);
        fresh.remove("");
        return fresh;
    }

    private Object[] row(byte[] hash, JournalEntry entry) {
        return Statements.row(
                hash,
                batch,
                entry.eventId(),
                entry.kind(),
                entry.subject(),
                Times.micros(entry.time()),
                Times.micros(entry.received()),
                entry.body());
    }

    void remark(Map<String, String> remarksByEventId) {
        for (List<Object> ids : Statements.chunks(remarksByEventId.keySet())) {
            List<Object> parameters = new ArrayList<>();
            ids.forEach(id -> parameters.addAll(List.of(hash((String) id), remarksByEventId.get(id))));
            ids.forEach(id -> parameters.add(hash((String) id)));
            statements.update(
                    "UPDATE SluiceJournal SET Remark = CASE EventHash" + " WHEN ? THEN ?".repeat(ids.size())
                            + " END WHERE EventHash IN (" + Statements.marks(ids.size()) + ")",
                    parameters.toArray());
        }
    }

    /** Ids are compared byte by byte, however long; the hash is also shorter in the index. */
    private static byte[] hash(String eventId) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(eventId.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
