package org.sluice.engine.store.memory;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.store.Derivation;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.memory.Tables.AttachedRow;
import org.sluice.engine.store.memory.Tables.FileOf;
import org.sluice.engine.store.memory.Tables.TransformationRow;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.transformation.FileStatus;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationStatus;

/** Gives a derived transformation its parent's files; the caller holds the store's lock. */
record MemoryDerivation(Tables tables, int parent, int derived, Author author) {

    void derive(boolean isNew, boolean moves) {
        if (isNew) {
            tell();
        }
        if (isNew || moves) {
            copy();
        }
        if (moves) {
            move();
        }
    }

    private void tell() {
        tables.transformations.get(parent).ifPresent(row -> {
            Transformation old = row.transformation();
            if (Derivation.completes(old.definition().status())) {
                String completing = TransformationStatus.COMPLETING.text();
                tables.transformations.put(
                        parent,
                        new TransformationRow(
                                new Transformation(
                                        parent,
                                        old.definition().withStatus(completing),
                                        old.author(),
                                        old.creationDate(),
                                        tables.now()),
                                old.definition().makesTasks() ? row.quarantine() : Optional.empty()));
                tables.log(parent, author.name(), "Status updated to " + completing);
            }
            if (Derivation.releases(old.definition().status())) {
                tables.lineages.remove(parent);
                tables.leaveWork(parent, PendingWork.Kind.GROUP);
            }
            tables.changed(parent);
            tables.log(parent, author.name(), Derivation.parentMessage(derived));
        });
    }

    private void copy() {
        for (AttachedRow row : tables.inOrder(tables.attachedTo(parent))) {
            FileInTransformation file = row.file();
            FileOf key = new FileOf(derived, file.lfn());
            if (!file.status().equals(Derivation.NOT_COPIED)
                    && tables.attached.get(key).isEmpty()) {
                FileInTransformation copied = new FileInTransformation(
                        derived,
                        file.lfn(),
                        Derivation.inherited(file.status()),
                        0,
                        Derivation.inheritedTask(parent, file.taskId()),
                        file.generation(),
                        false,
                        0);
                tables.attached.put(
                        key, new AttachedRow(tables.next(), copied, row.usedSe(), tables.now(), tables.now()));
            }
        }
    }

    private void move() {
        int unused = 0;
        int maxReset = 0;
        for (AttachedRow row : List.copyOf(tables.attachedTo(parent))) {
            String status = row.file().status();
            Optional<AttachedRow> copy = tables.attached
                    .get(new FileOf(derived, row.file().lfn()))
                    .filter(c -> Derivation.isInherited(c.file().status()));
            if (copy.isPresent() && Derivation.isTakenOver(status)) {
                set(copy.get(), FileStatus.UNUSED, 0);
                set(row, Derivation.leftBehind(status), row.file().taskId());
                unused += status.equals(FileStatus.UNUSED) ? 1 : 0;
                maxReset += status.equals(FileStatus.MAX_RESET) ? 1 : 0;
            } else if (copy.isPresent() && status.equals(FileStatus.PROCESSED)) {
                set(copy.get(), Derivation.inherited(status), copy.get().file().taskId());
            }
        }
        Derivation.movedMessages(parent, unused, maxReset)
                .forEach(message -> tables.log(derived, author.name(), message));
    }

    private void set(AttachedRow row, String status, int task) {
        FileInTransformation old = row.file();
        tables.attached.put(
                new FileOf(old.transformationId(), old.lfn()),
                row.with(
                        new FileInTransformation(
                                old.transformationId(),
                                old.lfn(),
                                status,
                                old.errorCount(),
                                task,
                                old.generation(),
                                old.ended(),
                                old.next()),
                        tables.now()));
    }
}
