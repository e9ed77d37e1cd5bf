package org.sluice.engine.dryrun;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.Explanation;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistry.TaskRow;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.trigger.EffectiveMetadata;
import org.sluice.engine.trigger.TriggerSettings;

/**
 * Tells why a file is in a transformation or not. It looks at what is recorded, without locks: a batch that commits
 * meanwhile may be seen in part. Thread-safe. See {@code docs/transformations.md}.
 */
public final class Explain {
    private final TransformationRegistry registry;
    private final FileLookup files;
    private final MetadataSchema schema;
    private final WaitingReasons waiting;
    private final OutsideReasons outside;

    public Explain(
            TransformationRegistry registry,
            FileLookup files,
            MetadataSchema schema,
            TriggerSettings settings,
            Plugins plugins) {
        this.registry = registry;
        this.files = files;
        this.schema = schema;
        this.waiting = new WaitingReasons(registry, files, settings, plugins);
        this.outside = new OutsideReasons(registry, files, settings.maxLineage());
    }

    /**
     * Explains one file in one transformation.
     *
     * @throws RegistryException when nothing is known of the file, with a sentence that says what to do
     */
    public FileExplanation explain(String lfn, Transformation transformation) {
        Optional<FileRecord> record = files.find(List.of(lfn)).stream().findFirst();
        Optional<FileInTransformation> row = files.row(transformation.id(), lfn);
        if (record.isEmpty() && row.isEmpty()) {
            throw new RegistryException("nothing is known of the file " + lfn
                    + ": no event told of it, and it is not in transformation " + transformation.id()
                    + "; check the LFN, every character counts, or load it with 'sluice import'");
        }
        Optional<TaskRow> task =
                row.filter(r -> r.taskId() > 0).flatMap(r -> registry.task(r.transformationId(), r.taskId()));
        Query query = query(transformation, record);
        List<Reason> reasons = row.isPresent()
                ? new AttachedReasons(transformation, row.get(), task, query.explanation, waiting).reasons()
                : absent(transformation, record, query);
        return new FileExplanation(lfn, transformation, row, task, query.explanation, reasons);
    }

    /** The query's view of the file, or why there is none. */
    private record Query(Optional<Explanation> explanation, Optional<Reason> problem) {}

    private Query query(Transformation transformation, Optional<FileRecord> record) {
        Optional<Reason> unreadable = transformation.definition().unreadable().entrySet().stream()
                .findFirst()
                .map(query -> new Reason(
                        Code.BAD_QUERY,
                        "the transformation's stored %s cannot be read, so that no engine works with it: %s"
                                .formatted(query.getKey(), query.getValue())));
        if (unreadable.isPresent()) {
            return new Query(Optional.empty(), unreadable);
        }
        try {
            Optional<MetaQuery> query =
                    transformation.definition().inputQuery().map(json -> MetaQuery.parse(json, schema));
            if (query.isEmpty()) {
                return new Query(
                        Optional.empty(),
                        Optional.of(new Reason(
                                Code.FED_BY_HAND,
                                "the transformation has no InputMetaQuery: files are given to it by hand only")));
            }
            return new Query(record.map(known -> query.get().explain(facts(known))), Optional.empty());
        } catch (BadQueryException e) {
            return new Query(
                    Optional.empty(),
                    Optional.of(new Reason(
                            Code.BAD_QUERY,
                            "the transformation's InputMetaQuery cannot be used, so that it takes no files: "
                                    + e.getMessage())));
        }
    }

    private FileFacts facts(FileRecord record) {
        return EffectiveMetadata.of(record, files.directoriesAbove(List.of(record.lfn())));
    }

    private List<Reason> absent(Transformation transformation, Optional<FileRecord> record, Query query) {
        if (record.flatMap(FileRecord::registered).isEmpty()) {
            boolean removed = record.flatMap(FileRecord::removed).isPresent();
            return List.of(
                    new Reason(
                            Code.NOT_REGISTERED,
                            removed
                                    ? "the file was removed from the catalogue; only registered files are matched"
                                    : "the file was spoken of, but no FileRegistered has come; only registered files are matched"));
        }
        if (query.problem.isPresent()) {
            return List.of(query.problem.get());
        }
        if (!query.explanation.map(Explanation::matched).orElse(false)) {
            return List.of(new Reason(Code.DOES_NOT_MATCH, "it does not satisfy the InputMetaQuery: " + failed(query)));
        }
        return outside.of(transformation, facts(record.get()));
    }

    private static String failed(Query query) {
        List<String> places = query.explanation.stream()
                .flatMap(explanation -> explanation.lines().stream())
                .filter(line -> !line.held())
                .map(Explanation.Line::place)
                .toList();
        return "see " + String.join(", ", places);
    }
}
