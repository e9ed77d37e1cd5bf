package org.sluice.routes.mq;

/** What is done with each message of a consumer. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles a message. Unless it has settled the message by itself, that is acknowledged when this returns.
     *
     * @throws Exception when the message is to be delivered again; it is logged
     */
    void handle(Message message) throws Exception;
}
