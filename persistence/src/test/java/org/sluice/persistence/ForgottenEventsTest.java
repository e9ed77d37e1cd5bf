package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sluice.engine.event.EventHeader;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.FileEvent.FileRegistered;
import org.sluice.engine.event.FileEvent.FileRemoved;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.trigger.Trigger;

/** Events that come again after the journal has forgotten them have no effect that is there already. */
class ForgottenEventsTest extends StoreContract {
    private static final String LFN = "/vo/a";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("Forgotten");

    @Override
    protected Stores emptyStores() {
        return DATABASE.begin(clock);
    }

    @Test
    void aRegistration() {
        int id = registry().create(withQuery(definition("t"), "{}"), AUTHOR);
        handle(registered(1));
        List<String> rows = rows(id);
        forget();
        handle(registered(1));
        assertThat(rows(id)).isEqualTo(rows).containsExactly(LFN + "|Unused|1");
    }

    @Test
    void aRemovalAndTheRegistrationAfterIt() {
        int id = registry().create(withQuery(definition("t"), "{}"), AUTHOR);
        handle(registered(1));
        handle(removed(2));
        handle(registered(3));
        List<String> rows = rows(id);
        forget();
        handle(removed(2), registered(3));
        assertThat(rows(id)).isEqualTo(rows).containsExactly(LFN + "|Unused|2");
        forget();
        handle(registered(3), removed(2));
        assertThat(rows(id)).isEqualTo(rows);
    }

    private void forget() {
        clock.advance(Duration.ofDays(1));
        assertThat(DATABASE.database().forgetEventsBefore(clock.instant())).isPositive();
    }

    private void handle(FileEvent... events) {
        Trigger trigger = Triggers.over(store(), clock);
        assertThat(trigger.handle(Stream.of(events).map(Triggers::accepted).toList(), clock.instant())
                        .events())
                .isEqualTo(events.length);
        while (trigger.work()) {
            // the next step
        }
    }

    /** LFN, status, generation. */
    private static List<String> rows(int id) {
        return DATABASE.rows("SELECT d.LFN, f.Status, s.Generation FROM TransformationFiles f"
                + " JOIN DataFiles d ON d.FileID = f.FileID JOIN SluiceFiles s ON s.LFN = CAST(d.LFN AS VARCHAR)"
                + " WHERE f.TransformationID = " + id);
    }

    private static EventHeader header(int second) {
        return new EventHeader("e" + second, NOW.plusSeconds(second), Optional.empty());
    }

    private static FileRegistered registered(int second) {
        return new FileRegistered(
                header(second), LFN, OptionalLong.of(1), Optional.empty(), Optional.empty(), List.of("SE-A"), Map.of());
    }

    private static FileRemoved removed(int second) {
        return new FileRemoved(header(second), LFN);
    }
}
