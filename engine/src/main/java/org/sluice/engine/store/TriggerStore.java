package org.sluice.engine.store;

import java.util.SortedSet;
import java.util.function.Function;

/**
 * Where events take effect. One call is one transaction: all of it or nothing. Transactions have the effects of some
 * order in which they were handled one after another, whatever number of processes share the store; adapters say how
 * (lock order, isolation) and must pass {@code TriggerStoreContract}.
 *
 * <p>Thread-safe.
 */
public interface TriggerStore {

    /**
     * Runs work in a transaction and commits it. Where another transaction is in the way (a deadlock), the work may be
     * run again from its beginning before this returns; it must have no effects but those on its transaction.
     *
     * @throws StoreUnavailableException when nothing is wrong with the work but the store cannot do it now (away,
     *     deadlock, disk full, read-only): nothing was changed, or the outcome of the commit is not known; the same
     *     work may be tried again, since all that the work does is idempotent
     * @throws DataFaultException when the store refuses a value: nothing was changed, and the same work would fail
     *     again. Whatever else the work itself throws goes through, after everything was rolled back
     */
    <T> T inTransaction(Function<TriggerTransaction, T> work);

    /**
     * Sees that these directories are known of, by themselves and not as a part of a transaction: transactions that share
     * them afterwards do not wait for the first that speaks of them.
     *
     * @throws StoreUnavailableException when the store cannot do it now
     * @throws DataFaultException when the store refuses a path
     */
    void mention(SortedSet<String> directories);

    /**
     * Asks the store for a sign of life.
     *
     * @throws StoreUnavailableException with a sentence that names the address, where there is none
     */
    void ping();
}
