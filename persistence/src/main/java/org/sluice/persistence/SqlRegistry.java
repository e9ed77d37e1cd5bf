package org.sluice.persistence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hibernate.Session;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.filter.StoredQueries;
import org.sluice.engine.store.DefinitionChange;
import org.sluice.engine.store.Derivation;
import org.sluice.engine.store.Extension;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

/** The registry over DIRAC's tables. Every change first takes the registry's version for itself. */
final class SqlRegistry implements TransformationRegistry {
    /** What Sluice itself notes of a transformation's files and tasks. */
    static final List<String> NOTES_OF_FILES_AND_TASKS = List.of(
            "SluicePendingWork",
            "SluiceLaneFiles",
            "SluiceLanes",
            "SluiceTargetCounts",
            "SluiceTaskTargets",
            "SluiceTaskFeedback",
            "SluiceAttachments");

    /** What Sluice itself notes of a transformation beside that. */
    static final List<String> NOTES_OF_DEFINITION =
            List.of("SluiceWatched", "SluiceWaiting", "SluiceNewTasks", "SluiceLogMessages", "SluiceTransformations");

    /** In an order that foreign keys allow. */
    private static final List<String> FILES_AND_TASKS =
            List.of("TaskInputs", "TransformationFileTasks", "TransformationFiles", "TransformationTasks");

    /** In an order that foreign keys allow. */
    private static final List<String> DEFINITION =
            List.of("TransformationMetaQueries", "AdditionalParameters", "TransformationLog", "Transformations");

    private final Transactions transactions;
    private final Flavour flavour;
    private final Clock clock;

    SqlRegistry(Transactions transactions, Flavour flavour, Clock clock) {
        this.transactions = transactions;
        this.flavour = flavour;
        this.clock = clock;
    }

    @Override
    public int create(TransformationDefinition definition, Author author) {
        Columns.check(definition, author);
        return transactions.entities(session -> change(session, statements -> {
            refuseTakenName(statements, definition.name(), 0);
            refuseMissingParent(statements, 0, definition);
            TransformationEntity row = new TransformationEntity();
            fill(row, definition);
            row.author = author.name();
            row.authorDn = author.dn();
            row.authorGroup = author.group();
            row.creationDate = Times.seconds(clock.instant());
            row.lastUpdate = row.creationDate;
            session.persist(row);
            session.flush();
            int id = TransformationRows.id(row);
            writeQuery(statements, id, definition.inputQuery(), TransformationRows.INPUT);
            writeQuery(statements, id, definition.outputQuery(), TransformationRows.OUTPUT);
            new ParameterTable(statements).change(id, Map.of(), definition.parameters());
            take(statements, id, DefinitionChange.creation(id, definition), author);
            derive(statements, id, definition, definition.inheritedFrom() > 0, author);
            return id;
        }));
    }

    @Override
    public void update(int id, UnaryOperator<TransformationDefinition> change, Author author) {
        transactions.entities(session -> change(session, statements -> {
            TransformationEntity row = existing(session, id);
            TransformationDefinition old = TransformationRows.definition(session, row);
            TransformationDefinition changed = change.apply(old);
            Columns.check(changed, author);
            if (!changed.name().equals(old.name())) {
                refuseTakenName(statements, changed.name(), id);
            }
            if (old.inheritedFrom() != changed.inheritedFrom()) {
                refuseMissingParent(statements, id, changed);
            }
            DefinitionChange difference = DefinitionChange.between(old, changed);
            fill(row, changed);
            if (!difference.messages().isEmpty()) {
                row.lastUpdate = Times.seconds(clock.instant());
            }
            session.flush();
            if (DefinitionChange.changesInputQuery(old, changed)) {
                writeQuery(statements, id, changed.inputQuery(), TransformationRows.INPUT);
            }
            if (DefinitionChange.changesOutputQuery(old, changed)) {
                writeQuery(statements, id, changed.outputQuery(), TransformationRows.OUTPUT);
            }
            new ParameterTable(statements).change(id, old.parameters(), changed.parameters());
            take(statements, id, difference, author);
            derive(statements, id, changed, Derivation.isNew(old, changed), author);
            return id;
        }));
    }

