package org.sluice.persistence;

import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.DataFaultException;
import org.sluice.persistence.Flavour.KeyedTable;

/** {@code DataFiles} and {@code TransformationFiles}: which file is in which transformation. */
final class Attachments {
    private static final KeyedTable DATA_FILES = new KeyedTable("DataFiles", List.of("LFN"), 1, "FileID, LFN", true);
    private static final KeyedTable TRANSFORMATION_FILES = new KeyedTable(
            "TransformationFiles",
            List.of("TransformationID", "FileID", "Status", "LastUpdate", "InsertedTime"),
            2,
            "FileID",
            false);

    private final Statements statements;
    private final Flavour flavour;
    private final Clock clock;
    private final KnownFiles files;
    private final Map<String, Integer> idsByLfn = new HashMap<>();

    Attachments(Statements statements, Flavour flavour, Clock clock, KnownFiles files) {
        this.statements = statements;
        this.flavour = flavour;
        this.clock = clock;
        this.files = files;
    }

    Map<String, Map<Integer, String>> of(Collection<String> lfns) {
        Map<Integer, String> lfnsById = new TreeMap<>();
        findIds(lfns).forEach((lfn, id) -> lfnsById.put(id, lfn));
        Map<String, Map<Integer, String>> found = new HashMap<>();
        statements.queryIn(
                "SELECT FileID, TransformationID, Status FROM TransformationFiles WHERE FileID IN (%s)",
                lfnsById.keySet(), row -> found.computeIfAbsent(
                                Optional.ofNullable(lfnsById.get(row.getInt("FileID")))
                                        .orElseThrow(),
                                lfn -> new TreeMap<>())
                        .put(row.getInt("TransformationID"), row.getString("Status")));
        return found;
    }

    /** The ids of those LFNs that {@code DataFiles} has; a row of DIRAC's for a file that Sluice meets is linked to it. */
    private Map<String, Integer> findIds(Collection<String> lfns) {
        Map<String, Integer> ids = new HashMap<>();
        Set<String> unlinked = new TreeSet<>();
        for (String lfn : lfns) {
            Optional<Integer> id = Optional.ofNullable(idsByLfn.get(lfn)).or(() -> files.fileId(lfn));
            id.ifPresentOrElse(known -> ids.put(lfn, known), () -> unlinked.add(lfn));
        }
        statements.queryIn(
                "SELECT FileID, LFN FROM DataFiles WHERE LFN IN (%s)",
                unlinked, row -> {
                    // The table's comparison finds more than was asked for.
                    if (unlinked.contains(row.getString("LFN"))) {
                        ids.put(row.getString("LFN"), row.getInt("FileID"));
                        files.link(row.getString("LFN"), row.getInt("FileID"));
                    }
                    return row;
                });
        idsByLfn.putAll(ids);
        return ids;
    }

    void attach(List<Attachment> attachments) {
        if (attachments.isEmpty()) {
            return;
        }
        Set<Integer> existing = lockTransformations(attachments);
        Set<String> lfns = new LinkedHashSet<>();
        attachments.forEach(attachment -> lfns.add(attachment.lfn()));
        createDataFiles(lfns);
        LocalDateTime now = Times.seconds(clock.instant());
        List<Object[]> rows = Statements.rows();
        Set<Attachment> seen = new HashSet<>();
        for (Attachment attachment : attachments) {
            if (existing.contains(attachment.transformationId()) && seen.add(attachment)) {
                rows.add(Statements.row(
                        attachment.transformationId(), idsByLfn.get(attachment.lfn()), "Unused", now, now));
            }
        }
        flavour.insertMissing(statements, TRANSFORMATION_FILES, rows);
    }

    /** Inserting a file row locks its transformation's row shared in any case; done first, it also says which are gone. */
    private Set<Integer> lockTransformations(List<Attachment> attachments) {
        Set<Integer> ids = new TreeSet<>();
        attachments.forEach(attachment -> ids.add(attachment.transformationId()));
        return new HashSet<>(statements.queryIn(
                "SELECT TransformationID FROM Transformations WHERE TransformationID IN (%s) ORDER BY TransformationID"
                        + flavour.shareLock(),
                ids,
                row -> row.getInt("TransformationID")));
    }

    private void createDataFiles(Set<String> lfns) {
        List<Object[]> rows = Statements.rows();
        for (String lfn : lfns) {
            files.fileId(lfn).ifPresent(id -> idsByLfn.put(lfn, id));
            if (!idsByLfn.containsKey(lfn)) {
                rows.add(Statements.row(lfn));
            }
        }
        flavour.insertOrLock(
                statements, DATA_FILES, rows, row -> idsByLfn.put(row.getString("LFN"), row.getInt("FileID")));
        for (String lfn : lfns) {
            Integer id = idsByLfn.get(lfn);
            if (id == null) {
                throw DataFaultException.collision(lfn, holder(lfn));
            }
            files.link(lfn, id);
        }
    }

    private String holder(String lfn) {
        return statements.query("SELECT LFN FROM DataFiles WHERE LFN = ?", row -> row.getString("LFN"), lfn).stream()
                .findFirst()
                .orElse("another");
    }

    Map<Integer, List<WaitingFile>> waiting(Collection<Integer> transformationIds, boolean withReplicasOnly) {
        files.write();
        String known = withReplicasOnly
                ? "JOIN SluiceFiles s ON s.FileID = tf.FileID AND s.ReplicaCount > 0"
                : "LEFT JOIN SluiceFiles s ON s.FileID = tf.FileID";
        Map<Integer, List<WaitingFile>> waiting = new TreeMap<>();
        statements.queryIn(
                "SELECT tf.TransformationID, tf.FileID, d.LFN, s.SizeBytes, s.Replicas FROM TransformationFiles tf"
                        + " JOIN DataFiles d ON d.FileID = tf.FileID " + known
                        + " WHERE tf.TransformationID IN (%s) AND tf.Status IN ('Unused', 'ProbInFC')"
                        + " ORDER BY tf.TransformationID, tf.InsertedTime, tf.FileID",
                transformationIds,
                row -> {
                    String lfn = row.getString("LFN");
                    idsByLfn.put(lfn, row.getInt("FileID"));
                    Number size = (Number) row.getObject("SizeBytes");
                    return waiting.computeIfAbsent(row.getInt("TransformationID"), id -> new ArrayList<>())
                            .add(WaitingFile.of(
                                    lfn,
                                    size == null ? OptionalLong.empty() : OptionalLong.of(size.longValue()),
                                    Names.read(row.getString("Replicas"))));
                });
        return waiting;
    }

    Map<String, Long> byUsedSe(int transformationId) {
        Map<String, Long> counts = new TreeMap<>();
        statements.query(
                "SELECT UsedSE, COUNT(*) AS N FROM TransformationFiles WHERE TransformationID = ? AND TaskID > 0"
                        + " GROUP BY UsedSE",
                row -> counts.put(row.getString("UsedSE"), row.getLong("N")),
                transformationId);
        return counts;
    }

    /** The ids of files that are attached to something. */
    Map<String, Integer> idsOf(Collection<String> lfns) {
        Map<String, Integer> ids = findIds(lfns);
        for (String lfn : lfns) {
            if (!ids.containsKey(lfn)) {
                throw new IllegalStateException(lfn + " is in no transformation");
            }
        }
        return ids;
    }
}
