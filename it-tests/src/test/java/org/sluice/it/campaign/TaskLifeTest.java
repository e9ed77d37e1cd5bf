package org.sluice.it.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.sluice.it.campaign.Installation.Protocol;
import org.sluice.it.server.EngineServer;
import org.sluice.it.server.Servers;

/** Tasks fail, succeed and are withdrawn, and files go and come back, through a real broker and a real database. */
class TaskLifeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Path folder = Servers.folder("task-life");
    private final Installation installation =
            Installation.of(Campaign.ofGoodFiles(folder, Set.of("/vo/a")), Protocol.AMQP);
    private int second;

    @Test
    void filesAndTasksFollowWhatIsTold() throws IOException {
        try (EngineServer engine = installation.startEngine()) {
            tell(registered("/vo/a"));
            await("/vo/a Assigned 1", "1 Created /vo/a");

            tell(status(1, "Failed"));
            await("/vo/a Assigned 2", "1 Failed /vo/a", "2 Created /vo/a");
            tell(status(2, "Done"));
            await("/vo/a Processed 2", "1 Failed /vo/a", "2 Done /vo/a");

            tell(registered("/vo/b"));
            await("/vo/a Processed 2; /vo/b Assigned 3", "1 Failed /vo/a", "2 Done /vo/a", "3 Created /vo/b");
            tell("{\"event\":\"FileRemoved\",%s,\"lfn\":\"/vo/b\"}");
            await("/vo/a Processed 2; /vo/b Deleted 0", "1 Failed /vo/a", "2 Done /vo/a");
            tell(registered("/vo/b"));
            await("/vo/a Processed 2; /vo/b Assigned 3", "1 Failed /vo/a", "2 Done /vo/a", "3 Created /vo/b");

            assertThat(notices(5))
                    .containsExactly(
                            "TaskCreated 1 /vo/a",
                            "TaskCreated 2 /vo/a",
                            "TaskCreated 3 /vo/b",
                            "TaskWithdrawn 3 /vo/b",
                            "TaskCreated 3 /vo/b");
            assertThat(engine.healthStatus()).isEqualTo(200);
        }
        assertThat(installation.broker().depth(installation.deadLetters())).isZero();
    }

    private static String registered(String lfn) {
        return "{\"event\":\"FileRegistered\",%s,\"lfn\":\"" + lfn
                + "\",\"replicas\":[\"SE1\"],\"metadata\":{\"kind\":\"good\"}}";
    }

    private static String status(int task, String status) {
        return "{\"event\":\"TaskStatusChanged\",%s,\"transformation\":1,\"task\":" + task + ",\"status\":\"" + status
                + "\",\"externalId\":\"4711\"}";
    }

    /** Publishes an event a second later than the one before. */
    private void tell(String event) throws IOException {
        second++;
        String time = "\"time\":\"2026-11-22T00:00:%02dZ\"".formatted(second);
        Path file = folder.resolve("events.jsonl");
        Files.writeString(file, event.formatted(time) + "\n");
        installation.publish(file);
    }

    private void await(String files, String... tasks) {
        Awaitility.await(files).atMost(LIMIT).untilAsserted(() -> {
            List<String> rows = installation.tables().files().stream()
                    .map(row -> row.lfn() + " " + row.status() + " " + row.task())
                    .sorted()
                    .toList();
            assertThat(String.join("; ", rows)).isEqualTo(files);
            assertThat(installation.tables().tasks())
                    .extracting(task -> task.task() + " " + task.status() + " " + task.inputVector())
                    .containsExactly(tasks);
        });
    }

    private List<String> notices(int count) throws IOException {
        Awaitility.await("notices")
                .atMost(LIMIT)
                .until(() -> installation.broker().depth(installation.notices()) >= count);
        List<String> texts = new ArrayList<>();
        for (JsonNode message : installation.broker().take(installation.notices(), 10 * count)) {
            JsonNode notice = JSON.readTree(
                    Base64.getDecoder().decode(message.path("payload").asText()));
            texts.add(notice.path("notice").asText() + " "
                    + notice.path("task").asText() + " "
                    + notice.path("lfns").path(0).asText());
        }
        return texts;
    }
}
