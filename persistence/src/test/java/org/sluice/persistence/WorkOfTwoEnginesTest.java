package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.PendingWork.Kind;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationJson;

/** What one engine works on, another leaves alone, and does other work meanwhile; in H2 transactions follow one another. */
class WorkOfTwoEnginesTest {

    @Test
    void backfillsOfAnotherEngineArePassedOver() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            backfillsArePassedOver(one, other);
        }
    }

    @Test
    void filesOfADirectoryThatNobodySpokeOfBeforeAreHandledBesideOneAnother() throws Exception {
        DatabaseSettings settings = MariaDbServer.get().newDatabase();
        SortedSet<String> directories = DirectoryRecord.above("/vo/run7/a");
        try (TestDatabase one = new TestDatabase(settings);
                TestDatabase other = new TestDatabase(settings)) {
            one.store().mention(directories);
            one.store().mention(directories);
            boolean both = one.store().inTransaction(first -> {
                first.directories().share(directories);
                // Would wait for the end of the first, which waits for it.
                return other.store().inTransaction(second -> {
                    assertThat(second.directories().share(directories)).isEmpty();
                    return true;
                });
            });

            assertThat(both).isTrue();
            assertThat(one.rows("SELECT Directory FROM SluiceDirectories ORDER BY Directory"))
                    .containsExactly("/", "/vo", "/vo/run7");
        }
    }

    private static void backfillsArePassedOver(TestDatabase one, TestDatabase other) throws IOException {
        create(one, "stopped", "Stopped");
        create(one, "active", "Active");

        List<Kind> ofOne = one.store().inTransaction(first -> {
            List<Kind> kinds =
                    first.lockBackfills().stream().map(PendingWork::kind).toList();
            other.store().inTransaction(second -> {
                assertThat(second.lockBackfills()).isEmpty();
                assertThat(second.lockPendingWork()).map(PendingWork::kind).contains(Kind.GROUP);
                return second;
            });
            return kinds;
        });

        assertThat(ofOne).containsExactly(Kind.BACKFILL, Kind.BACKFILL);
        List<PendingWork> later = other.store().inTransaction(TriggerTransaction::lockBackfills);
        assertThat(later).hasSize(2);
    }

    private static void create(TestDatabase database, String name, String status) throws IOException {
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree("{\"TransformationName\":\"" + name + "\",\"Status\":\"" + status
                        + "\",\"InputMetaQuery\":{\"Level\":1}}");
        database.registry().create(TransformationJson.read(json), new Author("a", "", ""));
    }
}
