package org.sluice.engine.trigger;

import java.time.Clock;
import java.time.ZoneOffset;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.Stores;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.memory.MemoryStore;

class MemorySequenceProperties extends EventSequences {

    private record Memory(MemoryStore all) implements Stores {
        @Override
        public TriggerStore store() {
            return all;
        }

        @Override
        public TransformationRegistry registry() {
            return all;
        }

        @Override
        public NoticeOutbox outbox() {
            return all;
        }

        @Override
        public FileLookup lookup() {
            return all;
        }
    }

    private static Stores stores() {
        return new Memory(new MemoryStore(Clock.fixed(TriggerFixture.NOW, ZoneOffset.UTC)));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void orderDoesNotMatter(@ForAll("additions") Sequence sequence) {
        attachmentsAreThoseOfAPlainModel(stores(), sequence);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void promisesHold(@ForAll("lives") Sequence sequence) {
        promisesHoldAtEveryCommit(stores(), sequence);
    }
}