    /** A parent that was deleted since has left nothing to take over. */
    private void derive(
            Statements statements, int id, TransformationDefinition definition, boolean isNew, Author author) {
        boolean moves = Derivation.moves(definition) && isThere(statements, definition.inheritedFrom());
        if (isNew || moves) {
            new DerivedFiles(statements, flavour, clock, definition.inheritedFrom(), id, author.name())
                    .derive(isNew, moves);
        }
    }

    private static void refuseMissingParent(Statements statements, int id, TransformationDefinition definition) {
        int parent = definition.inheritedFrom();
        if (parent == 0) {
            return;
        }
        if (parent == id || !isThere(statements, parent)) {
            throw Derivation.noParent(definition);
        }
    }

    private static boolean isThere(Statements statements, int id) {
        return !statements
                .query(
                        "SELECT TransformationID FROM Transformations WHERE TransformationID = ?",
                        row -> row.getInt("TransformationID"),
                        id)
                .isEmpty();
    }

    private static void fill(TransformationEntity row, TransformationDefinition d) {
        row.name = kept(row.name, d.name());
        row.type = kept(row.type, d.type());
        row.plugin = kept(row.plugin, d.plugin());
        row.status = kept(row.status, d.status());
        row.agentType = kept(row.agentType, d.agentType());
        if (TransformationRows.groupSize(row).compareTo(d.groupSize()) != 0) {
            row.groupSize = d.groupSize().doubleValue();
        }
        row.maxNumberOfTasks = d.maxNumberOfTasks();
        row.eventsPerTask = d.eventsPerTask();
        row.description = kept(row.description, d.description());
        row.longDescription = kept(row.longDescription, d.longDescription());
        row.fileMask = kept(row.fileMask, d.fileMask());
        row.transformationGroup = kept(row.transformationGroup, d.transformationGroup());
        row.transformationFamily = kept(row.transformationFamily, d.transformationFamily());
        if (row.inheritedFrom == null || row.inheritedFrom != d.inheritedFrom()) {
            row.inheritedFrom = d.inheritedFrom();
        }
        row.body = kept(row.body, d.body());
    }

    /** The column as it is where the text is the same: NULL reads as empty, and stays NULL. */
    private static @Nullable String kept(@Nullable String column, String text) {
        return TransformationRows.text(column).equals(text) ? column : text;
    }

    private static void writeQuery(Statements statements, int id, Optional<ObjectNode> query, String type) {
        statements.update(
                "DELETE FROM TransformationMetaQueries WHERE TransformationID = ? AND QueryType = ?", id, type);
        List<Object[]> rows = Statements.rows();
        query.ifPresent(json -> StoredQueries.write(json)
                .forEach(condition ->
                        rows.add(Statements.row(id, condition.name(), condition.value(), condition.type(), type))));
        statements.insert(
                "INSERT INTO TransformationMetaQueries"
                        + " (TransformationID, MetaDataName, MetaDataValue, MetaDataType, QueryType) VALUES ",
                "",
                rows);
    }

    /** So that the next edit by a client of DIRAC's is taken for a change, though it should restore what that client knew. */
    private static void forgetWhatOthersWrote(Statements statements, int id) {
        statements.update("UPDATE SluiceWatched SET QueryHash = NULL WHERE TransformationID = ?", id);
    }

    private void take(Statements statements, int id, DefinitionChange change, Author author) {
        new LogTable(statements, flavour, clock).add(id, author.name(), change.messages());
        forgetWhatOthersWrote(statements, id);
        PendingWorkTable work = new PendingWorkTable(statements, clock);
        if (change.looksAgain()) {
            work.leave(id, PendingWork.Kind.BACKFILL);
        }
        if (change.groups()) {
            work.release(id);
        }
    }

    @Override
    public List<Integer> extend(int id, Extension extension, Author author) {
        return transactions.repeatable(session -> session.doReturningWork(connection -> {
            SqlTriggerTransaction transaction = new SqlTriggerTransaction(connection, flavour, clock, session);
            Transformation transformation = TransformationRows.find(session, id).orElseThrow(() -> missing(id));
            List<Integer> numbers = extension.make(transaction, transformation, clock.instant());
            new LogTable(new Statements(connection, true), flavour, clock)
                    .add(id, author.name(), List.of(extension.logMessage()));
            transaction.flush();
            return numbers;
        }));
    }

