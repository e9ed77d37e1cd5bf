package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MariaDbDiracsRowsTest extends DiracsRowsContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.mariaDb();

    @Override
    TestDatabase database() {
        return DATABASE;
    }

    /** An operator stops a transformation while somebody else's change of its description waits for a batch. */
    @Test
    void aChangeThatHadToWaitKeepsWhatOthersWroteMeanwhile() throws Exception {
        int id = transformation("t", "Active");
        try (Connection batch = DATABASE.connect();
                Statement statement = batch.createStatement()) {
            batch.setAutoCommit(false);
            statement.execute("SELECT Version FROM SluiceRegistry WHERE Id = 1 FOR UPDATE");
            CompletableFuture<Void> change = CompletableFuture.runAsync(() -> set(id, "Description", "x"));
            await().until(() -> !DATABASE.rows("SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE()"
                            + " AND INFO LIKE 'UPDATE SluiceRegistry%'")
                    .isEmpty());
            statement.execute("UPDATE Transformations SET Status = 'Stopped' WHERE TransformationID = " + id);
            batch.commit();
            change.get();
        }
        assertThat(DATABASE.rows("SELECT Status, Description FROM Transformations"))
                .containsExactly("Stopped|x");
    }
}
