package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.IntNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.transformation.FileInTransformation;

/** What every {@link FileLookup} does. */
public abstract class FileLookupContract extends StoreContract {

    @Test
    void onlyRegisteredFilesAreTold() {
        inTransaction(t -> {
            register(t, List.of("/vo/a", "/vo/b"));
            t.lockFiles(new TreeSet<>(List.of("/vo/spoken-of")));
        });

        assertThat(lookup().registered(List.of("/vo/a", "/vo/spoken-of", "/vo/b", "/vo/unknown", "/vo/a")))
                .containsExactlyInAnyOrder("/vo/a", "/vo/b");
    }

    @Test
    void everyCharacterOfAnLfnCounts() {
        inTransaction(t -> register(t, List.of("/vo/a")));

        assertThat(lookup().registered(List.of("/vo/A", "/vo/a ", "/vo/\u00e1")))
                .isEmpty();
    }

    @Test
    void nothingIsFoundOfNothing() {
        assertThat(lookup().registered(List.of())).isEmpty();
    }

    @Test
    void whatIsKnownOfAFileIsFound() {
        inTransaction(t -> {
            register(t, List.of("/vo/a"), "SE-A");
            t.lockFiles(new TreeSet<>(List.of("/vo/spoken-of")));
        });

        List<FileRecord> found = lookup().find(List.of("/vo/a", "/vo/spoken-of", "/vo/A"));
        assertThat(found)
                .extracting(FileRecord::lfn, file -> file.registered().isPresent(), FileRecord::storageElements)
                .containsExactlyInAnyOrder(
                        tuple("/vo/a", true, new TreeSet<>(List.of("SE-A"))),
                        tuple("/vo/spoken-of", false, new TreeSet<String>()));
    }

    @Test
    void allRegisteredFilesArePassedInPages() {
        inTransaction(t -> {
            register(t, List.of("/vo/b", "/vo/a"));
            t.lockFiles(new TreeSet<>(List.of("/vo/between")));
        });
        inTransaction(t -> register(t, List.of("/vo/0")));

        List<FileLookup.PlacedFile> first = lookup().filesAfter(0, 2);
        List<FileLookup.PlacedFile> second = lookup().filesAfter(first.get(1).position(), 2);

        assertThat(first).extracting(placed -> placed.file().lfn()).containsExactly("/vo/a", "/vo/b");
        assertThat(second).extracting(placed -> placed.file().lfn()).containsExactly("/vo/0");
        assertThat(lookup().filesAfter(second.get(0).position(), 2)).isEmpty();
    }

    @Test
    void aFilesRowsInTransformationsAreFound() {
        int one = transformation("one", "Active");
        int two = transformation("two", "Active");
        attachNew(one, "/vo/a", "/vo/b");
        inTransaction(t -> {
            t.lockTransformations(new TreeSet<>(List.of(one)));
            t.createTasks(Map.of(one, List.of(new PlannedTask("SE-A", List.of("/vo/a")))));
            t.lockFiles(new TreeSet<>(List.of("/vo/b")));
            t.saveFileRows(List.of(new FileInTransformation(one, "/vo/b", "Unused", 3, 0, 2, true, 5)));
        });

        assertThat(lookup().row(one, "/vo/a")).contains(new FileInTransformation(one, "/vo/a", "Assigned", 0, 1));
        assertThat(lookup().row(one, "/vo/b"))
                .contains(new FileInTransformation(one, "/vo/b", "Unused", 3, 0, 2, true, 5));
        assertThat(lookup().row(two, "/vo/a")).isEmpty();
        assertThat(lookup().row(one, "/vo/A")).isEmpty();
        assertThat(lookup().attachments(List.of("/vo/a", "/vo/b", "/vo/A", "/vo/c")))
                .isEqualTo(Map.of("/vo/a", Map.of(one, "Assigned"), "/vo/b", Map.of(one, "Unused")));
        assertThat(lookup().attachments(List.of())).isEmpty();
    }

    @Test
    void theFileThatKeepsAnotherOutIsTold() {
        int id = transformation("t", "Active");
        attachNew(id, "/vo/s26/A", "/vo/s26/b");
        inTransaction(t -> register(t, List.of("/vo/s26/a")));

        assertThat(lookup().collidesWith("/vo/s26/a")).contains("/vo/s26/A");
        assertThat(lookup().collidesWith("/vo/s26/B")).contains("/vo/s26/b");
        assertThat(lookup().collidesWith("/vo/s26/A")).isEmpty();
        assertThat(lookup().collidesWith("/vo/s26/c")).isEmpty();
    }

    @Test
    void directoriesAboveFilesAreFound() {
        DirectoryRecord run = DirectoryRecord.unknown("/vo/run7")
                .after(new DirectoryMetadataSet(
                        new EventHeader("e", NOW, Optional.empty()), "/vo/run7", Map.of("Run", IntNode.valueOf(7))));
        inTransaction(t -> {
            t.directories().lock(new TreeSet<>(List.of("/vo", "/vo/run7")));
            t.directories().save(List.of(run));
        });

        assertThat(lookup().directoriesAbove(List.of("/vo/run7/a", "/vo/run7/b", "/vo/run8/a")))
                .isEqualTo(Map.of("/vo/run7", run));
        assertThat(lookup().directoriesAbove(List.of("/vo/RUN7/a"))).isEmpty();
    }

    @Test
    void runsThatHaveEndedAreTold() {
        inTransaction(t -> t.endRuns(List.of(new Run("Run", "7"))));

        assertThat(lookup().endedRuns(List.of(new Run("Run", "7"), new Run("Run", "8"), new Run("run", "7"))))
                .containsExactly(new Run("Run", "7"));
        assertThat(lookup().endedRuns(List.of())).isEmpty();
    }
}
