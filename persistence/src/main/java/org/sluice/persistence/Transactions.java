package org.sluice.persistence;

import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;

/** Runs work in a transaction of one of Hibernate's sessions; what fails is judged by {@link Faults}. */
final class Transactions {
    private final SessionFactory sessions;
    private final Faults faults;

    Transactions(SessionFactory sessions, Faults faults) {
        this.sessions = sessions;
        this.faults = faults;
    }

    /** For bulk work: nothing is cached, nothing is written that is not said. */
    <T> T stateless(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return run(session, work);
        } catch (RuntimeException e) {
            throw faults.judge(e);
        }
    }

    /** For entities: those that changed are written at the end. */
    <T> T entities(Function<Session, T> work) {
        try (Session session = sessions.openSession()) {
            return run(session, work);
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
