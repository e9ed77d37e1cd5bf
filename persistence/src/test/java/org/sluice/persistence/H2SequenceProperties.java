package org.sluice.persistence;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.sluice.engine.store.Stores;
import org.sluice.engine.trigger.EventSequences;

class H2SequenceProperties extends EventSequences {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    private static final TestDatabase DATABASE = TestDatabase.h2("Sequences");

    private static Stores stores() {
        return DATABASE.begin(CLOCK);
    }

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void orderDoesNotMatter(@ForAll("additions") Sequence sequence) {
        attachmentsAreThoseOfAPlainModel(stores(), sequence);
    }

    @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
    void promisesHold(@ForAll("lives") Sequence sequence) {
        promisesHoldAtEveryCommit(stores(), sequence);
    }
}
