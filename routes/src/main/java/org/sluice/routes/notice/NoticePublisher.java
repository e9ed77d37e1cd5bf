package org.sluice.routes.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TaskNotice;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.mq.MqUnavailableException;

/**
 * Sends notices of created and withdrawn tasks from the outbox, each at least once: {@code {"notice":"TaskCreated",
 * "id":…, "time":…, "transformation":12, "type":…, "task":34, "targetSE":"A,B", "lfns":[…]}}, likewise {@code
 * TaskWithdrawn}. The id of a notice that is sent again is the same.
 */
public final class NoticePublisher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");
    private static final int AT_ONCE = 200;
    private static final int PATIENCE_SECONDS = 40;

    private final NoticeOutbox outbox;
    private final MqSender sender;

    public NoticePublisher(NoticeOutbox outbox, MqSender sender) {
        this.outbox = outbox;
        this.sender = sender;
    }

    /**
     * Sends some of the oldest notices and waits for their confirmations.
     *
     * @return how many were sent; there may be more
     * @throws MqUnavailableException when the broker does not confirm them: they stay in the outbox
     * @throws org.sluice.engine.store.StoreUnavailableException when the outbox cannot be read
     */
    public int publish() {
        return outbox.send(AT_ONCE, this::send);
    }

    private void send(List<TaskNotice> notices) {
        CompletableFuture<?>[] confirmed = notices.stream()
                .map(notice -> sender.send(json(notice), HEADERS))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(confirmed)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            throw cause instanceof MqUnavailableException known
                    ? known
                    : new MqUnavailableException("Task notices were not confirmed by their broker: " + cause, failed);
        }
    }

    static byte[] json(TaskNotice notice) {
        ObjectNode json = JSON.createObjectNode()
                .put("notice", notice.kind().wireName())
                .put("id", notice.id())
                .put("time", notice.time().toString())
                .put("transformation", notice.transformationId())
                .put("type", notice.type())
                .put("task", notice.taskId())
                .put("targetSE", notice.targetSe());
        ArrayNode lfns = json.putArray("lfns");
        notice.lfns().forEach(lfns::add);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can always be written", e);
        }
    }
}
