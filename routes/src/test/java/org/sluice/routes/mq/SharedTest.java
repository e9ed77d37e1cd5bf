package org.sluice.routes.mq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final List<Integer> closed = new ArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final Shared<Integer> shared = new Shared<>(opened::incrementAndGet, closed::add);

    @Test
    void theFirstOpensAndTheLastCloses() {
        assertThat(opened).hasValue(0);
        assertThat(shared.borrow()).isEqualTo(1);
        assertThat(shared.borrow()).isEqualTo(1);
        shared.giveBack();
        assertThat(closed).isEmpty();
        shared.giveBack();
        assertThat(closed).containsExactly(1);
        assertThat(shared.borrow()).isEqualTo(2);
    }

    @Test
    void whoCouldNotOpenItIsNoUser() {
        AtomicInteger attempts = new AtomicInteger();
        Shared<Integer> failing = new Shared<>(
                () -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return attempts.get();
                },
                closed::add);
        assertThatThrownBy(failing::borrow).hasMessage("not yet");
        assertThat(failing.borrow()).isEqualTo(2);
        failing.giveBack();
        assertThat(closed).containsExactly(2);
    }

    @Test
    void aNewUserDoesNotWaitForTheOldOneToBeClosed() throws InterruptedException {
        CountDownLatch closingBegan = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Shared<Integer> slow = new Shared<>(opened::incrementAndGet, one -> {
            closingBegan.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        slow.borrow();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(slow::giveBack, task -> new Thread(task).start());
        closingBegan.await();
        assertThat(slow.borrow()).isEqualTo(2);
        goOn.countDown();
        closing.join();
    }

    @Property
    void oneIsOpenWhileThereAreUsers(@ForAll List<Boolean> borrows) {
        AtomicInteger open = new AtomicInteger();
        Shared<Integer> one = new Shared<>(open::incrementAndGet, closing -> open.decrementAndGet());
        int users = 0;
        for (boolean borrow : borrows) {
            if (borrow) {
                one.borrow();
                users++;
            } else if (users > 0) {
                one.giveBack();
                users--;
            }
            assertThat(open).hasValue(users > 0 ? 1 : 0);
        }
    }
}
