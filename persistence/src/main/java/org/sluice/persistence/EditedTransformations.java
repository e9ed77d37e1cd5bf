package org.sluice.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
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
    private final Clock clock;
    private final PendingWorkTable pendingWork;

    EditedTransformations(Statements statements, Flavour flavour, Clock clock, PendingWorkTable pendingWork) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.pendingWork = pendingWork;
    }

    /** What decides whether known files are to be looked through. */
    private record Seen(String queryHash, boolean takesFiles) {}

    /** A transformation's row, as others left it. */
    private record Edited(int id, Optional<TransformationStatus> status, int inheritedFrom) {
        boolean takesFiles() {
            return status.filter(TransformationStatus::takesFiles).isPresent();
        }

        boolean makesTasks() {
            return status.filter(TransformationStatus::makesTasks).isPresent();
        }
    }

    void take(ForeignLines.Found found) {
        Map<Integer, Seen> before = before(found.edited());
        Map<Integer, String> hashes = hashes(found.edited());
        List<Edited> transformations = statements.queryIn(
                "SELECT TransformationID, Status, InheritedFrom FROM Transformations WHERE TransformationID IN (%s)",
                found.edited(),
                row -> new Edited(
                        row.getInt("TransformationID"),
                        Optional.ofNullable(row.getString("Status")).flatMap(TransformationStatus::of),
                        row.getInt("InheritedFrom")));
        List<Object[]> rows = Statements.rows();
        for (Edited one : transformations) {
            Seen now = new Seen(hashes.getOrDefault(one.id(), NO_QUERY), one.takesFiles());
            rows.add(Statements.row(one.id(), now.queryHash(), now.takesFiles()));
            boolean same = !found.ofFiles().contains(one.id())
                    && Optional.ofNullable(before.get(one.id()))
                            .filter(now::equals)
                            .isPresent();
            if (!same && now.takesFiles() && !now.queryHash().equals(NO_QUERY)) {
                pendingWork.leave(one.id(), PendingWork.Kind.BACKFILL);
            }
            if (one.makesTasks()) {
                takeOver(one);
                pendingWork.release(one.id());
            }
        }
        flavour.insertMissing(statements, WATCHED, rows);
        flavour.update(statements, WATCHED, rows);
    }

    /** DIRAC's TransformationAgent would take over the files of the parent, and is switched off. */
    private void takeOver(Edited one) {
        boolean hasParent = one.inheritedFrom() != one.id()
                && !statements
                        .query(
                                "SELECT TransformationID FROM Transformations WHERE TransformationID = ?",
                                row -> row.getInt("TransformationID"),
                                one.inheritedFrom())
                        .isEmpty();
        if (hasParent) {
            new DerivedFiles(statements, flavour, clock, one.inheritedFrom(), one.id(), LogTable.ENGINE)
                    .derive(false, true);
        }
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
