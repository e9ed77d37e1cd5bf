package org.sluice.routes.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Conditions conditions = new Conditions();
    private final Condition queue = conditions.of("The queue");

    @Test
    void isDownUntilItWasReached() {
        assertThat(queue.state().isUp()).isFalse();
        assertThat(conditions.allUp()).isFalse();
        queue.up();
        assertThat(queue.state().problem()).isEmpty();
        assertThat(conditions.allUp()).isTrue();
    }

    @Test
    void tellsTheLatestReasonAndWhenItBegan() {
        queue.up();
        queue.down("The broker is away.");
        Instant began = queue.state().since();
        queue.down("The broker refuses the password.");
        assertThat(queue.state())
                .isEqualTo(new Condition.State(
                        "The queue", java.util.Optional.of("The broker refuses the password."), began));
    }

    @Test
    void oneOfSeveralIsEnoughToBeDown() {
        Condition database = conditions.of("The database");
        queue.up();
        database.up();
        database.down("It is away.");
        assertThat(conditions.allUp()).isFalse();
        assertThat(conditions.states()).extracting(Condition.State::isUp).containsExactly(true, false);
    }

    @Test
    void theSameNameIsTheSameCondition() {
        assertThat(conditions.of("The queue")).isSameAs(queue);
    }

    @Test
    void knowsWhetherTheReasonWasToldBefore() {
        queue.down("The broker is away.");
        assertThat(conditions.isDownWith("The broker is away.")).isTrue();
        queue.up();
        assertThat(conditions.isDownWith("The broker is away.")).isFalse();
    }
}
