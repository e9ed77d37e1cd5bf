package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
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
