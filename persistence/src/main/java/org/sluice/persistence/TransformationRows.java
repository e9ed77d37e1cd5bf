package org.sluice.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.StoredCondition;
import org.sluice.engine.filter.StoredQueries;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;

/** Reads transformations out of their three tables. Batches do without one that cannot be read, with a line in the log. */
final class TransformationRows {
    static final String INPUT = "Input";
    static final String OUTPUT = "Output";
    private static final Logger LOG = LoggerFactory.getLogger(TransformationRows.class);
    private static final List<String> STATUSES_FOR_BATCHES = Arrays.stream(TransformationStatus.values())
            .filter(status -> status.takesFiles() || status.makesTasks())
            .map(TransformationStatus::text)
            .toList();

    private TransformationRows() {}

    /** Those that take files or make tasks, in the order of their ids. */
    static List<Transformation> forBatches(SharedSessionContract session) {
        return readable(read(
                session,
                session.createSelectionQuery(
                                "from TransformationEntity t where t.status in (:statuses) order by t.id",
                                TransformationEntity.class)
                        .setParameterList("statuses", STATUSES_FOR_BATCHES)
                        .getResultList()));
    }

    /** Those of these that take files or make tasks, in the order of their ids. */
    static List<Transformation> forBatches(SharedSessionContract session, Collection<Integer> ids) {
        return readable(read(
                session,
                session.createSelectionQuery(
                                "from TransformationEntity t where t.id in (:ids) and t.status in (:statuses) order by t.id",
                                TransformationEntity.class)
                        .setParameterList("ids", ids)
                        .setParameterList("statuses", STATUSES_FOR_BATCHES)
                        .getResultList()));
    }

    static List<Transformation> all(SharedSessionContract session) {
        return read(
                session,
                session.createSelectionQuery("from TransformationEntity t order by t.id", TransformationEntity.class)
                        .getResultList());
    }

    static Optional<Transformation> find(SharedSessionContract session, int id) {
        return read(
                        session,
                        session.createSelectionQuery(
                                        "from TransformationEntity t where t.id = :id", TransformationEntity.class)
                                .setParameter("id", id)
                                .getResultList())
                .stream()
                .findFirst();
    }

    private static List<Transformation> readable(List<Transformation> all) {
        return all.stream().filter(TransformationRows::isReadable).toList();
    }

    private static boolean isReadable(Transformation transformation) {
        TransformationDefinition definition = transformation.definition();
        definition
                .unreadable()
                .forEach((query, reason) -> LOG.error(
                        "Transformation {} ({}) is left out: its stored {} cannot be read, {}."
                                + " Mend its rows in TransformationMetaQueries, or set the query anew",
                        transformation.id(),
                        definition.name(),
                        query,
                        reason));
        return definition.unreadable().isEmpty();
    }

    private static List<Transformation> read(SharedSessionContract session, List<TransformationEntity> rows) {
        List<Integer> ids = rows.stream().map(TransformationRows::id).toList();
        Map<Integer, Map<String, String>> parameters = parameters(session, ids);
        Map<Integer, Queries> queries = queries(session, ids);
        return rows.stream()
                .map(row -> new Transformation(
                        id(row),
                        definition(
                                row,
                                parameters.getOrDefault(id(row), Map.of()),
                                queries.getOrDefault(id(row), Queries.NONE)),
                        new Author(text(row.author), text(row.authorDn), text(row.authorGroup)),
                        time(row.creationDate),
                        time(row.lastUpdate)))
                .toList();
    }

    static TransformationDefinition definition(SharedSessionContract session, TransformationEntity row) {
        return read(session, List.of(row)).get(0).definition();
    }

    private static TransformationDefinition definition(
            TransformationEntity row, Map<String, String> parameters, Queries queries) {
        Map<String, String> unreadable = new TreeMap<>();
        return new TransformationDefinition(
                text(row.name),
                text(row.type),
                text(row.plugin),
                text(row.status),
                text(row.agentType),
                groupSize(row),
                row.maxNumberOfTasks,
                row.eventsPerTask,
                text(row.description),
                text(row.longDescription),
                text(row.fileMask),
                text(row.transformationGroup),
                text(row.transformationFamily),
                row.inheritedFrom == null ? 0 : row.inheritedFrom,
                text(row.body),
                queries.read(INPUT, TransformationDefinition.INPUT_QUERY, unreadable),
                queries.read(OUTPUT, TransformationDefinition.OUTPUT_QUERY, unreadable),
                parameters,
                unreadable);
    }

    static BigDecimal groupSize(TransformationEntity row) {
        return TransformationDefinition.shortestDecimal((float) row.groupSize);
    }

    private static Map<Integer, Map<String, String>> parameters(
            SharedSessionContract session, Collection<Integer> ids) {
        Map<Integer, Map<String, String>> parameters = new HashMap<>();
        session.createSelectionQuery(
                        "from ParameterEntity p where p.transformationId in (:ids) order by p.name",
                        ParameterEntity.class)
                .setParameterList("ids", ids)
                .getResultList()
                .forEach(row -> parameters
                        .computeIfAbsent(row.transformationId, id -> new LinkedHashMap<>())
                        .put(text(row.name), text(row.value)));
        return parameters;
    }

    private static Map<Integer, Queries> queries(SharedSessionContract session, Collection<Integer> ids) {
        Map<Integer, Map<String, List<StoredCondition>>> rows = session
                .createSelectionQuery(
                        "from MetaQueryEntity q where q.transformationId in (:ids) order by q.name",
                        MetaQueryEntity.class)
                .setParameterList("ids", ids)
                .getResultList()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.transformationId,
                        TreeMap::new,
                        Collectors.groupingBy(
                                row -> text(row.queryType),
                                Collectors.mapping(
                                        row -> new StoredCondition(text(row.name), text(row.value), text(row.type)),
                                        Collectors.toList()))));
        Map<Integer, Queries> queries = new HashMap<>();
        rows.forEach((id, byType) -> queries.put(id, new Queries(byType)));
        return queries;
    }

    /** The stored rows of a transformation's two queries. */
    private record Queries(Map<String, List<StoredCondition>> rowsByType) {
        static final Queries NONE = new Queries(Map.of());

        /** @param unreadable gets the reason why it cannot be read, where it cannot */
        Optional<ObjectNode> read(String type, String name, Map<String, String> unreadable) {
            try {
                return Optional.ofNullable(rowsByType.get(type)).map(StoredQueries::read);
            } catch (BadQueryException e) {
                unreadable.put(name, e.getMessage());
                return Optional.empty();
            }
        }
    }

    static int id(TransformationEntity row) {
        return Optional.ofNullable(row.id).orElse(0);
    }

    /** DIRAC leaves columns NULL where nothing was given. */
    static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    private static Instant time(@Nullable LocalDateTime column) {
        return column == null ? Instant.EPOCH : Times.instant(column);
    }
}
