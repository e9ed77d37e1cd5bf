package org.sluice.routes.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TaskNotice;
import org.sluice.routes.mq.MqSender;
import org.sluice.routes.mq.MqUnavailableException;

class NoticePublisherTest {
    private static final TaskNotice NOTICE = new TaskNotice(
            TaskNotice.Kind.CREATED,
            "n-1",
            Instant.parse("2026-11-22T00:23:41.250Z"),
            12,
            "DataReprocessing",
            34,
            "A,B",
            List.of("/vo/a", "/vo/\"b\""));

    private final List<TaskNotice> outbox = new ArrayList<>(List.of(NOTICE));
    private final List<String> sent = new ArrayList<>();

    @Test
    void sendsWhatOthersRelyOn() {
        assertThat(publisher(CompletableFuture.completedFuture(null)).publish()).isOne();
        assertThat(outbox).isEmpty();
        assertThat(sent)
                .containsExactly("{\"notice\":\"TaskCreated\",\"id\":\"n-1\",\"time\":\"2026-11-22T00:23:41.250Z\","
                        + "\"transformation\":12,\"type\":\"DataReprocessing\",\"task\":34,\"targetSE\":\"A,B\","
                        + "\"lfns\":[\"/vo/a\",\"/vo/\\\"b\\\"\"]}");
    }

    @Test
    void saysWhatWasWithdrawn() {
        outbox.clear();
        outbox.add(new TaskNotice(
                TaskNotice.Kind.WITHDRAWN, "n-2", NOTICE.time(), 12, "Merge", 35, "A", List.of("/vo/a")));
        assertThat(publisher(CompletableFuture.completedFuture(null)).publish()).isOne();
        assertThat(sent)
                .containsExactly("{\"notice\":\"TaskWithdrawn\",\"id\":\"n-2\",\"time\":\"2026-11-22T00:23:41.250Z\","
                        + "\"transformation\":12,\"type\":\"Merge\",\"task\":35,\"targetSE\":\"A\","
                        + "\"lfns\":[\"/vo/a\"]}");
    }

    @Test
    void keepsWhatTheBrokerDoesNotConfirm() {
        NoticePublisher publisher =
                publisher(CompletableFuture.failedFuture(new MqUnavailableException("The broker is away.", null)));
        assertThatThrownBy(publisher::publish)
                .isInstanceOf(MqUnavailableException.class)
                .hasMessage("The broker is away.");
        assertThat(outbox).containsExactly(NOTICE);
    }

    private NoticePublisher publisher(CompletableFuture<Void> answer) {
        NoticeOutbox box = (limit, sender) -> {
            sender.accept(List.copyOf(outbox));
            int count = outbox.size();
            outbox.clear();
            return count;
        };
        return new NoticePublisher(box, new MqSender() {
            @Override
            public CompletableFuture<Void> ready() {
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletableFuture<Void> send(byte[] body, Map<String, String> headers) {
                sent.add(new String(body, UTF_8));
                return answer;
            }

            @Override
            public void close() {}
        });
    }
}
