package org.sluice.routes.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Where a connection that comes back gets its TLS from. It asks again for each attempt, so that certificates which were
 * renewed on disk count from the next one on. Must be thread-safe; may block.
 */
@FunctionalInterface
public interface TlsSource {
    /**
     * What to connect by now.
     *
     * @throws IOException naming the file that cannot be used
     * @throws GeneralSecurityException when Java cannot make use of what it was given
     */
    TlsContext context() throws IOException, GeneralSecurityException;
}
