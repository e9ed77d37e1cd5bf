package org.sluice.routes.runtime;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.StoreUnavailableException;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.memory.MemoryStore;
import org.sluice.persistence.OutsideWork;

/** Stores in memory that outlive the engines over them, and can be away for a while. */
final class MemoryStores implements Stores.Opener {
    final MemoryStore memory = new MemoryStore();
    private volatile Optional<String> away = Optional.empty();

    /** From now on nothing can be reached. */
    void goAway(String why) {
        away = Optional.of(why);
    }

    void comeBack() {
        away = Optional.empty();
    }

    @Override
    public Stores open() {
        requireThere();
        return new Open();
    }

    private void requireThere() {
        away.ifPresent(why -> {
            throw new StoreUnavailableException(why, new IllegalStateException());
        });
    }

    private final class Open implements Stores {
        @Override
        public TriggerStore triggerStore() {
            return new TriggerStore() {
                @Override
                public <T> T inTransaction(Function<TriggerTransaction, T> work) {
                    requireThere();
                    return memory.inTransaction(work);
                }

                @Override
                public void mention(SortedSet<String> directories) {
                    requireThere();
                    memory.mention(directories);
                }

                @Override
                public void ping() {
                    requireThere();
                }
            };
        }

        @Override
        public NoticeOutbox noticeOutbox() {
            return (int limit, Consumer<List<TaskNotice>> sender) -> {
                requireThere();
                return memory.send(limit, sender);
            };
        }

        @Override
        public long forgetEventsBefore(Instant before) {
            return 0;
        }

        @Override
        public OutsideWork lookOutside() {
            return OutsideWork.NONE;
        }

        @Override
        public int quarantined() {
            requireThere();
            return memory.quarantines().size();
        }

        @Override
        public void close() {}
    }
}
