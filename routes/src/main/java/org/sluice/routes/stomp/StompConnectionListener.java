package org.sluice.routes.stomp;

/**
 * Told how a connection fares, in the order in which it happens, on a thread of the network: must not block. Whoever gives
 * one does the telling; a connection without one tells the log.
 */
public interface StompConnectionListener {

    /** The broker has accepted the connection, and what is subscribed on it. */
    void connected();

    /**
     * The connection ended, or could not be made; it is tried again.
     *
     * @param reason as words, without a full stop
     */
    void broken(String reason);

    /** It was closed by its owner, and is not tried again. */
    void closed();
}
