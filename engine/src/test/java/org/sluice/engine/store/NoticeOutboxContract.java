package org.sluice.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link NoticeOutbox} does. */
public abstract class NoticeOutboxContract extends StoreContract {

    private static TaskNotice notice(int task) {
        return new TaskNotice(
                task % 2 == 0 ? TaskNotice.Kind.WITHDRAWN : TaskNotice.Kind.CREATED,
                "notice " + task,
                Instant.parse("2026-09-27T02:30:15.123456Z"),
                12,
                "DataReprocessing",
                task,
                "SE-A,SE-π😀",
                List.of("/vo/a;b", "/vo/\"c\""));
    }

    private List<TaskNotice> send(int limit) {
        List<TaskNotice> sent = new ArrayList<>();
        assertThat(outbox().send(limit, sent::addAll)).isEqualTo(sent.size());
        return sent;
    }

    @Test
    void noticesAreSentOldestFirst() {
        inTransaction(t -> t.addNotices(List.of(notice(1), notice(2))));
        inTransaction(t -> t.addNotices(List.of(notice(3))));
        assertThat(send(2)).containsExactly(notice(1), notice(2));
        assertThat(send(2)).containsExactly(notice(3));
        assertThat(send(2)).isEmpty();
    }

    @Test
    void withNothingToSendTheSenderIsNotCalled() {
        assertThat(outbox().send(10, notices -> {
                    throw new AssertionError("called with " + notices);
                }))
                .isZero();
    }

    @Test
    void noticesStayWhenTheSenderFails() {
        inTransaction(t -> t.addNotices(List.of(notice(1))));
        assertThatThrownBy(() -> outbox().send(10, notices -> {
                    throw new IllegalStateException("the broker is away");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the broker is away");
        assertThat(send(10)).containsExactly(notice(1));
    }

    @Test
    void noticesOfWorkThatFailedAreNotSent() {
        assertThatThrownBy(() -> inTransaction(t -> {
                    t.addNotices(List.of(notice(1)));
                    throw new UnsupportedOperationException("the work's own");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(send(10)).isEmpty();
    }

    @Test
    void whatOneSenderHoldsAnotherPassesOver() {
        inTransaction(t -> t.addNotices(List.of(notice(1), notice(2))));
        List<TaskNotice> second = new ArrayList<>();
        assertThat(outbox().send(1, held -> {
                    assertThat(held).containsExactly(notice(1));
                    outbox().send(10, second::addAll);
                }))
                .isEqualTo(1);
        assertThat(second).containsExactly(notice(2));
        assertThat(send(10)).isEmpty();
    }
}
