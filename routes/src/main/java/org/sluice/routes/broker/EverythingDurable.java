package org.sluice.routes.broker;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/** STOMP clients such as DIRAC's do not ask for persistence; their messages would be gone with the process. */
final class EverythingDurable implements ActiveMQServerMessagePlugin {
    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        message.setDurable(true);
    }
}
