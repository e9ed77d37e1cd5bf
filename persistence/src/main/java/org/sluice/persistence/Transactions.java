package org.sluice.persistence;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in a transaction of one of Hibernate's sessions; what fails is judged by {@link Faults}. */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int ATTEMPTS = 12;

    private final SessionFactory sessions;
    private final Faults faults;

    Transactions(SessionFactory sessions, Faults faults) {
        this.sessions = sessions;
        this.faults = faults;
    }

    /** For bulk work: nothing is cached, nothing is written that is not said. */
    <T> T stateless(Function<StatelessSession, T> work) {
        return judged(() -> {
            try (StatelessSession session = sessions.openStatelessSession()) {
                return run(session, work);
            }
        });
    }

    /**
     * Like {@link #stateless}, for work that may be done again: where another transaction was in the way it is, at once,
     * since the other one has gone on by then. A longer wait, with back-off, is the caller's affair.
     */
    <T> T repeatable(Function<StatelessSession, T> work) {
        for (int attempt = 1; ; attempt++) {
            try (StatelessSession session = sessions.openStatelessSession()) {
                return run(session, work);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !Faults.isContention(e)) {
                    throw faults.judge(e);
                }
                LOG.debug("attempt {} met another transaction: {}", attempt, e.getMessage());
                giveWay(attempt);
            }
        }
    }

    /** A random moment, so that two that met do not meet again. */
    private static void giveWay(int attempt) {
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000L * attempt * attempt));
    }

    /** For entities: those that changed are written at the end. */
    <T> T entities(Function<Session, T> work) {
        return judged(() -> {
            try (Session session = sessions.openSession()) {
                return run(session, work);
            }
        });
    }

    private <T> T judged(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw faults.judge(e);
        }
    }

    private static <S extends SharedSessionContract, T> T run(S session, Function<S, T> work) {
        Transaction transaction = session.beginTransaction();
        try {
            T result = work.apply(session);
            transaction.commit();
            return result;
        } catch (RuntimeException | Error e) {
            rollBack(transaction, e);
            throw e;
        }
    }

    private static void rollBack(Transaction transaction, Throwable reason) {
        try {
            if (transaction.getStatus().canRollback()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            // The connection is gone, and the server rolls back by itself; the reason tells more.
            reason.addSuppressed(e);
        }
    }
}
