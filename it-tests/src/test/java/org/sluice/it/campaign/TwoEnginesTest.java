package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.campaign.Tables.TaskRow;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.Servers;

/** Several writers on one database. */
class TwoEnginesTest {
    private static final int DUPLICATE_KEY = 1062;
    private static final int DEADLOCK = 1213;

    private static Campaign campaign = Campaign.none();

    @BeforeAll
    static void makeCampaign() {
        campaign = Campaign.make(Servers.folder("two-engines"), 5_000, 30, 3);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void twoEnginesOnOneQueueDoubleNothing(Protocol protocol) {
        Installation installation = Installation.of(campaign, protocol);
        try (EngineServer one = installation.startEngine();
                EngineServer two = installation.startEngine()) {
            installation.publish(campaign.events(), "--twice", "--shuffle", "11");
            installation.awaitDone();
            assertThat(one.healthStatus()).isEqualTo(200);
            assertThat(two.healthStatus()).isEqualTo(200);
        }
        CampaignAssertions.assertHolds(campaign, installation.tables());
        assertThat(installation.broker().take(installation.deadLetters(), 1)).isEmpty();
    }

    @Test
    void tasksOfDiracsClientsAndOursShareTheNumbers() {
        Installation installation = Installation.of(campaign, Protocol.AMQP);
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<Integer>> theirs =
                CompletableFuture.supplyAsync(() -> insertTasksUntil(done, installation));
        try (EngineServer one = installation.startEngine();
                EngineServer two = installation.startEngine()) {
            installation.publish(campaign.events());
            installation.awaitDone();
            assertThat(one.healthStatus()).isEqualTo(200);
            assertThat(two.healthStatus()).isEqualTo(200);
        } finally {
            done.set(true);
        }
        Set<Integer> theirNumbers = theirs.join();
        List<TaskRow> tasks = installation.tables().tasks().stream()
                .filter(task -> task.transformation().equals("campaign-001"))
                .toList();
        List<Integer> numbers = tasks.stream().map(TaskRow::task).toList();
        List<Integer> fromOne = new ArrayList<>();
        for (int i = 1; i <= tasks.size(); i++) {
            fromOne.add(i);
        }
        assertThat(numbers).isEqualTo(fromOne);
        assertThat(theirNumbers).isNotEmpty().isSubsetOf(new HashSet<>(numbers));
        Set<Integer> withoutInputs = new TreeSet<>();
        tasks.stream()
                .filter(task -> task.inputVector().equals("null"))
                .forEach(task -> withoutInputs.add(task.task()));
        assertThat(withoutInputs).isEqualTo(theirNumbers);
    }

    /** Inserts tasks into the first transformation as DIRAC's client does: the trigger numbers them, {@code @last} says how. */
    private static Set<Integer> insertTasksUntil(AtomicBoolean done, Installation installation) {
        Set<Integer> numbers = new TreeSet<>();
        try (Connection connection =
                        DriverManager.getConnection(installation.tables().url());
                Statement statement = connection.createStatement()) {
            int id = transformationId(statement);
            while (!done.get()) {
                try {
                    statement.executeUpdate(
                            "INSERT INTO TransformationTasks (TransformationID, ExternalStatus, ExternalID, TargetSE,"
                                    + " CreationTime, LastUpdateTime) VALUES (" + id
                                    + ", 'Created', '0', 'SE1', UTC_TIMESTAMP(), UTC_TIMESTAMP())");
                    try (ResultSet last = statement.executeQuery("SELECT @last")) {
                        last.next();
                        assertThat(numbers.add(last.getInt(1))).isTrue();
                    }
                } catch (SQLException e) {
                    // Two of DIRAC's own clients meet in the same way; they come again, and so does this one.
                    if (e.getErrorCode() != DUPLICATE_KEY && e.getErrorCode() != DEADLOCK) {
                        throw e;
                    }
                }
            }
            return numbers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int transformationId(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT TransformationID FROM Transformations WHERE TransformationName = 'campaign-001'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
