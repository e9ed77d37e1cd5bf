package org.sluice.persistence;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.sluice.engine.store.NoticeOutbox;
import org.sluice.engine.store.TaskNotice;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.TriggerTransaction;

/** The engine's transactions, and the outbox, over the database. */
final class SqlTriggerStore implements TriggerStore, NoticeOutbox {
    private static final int MOST_MENTIONED = 20_000;

    private final Transactions transactions;
    private final Flavour flavour;
    private final Clock clock;
    /** Some of the directories that have their row, which stays. */
    private final Set<String> mentioned = ConcurrentHashMap.newKeySet();

    SqlTriggerStore(Transactions transactions, Flavour flavour, Clock clock) {
        this.transactions = transactions;
        this.flavour = flavour;
        this.clock = clock;
    }

    @Override
    public <T> T inTransaction(Function<TriggerTransaction, T> work) {
        return transactions.repeatable(session -> session.doReturningWork(connection -> {
            SqlTriggerTransaction transaction = new SqlTriggerTransaction(connection, flavour, clock, session);
            T result = work.apply(transaction);
            transaction.flush();
            return result;
        }));
    }

    @Override
    public void mention(SortedSet<String> directories) {
        SortedSet<String> others = new TreeSet<>(directories);
        others.removeAll(mentioned);
        if (!others.isEmpty()) {
            transactions.repeatable(session -> session.doReturningWork(connection -> {
                new KnownDirectories(flavour.statements(connection), flavour).mention(others);
                return others;
            }));
            if (mentioned.size() > MOST_MENTIONED) {
                mentioned.clear();
            }
            mentioned.addAll(others);
        }
    }

    @Override
    public void ping() {
        withStatements(statements -> new RegistryVersion(statements).read());
    }

    @Override
    public int send(int limit, Consumer<List<TaskNotice>> sender) {
        return withStatements(statements -> {
            Outbox outbox = new Outbox(statements);
            List<Outbox.Held> notices = outbox.lockOldest(limit);
            if (!notices.isEmpty()) {
                sender.accept(notices.stream().map(Outbox.Held::notice).toList());
                outbox.remove(notices);
            }
            return notices.size();
        });
    }

    private <T> T withStatements(Function<Statements, T> work) {
        return transactions.stateless(session -> statements(session, work));
    }

    private static <T> T statements(StatelessSession session, Function<Statements, T> work) {
        return session.doReturningWork(connection -> work.apply(new Statements(connection, true)));
    }
}