    @Override
    public void clean(int id, Author author) {
        transactions.entities(session -> change(session, statements -> {
            TransformationEntity row = existing(session, id);
            TransformationDefinition cleaned = DefinitionChange.cleaned(TransformationRows.definition(session, row));
            row.status = cleaned.status();
            row.lastUpdate = Times.seconds(clock.instant());
            session.flush();
            remove(statements, id, NOTES_OF_FILES_AND_TASKS);
            remove(statements, id, FILES_AND_TASKS);
            remove(statements, id, List.of("TransformationMetaQueries"));
            // Not released: there is nothing left to be grouped.
            TransformationLocks.beginAnew(statements, id);
            forgetWhatOthersWrote(statements, id);
            new LogTable(statements, flavour, clock).add(id, author.name(), DefinitionChange.CLEANING_MESSAGES);
            return id;
        }));
    }

    @Override
    public void delete(int id, Author author) {
        transactions.entities(session -> change(session, statements -> {
            existing(session, id);
            session.clear();
            remove(statements, id, NOTES_OF_FILES_AND_TASKS);
            remove(statements, id, NOTES_OF_DEFINITION);
            remove(statements, id, FILES_AND_TASKS);
            remove(statements, id, DEFINITION);
            return id;
        }));
    }

    private static void remove(Statements statements, int id, List<String> tables) {
        tables.forEach(table -> statements.update("DELETE FROM " + table + " WHERE TransformationID = ?", id));
    }

    private static TransformationEntity existing(Session session, int id) {
        return Optional.ofNullable(session.find(TransformationEntity.class, id)).orElseThrow(() -> missing(id));
    }

    private static RegistryException missing(int id) {
        return new RegistryException("there is no transformation " + id);
    }

    private static void refuseTakenName(Statements statements, String name, int exceptId) {
        statements
                .query(
                        "SELECT TransformationID FROM Transformations"
                                + " WHERE TransformationName = ? AND TransformationID <> ?",
                        row -> row.getInt("TransformationID"),
                        name,
                        exceptId)
                .stream()
                .findFirst()
                .ifPresent(id -> {
                    throw new RegistryException("the name " + name + " is taken by transformation " + id
                            + "; choose another TransformationName");
                });
    }

    /** @param work changes a transformation, and tells its id */
    private static int change(Session session, Function<Statements, Integer> work) {
        return statements(session, statements -> {
            RegistryVersion version = new RegistryVersion(statements);
            version.increment();
            int id = work.apply(statements);
            version.changed(List.of(id));
            return id;
        });
    }

    private static <T> T statements(SharedSessionContract session, Function<Statements, T> work) {
        return session.doReturningWork(connection -> work.apply(new Statements(connection, true)));
    }

    private <T> T read(Function<RegistryReports, T> work) {
        return transactions.stateless(
                session -> statements(session, statements -> work.apply(new RegistryReports(statements, flavour))));
    }

    @Override
    public List<Transformation> list() {
        return transactions.stateless(TransformationRows::all);
    }

    @Override
    public Optional<Transformation> find(int id) {
        return transactions.stateless(session -> TransformationRows.find(session, id));
    }

    @Override
    public List<AttachedFile> files(int id, int limit) {
        return read(reports -> reports.files(id, limit));
    }

    @Override
    public List<TaskRow> tasks(int id, int limit) {
        return read(reports -> reports.tasks(id, limit));
    }

    @Override
    public Optional<TaskRow> task(int id, int taskId) {
        return read(reports -> reports.task(id, taskId));
    }

    @Override
    public Unassigned unassigned(int id, int limit) {
        return read(reports -> reports.unassigned(id, limit));
    }

    @Override
    public List<Progress> pendingWork() {
        return read(RegistryReports::pendingWork);
    }

    @Override
    public List<LogEntry> log(int id) {
        return read(reports -> reports.log(id));
    }

    @Override
    public List<Counts> counts() {
        return read(RegistryReports::counts);
    }

    @Override
    public long version() {
        return read(RegistryReports::version);
    }

    @Override
    public Map<Integer, String> quarantines() {
        return read(RegistryReports::quarantines);
    }

    @Override
    public Map<Integer, Integer> lineages(Collection<Integer> ids) {
        return read(reports -> reports.lineages(ids));
    }

    @Override
    public Optional<String> quarantine(int id) {
        return read(reports -> reports.quarantine(id));
    }
}
