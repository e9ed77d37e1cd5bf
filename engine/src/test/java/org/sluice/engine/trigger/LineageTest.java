package org.sluice.engine.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Transformations that feed themselves come to an end: with the fixture, after 32 steps. */
class LineageTest {
    private static final String LEVEL_1 = "{\"Level\":1}";
    private static final int MOST = 32;

    private final TriggerFixture t = new TriggerFixture();

    private static String product(int... producers) {
        return "{\"Level\":1,\"ProducedBy\":" + (producers.length == 1 ? producers[0] : Arrays.toString(producers))
                + "}";
    }

    @Test
    void aTransformationThatFeedsItselfIsStopped() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        t.handle(t.registered("/vo/raw", LEVEL_1, "SE1"));
        for (int i = 1; i <= MOST + 5; i++) {
            t.handle(t.registered("/vo/" + i, product(id), "SE1"));
        }
        assertThat(t.attached(id)).hasSize(1 + MOST).contains("/vo/" + MOST);
        assertThat(t.store.remark("event-" + (MOST + 2)))
                .get()
                .asString()
                .contains("Transformation " + id, "33 transformations lie before it", "MaxLineage (32)");
    }

    @Test
    void twoThatFeedEachOtherAreStopped() {
        int one = t.transformation("One", "{\"Kind\":\"a\"}", 1, "Active");
        int two = t.transformation("Two", "{\"Kind\":\"b\"}", 1, "Active");
        int steps = 0;
        int taken = -1;
        // Each makes a file of what it was given, as long as it was given one.
        while (taken != steps) {
            taken = steps;
            t.handle(t.registered("/vo/a" + steps, "{\"Kind\":\"a\",\"ProducedBy\":[" + two + "]}", "SE1"));
            steps = t.attached(one).size() + t.attached(two).size();
            if (taken != steps) {
                t.handle(t.registered("/vo/b" + steps, "{\"Kind\":\"b\",\"ProducedBy\":\"" + one + "\"}", "SE1"));
                steps = t.attached(one).size() + t.attached(two).size();
            }
        }
        assertThat(steps).isEqualTo(MOST);
    }

    @Test
    void aChainThatEndsIsNotStopped() {
        int last = t.transformation("Last", LEVEL_1, 1, "Active");
        for (int i = 0; i < 2 * MOST; i++) {
            t.handle(t.registered("/vo/" + i, product(4711, 4712), "SE1"));
        }
        assertThat(t.attached(last)).hasSize(2 * MOST);
    }

    @Test
    void settingTheStatusBeginsAnew() {
        int id = t.transformation("T", LEVEL_1, 1, "Active");
        for (int i = 0; i < MOST + 1; i++) {
            t.handle(t.registered("/vo/" + i, product(id), "SE1"));
        }
        assertThat(t.attached(id)).hasSize(MOST);
        t.setStatus(id, "Active");
        t.handle(t.registered("/vo/next", product(id), "SE1"));
        assertThat(t.attached(id)).hasSize(MOST + 1).contains("/vo/next");
    }
}
