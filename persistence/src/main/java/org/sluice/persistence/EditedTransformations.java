package org.sluice.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.persistence.Flavour.KeyedTable;

/** What follows from an edit by others: the same as from one of the registry's. */
final class EditedTransformations {
    private static final KeyedTable WATCHED = new KeyedTable(
            "SluiceWatched",
            List.of("TransformationID", "QueryHash", "TakesFiles"),
            1,
            "TransformationID, QueryHash, TakesFiles",
            false);
    private static final String NO_QUERY = "";

    private final Statements statements;
    private final Flavour flavour;
    private final PendingWorkTable pendingWork;

    EditedTransformations(Statements statements, Flavour flavour, PendingWorkTable pendingWork) {
        this.statements = statements;
        this.flavour = flavour;
        this.pendingWork = pendingWork;
    }

    /** What decides whether known files are to be looked through. */
    private record Seen(String queryHash, boolean takesFiles) {}

    void take(Set<Integer> edited) {
        Map<Integer, Seen> before = before(edited);
        Map<Integer, String> hashes = hashes(edited);
        List<Object[]> rows = Statements.rows();
        statements
                .queryIn(
                        "SELECT TransformationID, Status FROM Transformations WHERE TransformationID IN (%s)",
                        edited,
                        row -> Map.entry(
                                row.getInt("TransformationID"),
                                Optional.ofNullable(row.getString("Status")).flatMap(TransformationStatus::of)))
                .forEach(row -> {
                    int id = row.getKey();
                    boolean takesFiles = row.getValue()
                            .filter(TransformationStatus::takesFiles)
                            .isPresent();
                    Seen now = new Seen(hashes.getOrDefault(id, NO_QUERY), takesFiles);
                    rows.add(Statements.row(id, now.queryHash(), takesFiles));
                    leaveWork(id, Optional.ofNullable(before.get(id)), now);
                    row.getValue().filter(TransformationStatus::makesTasks).ifPresent(status -> release(id));
                });
        flavour.insertMissing(statements, WATCHED, rows);
        flavour.update(statements, WATCHED, rows);
    }

    private void leaveWork(int id, Optional<Seen> before, Seen now) {
        boolean looksAgain = now.takesFiles() && !now.queryHash().equals(NO_QUERY);
        boolean same = before.filter(old -> old.takesFiles() && old.queryHash().equals(now.queryHash()))
                .isPresent();
        if (looksAgain && !same) {
            pendingWork.leave(id, PendingWork.Kind.BACKFILL);
        }
    }

    private void release(int id) {
        statements.update(
                "UPDATE SluiceTransformations SET Quarantine = NULL, QuarantinedAt = NULL, Lineage = 0"
                        + " WHERE TransformationID = ?",
                id);
        pendingWork.leave(id, PendingWork.Kind.GROUP);
    }

    private Map<Integer, Seen> before(Set<Integer> ids) {
        Map<Integer, Seen> before = new HashMap<>();
        statements
                .queryIn(
                        "SELECT TransformationID, QueryHash, TakesFiles FROM SluiceWatched"
                                + " WHERE TransformationID IN (%s) AND QueryHash IS NOT NULL",
                        ids,
                        row -> Map.entry(
                                row.getInt("TransformationID"),
                                new Seen(row.getString("QueryHash"), row.getBoolean("TakesFiles"))))
                .forEach(row -> before.put(row.getKey(), row.getValue()));
        return before;
    }

    /** Of the stored rows as they are, so that a query that nobody can read counts too. */
    private Map<Integer, String> hashes(Set<Integer> ids) {
        Map<Integer, StringBuilder> texts = new TreeMap<>();
        statements.queryIn(
                "SELECT TransformationID, MetaDataName, MetaDataValue, MetaDataType FROM TransformationMetaQueries"
                        + " WHERE QueryType = 'Input' AND TransformationID IN (%s)"
                        + " ORDER BY TransformationID, MetaDataName",
                ids, row -> texts.computeIfAbsent(row.getInt("TransformationID"), id -> new StringBuilder())
                        .append(row.getString("MetaDataName"))
                        .append('\0')
                        .append(row.getString("MetaDataType"))
                        .append('\0')
                        .append(row.getString("MetaDataValue"))
                        .append('\0'));
        Map<Integer, String> hashes = new HashMap<>();
        texts.forEach((id, text) -> hashes.put(id, hash(text.toString())));
        return hashes;
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
