package org.sluice.engine.store;

import java.util.Collection;
import java.util.Set;

/** What is known of files, to be looked at without a lock. Thread-safe. */
public interface FileLookup {

    /**
     * Those of these LFNs that are registered. A file that was only spoken of, by metadata or a replica, is not.
     *
     * @throws StoreUnavailableException when the store cannot do it now
     */
    Set<String> registered(Collection<String> lfns);
}
